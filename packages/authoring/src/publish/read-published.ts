import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  check,
  type Envelope,
  envelopeSchema,
  type Feed,
  fromBase64url,
  type Head,
  headSchema,
  type LogEntry,
  limits,
  type Manifest,
  parseJson,
  pinOf,
  type ReadFile,
  type Root,
  rootSchema,
  sha256Hex,
  type Timestamp,
  TrustCenterError,
  timestampSchema,
  verify,
  verifyPolicy,
} from "@trust-center/feed";
import { BrokenTreeError } from "../errors.ts";

/** What a folder has published, verified. */
export interface PublishedTree {
  address: string;
  pin: string;
  head: Head;
  root: Root;
  manifest: Manifest;
  manifestBytes: Uint8Array<ArrayBuffer>;
  timestamp: Timestamp;
  /** The feed as it was signed, and its members in the order of its schema. */
  signedFeed: Feed;
  feed: Feed;
  /** The version that the history begins with. */
  first: Feed;
  history: Uint8Array<ArrayBuffer>;
  entries: LogEntry[];
}

/** Reads files below a folder, each up to its bytes. */
export const folderReader =
  (folder: string): ReadFile =>
  async (path, maxBytes) => {
    const file = await open(join(folder, path), "r");
    try {
      const { size } = await file.stat();
      if (size > maxBytes)
        throw new TrustCenterError("too-large", `Expected ${path} to hold at most ${maxBytes} bytes.`);
      return new Uint8Array(await file.readFile());
    } finally {
      await file.close();
    }
  };

/** Reads files from memory. */
export const memoryReader =
  (files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): ReadFile =>
  async (path, maxBytes) => {
    const bytes = files.get(path);
    if (!bytes) throw new TrustCenterError("malformed", `Expected the file ${path}, found none.`);
    if (bytes.length <= maxBytes) return bytes;
    throw new TrustCenterError(
      "too-large",
      `Expected ${path} to hold at most ${maxBytes} bytes, found ${bytes.length}.`,
    );
  };

/**
 * Reads and verifies what was published into a folder; undefined where nothing was.
 *
 * Expiry does not matter here: the tree must have been good when it was signed.
 *
 * @throws {BrokenTreeError} where it does not verify
 */
export async function readPublished(out: string): Promise<PublishedTree | undefined> {
  const bytes = await readIfThere(join(out, "head.json"));
  if (!bytes) return undefined;
  try {
    return await verifyTree(folderReader(out), bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const code = cause instanceof TrustCenterError ? cause.code : "malformed";
    throw new BrokenTreeError(
      code,
      `Expected ${out} to hold what was published last, found files that do not verify: ${reason} ` +
        "Nothing was written. Restore the folder from your web server or from a backup, then publish again.",
      { out },
      { cause },
    );
  }
}

async function verifyTree(read: ReadFile, headBytes: Uint8Array<ArrayBuffer>): Promise<PublishedTree> {
  const head = check(headSchema, parseJson(headBytes, "head.json", limits.depth), "head.json");
  const { root: first, pin } = await readRootUnverified(head.roots[0] as Envelope);
  const stated = timestampUnverified(head);
  const verified = await verify(read, { feed: first.feed, pin, now: Date.parse(stated.issued), strict: true });
  for (const { path, sha256, length } of verified.manifest.files.policies) {
    await verifyPolicy(verified, sha256, await read(path, length));
  }
  const { history } = verified.manifest.files;
  return {
    address: first.feed,
    pin,
    head,
    root: verified.root,
    manifest: verified.manifest,
    manifestBytes: fromBase64url(head.manifest.payload),
    timestamp: verified.timestamp,
    signedFeed: parseJson(verified.bytes, "the feed") as Feed,
    feed: verified.feed,
    first: verified.first ?? verified.feed,
    history: await read(history.path, history.length),
    entries: verified.history ?? [],
  };
}

/** What a head's timestamp says. */
export const timestampUnverified = ({ timestamp }: Head): Timestamp =>
  check(timestampSchema, payloadOf(timestamp, "the timestamp"), "the timestamp");

/** What a root says, and the pin it makes. */
export async function readRootUnverified(envelope: Envelope): Promise<{ root: Root; pin: string }> {
  const root = check(rootSchema, payloadOf(envelope, "the root"), "the root");
  return { root, pin: pinOf(await sha256Hex(fromBase64url(envelope.payload))) };
}

const payloadOf = (envelope: Envelope, what: string) => parseJson(fromBase64url(envelope.payload), what, limits.depth);

/**
 * The root that a first publish, killed before its end, had already made. Keeping it keeps the pin, which may have been
 * printed.
 *
 * @throws {BrokenTreeError} where later versions lie there without their `head.json`
 */
export async function readStrandedRoot(out: string): Promise<Envelope | undefined> {
  const names = await readdir(join(out, "history")).catch(() => []);
  for (const name of names.filter((name) => name.endsWith(".ndjson"))) {
    const text = await readFile(join(out, "history", name), "utf8");
    const last = JSON.parse(text.trimEnd().split("\n").at(-1) ?? "{}") as { feed?: { version?: number } };
    if ((last.feed?.version ?? 1) <= 1) continue;
    throw new BrokenTreeError(
      "malformed",
      `Expected head.json in ${out}, found none although version ${last.feed?.version} was published from here. ` +
        "Nothing was written. Restore head.json from your web server or from a backup.",
      { out },
    );
  }
  const bytes = await readIfThere(join(out, "root", "1.json"));
  return bytes && check(envelopeSchema, parseJson(bytes, "root/1.json", limits.depth), "root/1.json");
}

async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
