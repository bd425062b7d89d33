/**
 * What the script has in the place of `ky`: as much of it as `http/client.ts` of the SDK configures and its callers use.
 * ky was an eighth of all bytes that the script could load. npm and Node keep it; test/differential sends both to the same
 * server.
 *
 * Two things are decided more simply than ky decides them. ky knows a failed connection by the words of its error, which
 * differ by engine; here it is any `TypeError`, which is what `fetch` rejects with. And of the headers that say when to
 * come again, `Retry-After` alone is read, in seconds or in the one form of a date that RFC 9110 lets a server write.
 *
 * @module
 */

interface Options extends RequestInit {
  fetch?: typeof globalThis.fetch;
  retry: { limit: number; methods: string[]; backoffLimit: number; maxRetryAfter: number };
  /** The deadline is the signal's. */
  timeout: false;
  throwHttpErrors: false | ((status: number) => boolean);
  json?: unknown;
}

/** A client, with those of ky's methods that are called. */
interface Client {
  extend(more: Partial<Options>): Client;
  get(url: string, more?: Partial<Options>): Promise<Response>;
  post(url: string, more?: Partial<Options>): Promise<Response>;
}

/** What may go better a moment later, and what says itself when. */
const passing = [408, 413, 429, 500, 502, 503, 504];
const dated = [413, 429, 503];

class HTTPError extends Error {
  override name = "HTTPError";
  readonly response: Response;

  constructor(response: Response) {
    super(String(response.status));
    this.response = response;
  }
}

const create = (options: Options): Client => ({
  extend: (more) => create({ ...options, ...more }),
  get: (url, more) => request(url, { ...options, ...more, method: "GET" }),
  post: (url, more) => request(url, { ...options, ...more, method: "POST" }),
});

async function request(url: string, options: Options, attempt = 1): Promise<Response> {
  const { fetch = globalThis.fetch, retry, throwHttpErrors, timeout: _, json, ...init } = options;
  if (json !== undefined) {
    init.body = JSON.stringify(json);
    init.headers = { "content-type": "application/json" };
  }
  try {
    const response = await fetch(url, init);
    if (response.ok || !throwHttpErrors || !throwHttpErrors(response.status)) return response;
    // Whatever else it says, nobody reads it.
    response.body?.cancel().catch(() => {});
    throw new HTTPError(response);
  } catch (error) {
    const again = attempt <= retry.limit && retry.methods.includes(String(init.method).toLowerCase());
    const wait = again ? pause(error, attempt, retry) : undefined;
    if (wait === undefined) throw error;
    await passed(wait, init.signal);
    return request(url, options, attempt + 1);
  }
}

/** Milliseconds until the next attempt; undefined where none would help. */
function pause(error: unknown, attempt: number, retry: Options["retry"]): number | undefined {
  const usual = Math.min(retry.backoffLimit, 300 * 2 ** (attempt - 1));
  if (!(error instanceof HTTPError)) return error instanceof TypeError ? usual : undefined;
  const { status, headers } = error.response;
  if (!passing.includes(status)) return undefined;
  const after = dated.includes(status) ? headers.get("retry-after") : null;
  if (after === null) return status === 413 ? undefined : usual;
  const asked = /^\d+$/.test(after) ? Number(after) * 1000 : dateOf(after) - Date.now();
  return Number.isNaN(asked) ? usual : Math.min(retry.maxRetryAfter, Math.max(0, asked));
}

/** IMF-fixdate (RFC 9110 §5.6.7): what else engines read as a date is none. */
const dateOf = (text: string): number => (/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/.test(text) ? Date.parse(text) : NaN);

const passed = (milliseconds: number, signal?: AbortSignal | null): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const end = () => reject(signal?.reason);
    signal?.addEventListener("abort", end);
    setTimeout(() => {
      signal?.removeEventListener("abort", end);
      resolve();
    }, milliseconds);
  });

export default { create };
