import { check, fromBase64url, limits, manifestSchema, parseJson, type ReadFile } from "@trust-center/feed";
import { type Got, get } from "../http/get.ts";
import { type HttpOptions, hasPage } from "../http/options.ts";
import type { FeedRecord } from "./record.ts";

/** The files of a feed, read over HTTP, and what of them is at hand already. */
export interface Source {
  read: ReadFile;
  /** What to keep of what was read: text of `head.json`, and its ETag. */
  kept(): Pick<FeedRecord, "head" | "etag" | "history" | "origin">;
}

/** Makes the source of one verification. What is remembered may not be known yet. */
export type CreateSource = (address: string, http: HttpOptions, remembered: Promise<FeedRecord | undefined>) => Source;

/**
 * Reads files below an address. A feed that is remembered already is not fetched again; its hash is checked anew.
 *
 * @param remembered What is kept. Where there is a page, `head.json` is asked for before that is known.
 */
export function createSource(address: string, http: HttpOptions, remembered: Promise<FeedRecord | undefined>): Source {
  let head = "";
  let etag: string | undefined;
  const getFile = (path: string, maxBytes: number, request?: Parameters<typeof get>[4]) =>
    get(new URL(path, address).href, path, maxBytes, http, request);

  const readHead = async (): Promise<Uint8Array<ArrayBuffer>> => {
    // Where there is no page there is no HTTP cache: the ETag is sent by hand.
    const kept = hasPage() ? undefined : await remembered;
    const condition = kept?.etag ? { "if-none-match": kept.etag } : undefined;
    const { response, bytes } = await getFile("head.json", limits.head, {
      ...(condition && { headers: condition }),
      cache: "no-cache",
    });
    const found = response.status === 304 && kept ? encode(kept.head) : bytes;
    etag = response.headers.get("etag") ?? undefined;
    // Kept as text: verification decodes it again, fatally.
    head = new TextDecoder().decode(found);
    remembered.then(askAhead, () => {});
    return found;
  };

  let ahead: (Named & { got: Promise<Got> }) | undefined;
  /** Asks for the feed while the head is verified. Whoever reads it does so once that names it. */
  const askAhead = (kept: FeedRecord | undefined) => {
    const named = namedIn(head);
    if (!named || (kept && feedPath(kept) === named.path)) return;
    ahead = { ...named, got: getFile(named.path, named.length) };
    ahead.got.catch(() => {});
  };

  const fetched = async (path: string, maxBytes: number) => {
    // Who reads further than that asks anew.
    const got = ahead?.path === path && ahead.length === maxBytes ? ahead.got : getFile(path, maxBytes);
    return (await got).bytes;
  };

  const keptFeed = async (path: string) => {
    const kept = path.startsWith("feed/") ? await remembered : undefined;
    return kept && feedPath(kept) === path ? encode(kept.feed) : undefined;
  };

  const asked = readHead();
  // Whoever reads it hears of a failure; if nobody does, nobody needs to.
  asked.catch(() => {});

  return {
    read: async (path, maxBytes) =>
      path === "head.json" ? asked : ((await keptFeed(path)) ?? (await fetched(path, maxBytes))),
    kept: () => ({ head, ...(etag !== undefined && { etag }) }),
  };
}

/** Reads from a record alone. */
export function recordSource(record: FeedRecord): ReadFile {
  return async (path) => encode(path === "head.json" ? record.head : record.feed);
}

/** Bytes of a feed that is asked for before its head is verified: what a liar can have a reader fetch in vain. */
const mostAhead = 1024 * 1024;

/** A file as a manifest names it. */
type Named = { path: string; length: number };

/** The feed that a head names which nobody has verified yet. */
function namedIn(head: string): Named | undefined {
  try {
    const { payload } = JSON.parse(head).manifest;
    const { path, length }: Named = JSON.parse(new TextDecoder().decode(fromBase64url(payload))).files.feed;
    return /^feed\/[0-9a-f]{64}\.json$/.test(path) && Number.isInteger(length) && length <= mostAhead
      ? { path, length }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The path of the feed that the remembered manifest names. */
function feedPath({ state }: FeedRecord): string | undefined {
  if (!state.manifest) return undefined;
  const payload = parseJson(fromBase64url(state.manifest.envelope.payload), "the remembered manifest");
  return check(manifestSchema, payload, "the remembered manifest").files.feed.path;
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
