import { check, fromBase64url, limits, manifestSchema, parseJson, type ReadFile } from "@trust-center/feed";
import { get } from "../http/get.ts";
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
    return found;
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
      path === "head.json" ? asked : ((await keptFeed(path)) ?? (await getFile(path, maxBytes)).bytes),
    kept: () => ({ head, ...(etag !== undefined && { etag }) }),
  };
}

/** Reads from a record alone. */
export function recordSource(record: FeedRecord): ReadFile {
  return async (path) => encode(path === "head.json" ? record.head : record.feed);
}

/** The path of the feed that the remembered manifest names. */
function feedPath({ state }: FeedRecord): string | undefined {
  if (!state.manifest) return undefined;
  const payload = parseJson(fromBase64url(state.manifest.envelope.payload), "the remembered manifest");
  return check(manifestSchema, payload, "the remembered manifest").files.feed.path;
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
