import { checkSignatures, originOf, statements, textOf } from "./checkpoint.ts";
import { open } from "./envelope.ts";
import { fail, require } from "./failure.ts";
import { type Json, parse, refuseHalves } from "./json.ts";
import { hex } from "./keys.ts";
import { hashFromTiles, leafHash, proofRanges, rootFromPath, rootsFromProof } from "./merkle.ts";
import { replayed, saysTheSame } from "./replay.ts";
import { type Reader, walk } from "./roots.ts";
import { follows, memberHolds } from "./schema.ts";
import { pathOfTile } from "./tiles.ts";

/* §6.1 */

/** A file below the feed's address; nothing where the server has none. */
export type ReadFile = (path: string) => Uint8Array | undefined;

export interface Visit extends Reader {
  /** Milliseconds since 1970. */
  now: number;
  strict?: boolean;
  policies?: readonly string[];
  witnesses?: readonly string[];
  needed?: number;
}

export interface Found {
  trust: "verified" | "first-seen";
  state: Json;
  feed: Json;
}

const minutes = 60_000;
const mostOfFile = 67_108_864;
const at = (instant: string): number => Date.parse(instant);

/** Reads a file under a cap. */
function fetched(read: ReadFile, path: string, most: number): Uint8Array {
  const bytes = read(path) ?? fail("network", path);
  require(bytes.length <= most, "too-large", path);
  return bytes;
}

/** Steps 1 to 7 and 11, of a head that was fetched. */
export function readHead(bytes: Uint8Array, { address, pin, state, now }: Visit) {
  // 2
  const head = follows("head", parse(bytes, 16));
  require(!state || now + 5 * minutes >= at(state.issued), "clock", "before what was seen");
  // 3
  const { root, newest, pin: itsPin, isRotated, roots } = walk(head.roots, { address, pin, state });
  inTime(root, now);
  const remembered = isRotated ? null : state;
  // 4 and 5
  const timestamp = metadata("timestamp", head.timestamp, { root, address, now, remembered });
  const manifest = metadata("manifest", head.manifest, {
    root,
    address,
    now,
    remembered,
    named: timestamp.value.manifest,
  });
  // 6
  const { log, files } = manifest.value;
  if (state) {
    require(log.size >= state.log.size, "rollback", "fewer entries");
    require(log.size > state.log.size || log.root === state.log.root, "fork", "another log");
  }
  const text = textOf(originOf(address), log.size, log.root);
  require(head.log.checkpoint.startsWith(`${text}\n`), "log-inconsistent", "the checkpoint");
  // 7
  const { entry: line, proof } = head.log.last;
  const ones = [...(log.size - 1).toString(2)].filter((digit) => digit === "1").length;
  require(proof.length === ones &&
    log.size <= files.history.length / 128, "log-inconsistent", "a size without entries");
  const hashes = proof.map((hash: string) => Buffer.from(hash, "hex"));
  const led = rootFromPath(log.size - 1, log.size, leafHash(Buffer.from(line)), hashes);
  require(led?.toString("hex") === log.root, "log-inconsistent", "not the last leaf");
  const entry = readEntry(parse(Buffer.from(line)));
  require(entry.feed.sha256 === files.feed.sha256, "unlogged-edit", "another feed");
  const next = {
    ...state,
    format: 1,
    feed: address,
    pin: itsPin,
    trust: pin === null ? "first-seen" : "verified",
    firstSeen: state?.firstSeen ?? new Date(now).toISOString().replace(/\.\d+/, ""),
    root: newest,
    timestamp: timestamp.pinned,
    manifest: manifest.pinned,
    log: { size: log.size, root: log.root },
    issued: [state?.issued ?? "", timestamp.value.issued, manifest.value.issued].sort()[2],
  };
  return { head, root, roots, timestamp: timestamp.value, manifest: manifest.value, entry, next };
}

interface Around {
  root: Json;
  address: string;
  now: number;
  remembered: Json | null;
  named?: Json;
}

/** Steps 4 and 5. */
function metadata(kind: "timestamp" | "manifest", envelope: Json, { root, address, now, remembered, named }: Around) {
  const payload = open(envelope, kind, root);
  const sha256 = hex(payload);
  require(!named || (payload.length === named.length && sha256 === named.sha256), "hash-mismatch", kind);
  const value = follows(kind, parse(payload, 16));
  if (kind === "manifest") pathsFollow(value.files);
  require(value.feed === address, "wrong-feed", kind);
  require(value.root <= root.version, "root-chain", kind);
  require(!named || value.version === named.version, "malformed", "another version");
  const seen = remembered?.[kind];
  if (seen) {
    require(value.version >= seen.version, "rollback", kind);
    require(value.version > seen.version || sha256 === seen.sha256, "fork", kind);
  }
  inTime(value, now);
  return { value, pinned: { version: value.version, sha256, envelope } };
}

function pathsFollow({ feed, history, policies }: Json): void {
  const follow = ({ path, sha256 }: Json, folder: string, ending: string) =>
    require(path === `${folder}/${sha256}.${ending}`, "malformed", "a path");
  follow(feed, "feed", "json");
  follow(history, "history", "ndjson");
  for (const policy of policies) follow(policy, "policies", "json");
}

function inTime({ issued, expires }: Json, now: number): void {
  require(at(issued) <= now + 5 * minutes, "clock", "of the future");
  require(at(expires) > now, "expired");
}

