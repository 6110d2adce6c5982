// What a rendering does not do by itself: where lists are scrolled to, where the focus is, and what is open. Each is asked
// before the rendering, and answers what is to be done after it.

const NEAR_PIXELS = 80;

let shownPlace = '';
let shownRequests = 0;

export function keepPlace(place: string, requests: number, isDialogAsked: boolean): () => void {
  const isAnother = place !== shownPlace;
  const hasArrived = requests > (isAnother ? 0 : shownRequests);
  shownPlace = place;
  shownRequests = requests;
  // A chat that is opened is read from its end.
  const settle = [keepAtEnd('messages', isAnother), keepAtEnd('news', false), keepFocus()];
  return () => {
    for (const one of settle) one();
    const details = document.querySelector<HTMLDetailsElement>('#links');
    if (hasArrived && details) details.open = true;
    placeDialog(isDialogAsked);
  };
}

export function scrollToEnd(id: string): void {
  const list = document.getElementById(id);
  if (list) list.scrollTop = list.scrollHeight;
}

/** Anyone who reads the end of a list goes on reading its end. */
function keepAtEnd(id: string, always: boolean): () => void {
  const list = document.getElementById(id);
  const isAtEnd = !list || list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PIXELS;
  return () => {
    if (always || isAtEnd) scrollToEnd(id);
  };
}

/** Where what has the focus goes, the focus goes to what held it: a message, a list. */
function keepFocus(): () => void {
  const focused = document.activeElement;
  const holders: HTMLElement[] = [];
  for (let at = focused; at; at = at.parentElement?.closest('[tabindex]') ?? null)
    if (at !== focused) holders.push(at as HTMLElement);
  return () => {
    if (focused && !focused.isConnected) holders.find((one) => one.isConnected)?.focus();
  };
}

function placeDialog(isAsked: boolean): void {
  const dialog = document.querySelector<HTMLDialogElement>('#dialog');
  if (isAsked && dialog && !dialog.open) dialog.showModal();
  if (!isAsked && dialog?.open) dialog.close();
}
