// So much of Cloudflare's API as `wrangler deploy` calls, for one account, on loopback. The real wrangler
// runs against it (CLOUDFLARE_API_BASE_URL), so that its words are its own. Paths and codes: wrangler 4.116.0, cli.js.

import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Cloudflare {
  /** What wrangler needs to know to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Method and path below the account, in order. */
  readonly calls: readonly string[];
  /** What the deployed Worker has, by the binding's name; `undefined` before the first deploy. */
  bindings(): readonly Binding[] | undefined;
  close(): Promise<void>;
}

interface Binding {
  readonly name: string;
  readonly type: string;
  readonly text?: string;
  readonly namespace_id?: string;
}

export interface CloudflareOptions {
  /** Refuses the first upload of a Worker. */
  readonly failsUpload?: boolean;
  /** Never answers a call whose path holds this. */
  readonly holds?: string;
  /** Told of every call. */
  readonly onCall?: (call: string) => void;
}

const ACCOUNT = '0123456789abcdef0123456789abcdef';
const NAMESPACE = 'fedcba9876543210fedcba9876543210';
const VERSION = '11111111-2222-4333-8444-555555555555';

const DEPLOYMENT = {
  id: VERSION,
  source: 'wrangler',
  author_email: 'olivia@example.com',
  created_on: '2026-11-23T00:00:00Z',
  versions: [{ version_id: VERSION, percentage: 100 }],
};

interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}
type Reply = { readonly result: unknown } | Refusal;

export async function startCloudflare({
  holds,
  onCall,
  failsUpload = false,
}: CloudflareOptions = {}): Promise<Cloudflare> {
  const calls: string[] = [];
  const namespaces: { readonly id: string; readonly title: string }[] = [];
  let bindings: readonly Binding[] | undefined;
  let annotations: unknown;
  let migrated: { readonly migration_tag?: string | undefined } = {};
  let uploadsToRefuse = failsUpload ? 1 : 0;
  const noWorker: Refusal = {
    status: 404,
    code: 10007,
    message: 'This Worker does not exist on your account.',
  };
  const ok = (result: unknown): Reply => ({ result });

  async function answer(method: string, path: string, request: IncomingMessage): Promise<Reply> {
    const body = await readBody(request);
    switch (`${method} ${path.split('?')[0]}`) {
      case 'GET /workers/services/invite-link-bot':
        return bindings
          ? ok({
              default_environment: {
                environment: 'production',
                script: { tag: 'tag', last_deployed_from: 'wrangler' },
              },
            })
          : { ...noWorker, code: 10090 };
      // For the migrations of Durable Objects that were deployed before.
      case 'GET /workers/scripts':
        return ok(bindings ? [{ id: 'invite-link-bot', ...migrated }] : []);
      case 'GET /workers/scripts/invite-link-bot/settings':
        return bindings ? ok({ bindings }) : noWorker;
      case 'GET /workers/scripts/invite-link-bot/secrets':
        return bindings
          ? ok(bindings.filter(({ type }) => type === 'secret_text').map(({ name }) => ({ name })))
          : noWorker;
      case 'GET /workers/scripts/invite-link-bot/deployments':
        return bindings ? ok({ deployments: [DEPLOYMENT] }) : noWorker;
      case 'GET /workers/subdomain':
        return ok({ subdomain: 'olivia' });
      case 'GET /storage/kv/namespaces':
        return ok(/[?&]page=(?!1\b)/.test(path) ? [] : namespaces);
      case 'POST /storage/kv/namespaces': {
        const { title } = JSON.parse(body);
        if (namespaces.some((one) => one.title === title)) {
          const message = 'a namespace with this account ID and title already exists';
          return { status: 400, code: 10014, message };
        }
        namespaces.push({ id: NAMESPACE, title });
        return ok({ id: NAMESPACE, title });
      }
      case 'PUT /workers/scripts/invite-link-bot':
      case 'POST /workers/scripts/invite-link-bot/versions':
        if (uploadsToRefuse-- > 0) return { status: 403, code: 10000, message: 'Authentication error' };
        bindings = uploaded(body, bindings);
        annotations = metadataOf(body).annotations;
        migrated = { migration_tag: metadataOf(body).migrations?.new_tag ?? migrated.migration_tag };
        return ok({
          id: VERSION,
          deployment_id: VERSION.replaceAll('-', ''),
          startup_time_ms: 3,
          resources: { script: { etag: 'e' } },
        });
      case `GET /workers/scripts/invite-link-bot/versions/${VERSION}`:
        return ok({ id: VERSION, number: 1, metadata: { created_on: '2026-11-23T00:00:00Z' }, annotations });
      case 'POST /workers/scripts/invite-link-bot/deployments':
        return ok({ id: VERSION });
      case 'PATCH /workers/scripts/invite-link-bot/script-settings':
        return ok({});
      case 'GET /workers/scripts/invite-link-bot/subdomain':
      case 'POST /workers/scripts/invite-link-bot/subdomain':
        return ok({ enabled: true, previews_enabled: true });
      default:
        return { status: 404, code: 7003, message: `No such thing here: ${method} ${path}` };
    }
  }

  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace('/client/v4', '').replace(`/accounts/${ACCOUNT}`, '');
    calls.push(`${request.method} ${path}`);
    onCall?.(`${request.method} ${path}`);
    if (holds !== undefined && path.includes(holds)) return;
    const reply = await answer(request.method ?? '', path, request);
    const isOk = 'result' in reply;
    response.writeHead(isOk ? 200 : reply.status, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify(
        isOk
          ? { success: true, errors: [], messages: [], result: reply.result }
          : {
              success: false,
              errors: [{ code: reply.code, message: reply.message }],
              messages: [],
              result: null,
            },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on a port, so the address is no pipe's.
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}/client/v4`,
      CLOUDFLARE_API_TOKEN: 'made-up',
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    },
    calls,
    bindings: () => bindings,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** The bindings in the form that wrangler uploads; inherited ones keep what they were. */
function uploaded(form: string, before: readonly Binding[] = []): readonly Binding[] {
  const sent = metadataOf(form).bindings ?? [];
  return sent.map((binding) =>
    binding.type === 'inherit' ? (before.find(({ name }) => name === binding.name) ?? binding) : binding,
  );
}

interface Metadata {
  readonly bindings?: readonly Binding[];
  readonly annotations?: unknown;
  readonly migrations?: { readonly new_tag: string };
}

const metadataOf = (form: string): Metadata =>
  JSON.parse(/name="metadata"\r\n\r\n(.*?)\r\n/s.exec(form)?.[1] ?? '{}');