/** §8.1: an entry, and §5.13: what its atoms put follows the schema of the subject. */
export function readEntry(value: Json): Json {
  const entry = follows("entry", value);
  for (const { op, type, item, field, before, after } of entry.change.content) {
    if (op === "put") require(memberHolds(type, undefined, item), "malformed", "an atom");
    if (op !== "set") continue;
    require(field !== "id" && field !== "__proto__", "malformed", "an atom's field");
    require(before === undefined || memberHolds(type, field, before), "malformed", "an atom's before");
    require(memberHolds(type, field, after), "malformed", "an atom's after");
  }
  return entry;
}

export function readFeedDocument(bytes: Uint8Array): Json {
  const feed = follows("feed", parse(bytes));
  for (const change of feed.open ?? []) {
    readEntry({ type: "change", at: feed.published, feed: { version: 1, sha256: "0".repeat(64) }, change });
  }
  return feed;
}

/** All steps. */
export function visit(read: ReadFile, of: Visit): Found {
  // 1
  const found = readHead(fetched(read, "head.json", 524_288), of);
  const { manifest, head, root, entry, next } = found;
  // 8
  const { state } = of;
  if (state && manifest.log.size > state.log.size) {
    checkSignatures(head.log.checkpoint, root);
    hasGrown(read, state.log, manifest.log);
  }
  // 9
  const bytes = pinned(read, manifest.files.feed);
  const feed = readFeedDocument(bytes);
  require(feed.version === entry.feed.version, "unlogged-edit", "another version");
  for (const sha256 of of.policies ?? []) {
    const file = manifest.files.policies.find((one: Json) => one.sha256 === sha256) ?? fail("malformed", "no policy");
    follows("policy", parse(pinned(read, file)));
  }
  // 10
  if (of.strict) readStrictly(read, found, feed);
  const agreed = statements(head.log.checkpoint, of.witnesses ?? [], of.now);
  require(agreed.length >= (of.needed ?? 0), "unwitnessed");
  // 11
  return { trust: next.trust, state: next, feed } as Found;
}

function pinned(read: ReadFile, { path, sha256, length }: Json): Uint8Array {
  const bytes = fetched(read, path, length);
  require(bytes.length === length && hex(bytes) === sha256, "hash-mismatch", path);
  return bytes;
}

/** Step 8: RFC 6962 §2.1.2, of hashes from the tiles. */
function hasGrown(read: ReadFile, old: Json, now: Json): void {
  require(old.size >= 1, "log-inconsistent", "an empty log proves nothing");
  const subtree = (level: number, index: number): Buffer => {
    const tile = Math.floor(index / 256);
    const hashes = Math.min(256, Math.floor(now.size / 256 ** level) - tile * 256);
    const bytes = fetched(read, `log/${pathOfTile(level, tile, hashes)}`, hashes * 32);
    require(bytes.length === hashes * 32, "malformed", "a tile");
    return Buffer.from(bytes.subarray((index % 256) * 32, (index % 256) * 32 + 32));
  };
  const proof = proofRanges(old.size, 0, now.size).map(([start, end]) => hashFromTiles(start, end, subtree) as Buffer);
  const led = rootsFromProof(old.size, now.size, proof, Buffer.from(old.root, "hex"));
  const holds = led?.[0].toString("hex") === old.root && led?.[1].toString("hex") === now.root;
  require(holds, "log-inconsistent", "rewritten");
}

/** Step 10. */
function readStrictly(read: ReadFile, { manifest, head, root }: ReturnType<typeof readHead>, feed: Json): void {
  refuseHalves(feed);
  for (const name of ["subprocessors", "groups", "services", "policies", "open"]) {
    const ids = (feed[name] ?? []).map(({ id }: Json) => id);
    require(new Set(ids).size === ids.length, "malformed", "an id twice");
  }
  checkSignatures(head.log.checkpoint, root);
  const bytes = Buffer.from(pinned(read, manifest.files.history));
  require(bytes.length === 0 || bytes.at(-1) === 0x0a, "malformed", "no newline at the end");
  const lines = linesOf(bytes);
  require(lines.length === manifest.log.size, "log-inconsistent", "another number of lines");
  require(rootOf(lines.map((line) => leafHash(line))).toString("hex") ===
    manifest.log.root, "log-inconsistent", "other lines");
  const entries = lines.map((line) => {
    const value = parse(line);
    refuseHalves(value);
    return readEntry(value);
  });
  entries.forEach((entry, index) => {
    const before = entries[index - 1];
    if (!before) return;
    require(entry.feed.version >= before.feed.version && entry.at >= before.at, "log-inconsistent", "falls");
    const same = entry.feed.version === before.feed.version;
    require(!same || entry.feed.sha256 === before.feed.sha256, "unlogged-edit", "two feeds of one version");
  });
  const { version, sha256 } = entries[0].feed;
  let first = feed;
  if (version !== feed.version) {
    const origin = fetched(read, `feed/${sha256}.json`, mostOfFile);
    require(hex(origin) === sha256, "hash-mismatch", "the first feed");
    first = readFeedDocument(origin);
    require(first.version === version, "unlogged-edit", "the first feed's version");
  }
  require(saysTheSame(replayed(first, entries), feed), "unlogged-edit", "not what the log makes");
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0x0a, start);
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

/** MTH of leaf hashes: a node without a sibling moves up. */
function rootOf(leaves: Buffer[]): Buffer {
  let level = leaves;
  while (level.length > 1) {
    const above: Buffer[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = level.slice(index, index + 2) as [Buffer, Buffer | undefined];
      above.push(right ? Buffer.from(hex(Buffer.of(1), left, right), "hex") : left);
    }
    level = above;
  }
  return level[0] as Buffer;
}
