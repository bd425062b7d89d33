import { type ReadFile, sha256Hex } from "@trust-center/feed";
import { readBody } from "../http/body.ts";
import { ended, get } from "../http/get.ts";
import { deadline, type HttpOptions, requestDefaults } from "../http/options.ts";
import { type CreateSource, createSource } from "./source.ts";

/**
 * A source that keeps the history, and fetches no more of the next one than is new. The feed that is read first, which is
 * the newest, is not fetched twice; the one that is read next, from which the history is replayed, is kept.
 */
export const createGrowingSource: CreateSource = (address, http, remembered) => {
  const source = createSource(address, http, remembered);
  let history: string | undefined;
  let origin: string | undefined;
  const known = remembered.then(
    (record) => {
      if (typeof record?.history === "string") history ??= record.history;
      if (typeof record?.origin === "string") origin ??= record.origin;
    },
    () => {},
  );
  const readHistory: ReadFile = async (path, length) => {
    await known;
    const bytes = await readGrown(path, length, new TextEncoder().encode(history), http, address);
    // Kept as text: verification decodes it again, fatally.
    history = new TextDecoder().decode(bytes);
    return bytes;
  };
  let newest: { path: string; bytes: Uint8Array<ArrayBuffer> } | undefined;
  const readFeed: ReadFile = async (path, maxBytes) => {
    if (newest?.path === path) return newest.bytes;
    await known;
    const kept = new TextEncoder().encode(origin);
    if (kept.length > 0 && path.includes(await sha256Hex(kept))) return kept;
    const bytes = await source.read(path, maxBytes);
    if (newest) origin ??= new TextDecoder().decode(bytes);
    newest ??= { path, bytes };
    return bytes;
  };
  return {
    read: (path, maxBytes) => {
      const read = path.startsWith("history/") ? readHistory : path.startsWith("feed/") ? readFeed : source.read;
      return read(path, maxBytes);
    },
    // What was read once is kept, also by a visit that does not read it.
    kept: () => ({
      ...source.kept(),
      ...(history !== undefined && { history }),
      ...(origin !== undefined && { origin }),
    }),
  };
};

/**
 * Reads a file that only ever grows and whose path names its SHA-256. Whatever does not fit together is fetched whole;
 * verification decides on what comes out.
 */
async function readGrown(
  path: string,
  length: number,
  kept: Uint8Array<ArrayBuffer>,
  http: HttpOptions,
  address: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const isIt = async (bytes: Uint8Array<ArrayBuffer>) => path.includes(await sha256Hex(bytes));
  if (kept.length === length && (await isIt(kept))) return kept;
  const url = new URL(path, address).href;
  // Both requests together have the time of one file.
  const signal = deadline(http);
  if (kept.length > 0 && kept.length < length) {
    const grown = await readRest(url, length, kept, http, signal);
    if (grown && (await isIt(grown))) return grown;
  }
  return (await get(url, path, length, http, { signal })).bytes;
}

async function readRest(
  url: string,
  length: number,
  kept: Uint8Array<ArrayBuffer>,
  http: HttpOptions,
  signal: AbortSignal,
) {
  const { fetch = globalThis.fetch } = http;
  try {
    const response = await fetch(url, { ...requestDefaults(), headers: { range: `bytes=${kept.length}-` }, signal });
    // A server may know nothing of ranges (RFC 9110 §14.2).
    if (response.status === 200) return await readBody(response, length, url);
    // CORS can hide the header; the hash decides.
    const range = response.headers.get("content-range") ?? `bytes ${kept.length}-`;
    if (response.status !== 206 || !range.startsWith(`bytes ${kept.length}-`)) return undefined;
    const rest = await readBody(response, length - kept.length, url);
    const grown = new Uint8Array(kept.length + rest.length);
    grown.set(kept);
    grown.set(rest, kept.length);
    return grown;
  } catch (error) {
    // Whoever has no time left gets no second try.
    if (signal.aborted) throw ended(url, http, error);
    return undefined;
  }
}
