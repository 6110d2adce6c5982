// Waiting that takes no time: for stories of what the Worker does when no one answers. Inside the runtime every pause ends
// at once, an answer that never comes is given up at once, and the clock shows the time that would have passed.

import { NO_ANSWER_HEADER } from '../telegram/http-server.ts';

export const HURRY_SCRIPT = `
  const { now } = Date;
  let ahead = 0;
  let running = 0;
  const advanceTo = (time) => { ahead = Math.max(ahead, time - now()); };
  Date.now = () => now() + ahead;

  // A timer of setTimeout ends waiting for something that may well come, so it keeps its time; a pause is slept through.
  scheduler.wait = async (time) => { advanceTo(Date.now() + time); };

  const dueTimes = new WeakMap();
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (time) => {
    const signal = timeout(time);
    dueTimes.set(signal, Date.now() + time);
    return signal;
  };

  const ask = globalThis.fetch;
  globalThis.fetch = async (url, init) => {
    const response = await ask(url, init);
    if (!response.headers.has('${NO_ANSWER_HEADER}')) return response;
    advanceTo(dueTimes.get(init.signal));
    throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  };

  // Between two updates the clock is right again.
  export const begin = () => {
    if (running++ === 0) ahead = 0;
    return () => { running--; };
  };
`;
