import { createHash } from "node:crypto";
import {
  buildTree,
  type Change,
  check,
  createRoot,
  createSigner,
  fromBase64url,
  generatePrivateKey,
  type LogEntry,
  leafHash,
  logEntrySchema,
  type Manifest,
  oneSigner,
  parseJson,
  pinOf,
  planVersion,
  type ReadFile,
  type Remembered,
  replay,
  sha256,
  sha256Hex,
  splitLines,
  type Timestamp,
  type Tree,
  treeRoot,
  verify,
  verifyHistory,
  verifyLogGrowth,
} from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { timeInTurns } from "./timing.ts";

/** Milliseconds, medians. */
export interface LogResult {
  entries: number;
  bytes: number;
  /** Bytes of the tiles that prove that a log of half the size grew into this one. */
  proofBytes: number;
  /** SHA-256 of the file, the tree's hashes by the platform's fastest way, `JSON.parse` of every line. */
  floor: number;
  /** All of it, the list included. */
  strict: number;
  ratio: number;
  steps: Record<"hash" | "tree" | "parse" | "schema" | "history" | "growth", number>;
}

const address = "https://vendor.example/feed/";
const start = Date.parse("2026-01-10T12:00:00Z");
const hour = 60 * 60 * 1000;

/** Verifying a whole history, and that it grew, by its length. */
export async function measureLog(runs: number): Promise<LogResult[]> {
  const results: LogResult[] = [];
  for (const entries of [10, 1_000, 10_000]) results.push(await measure(entries, runs));
  return results;
}

async function measure(entries: number, runs: number): Promise<LogResult> {
  const { read, pin, history, remembered } = await grownLog(entries);
  const now = start + 2 * hour;
  const head = await verify(read, { feed: address, pin, remembered, now });
  const lines = splitLines(history);
  const values = lines.map((line) => parseJson(line, "an entry"));
  let proofBytes = 0;
  const counting: ReadFile = async (path, length) => {
    const bytes = await read(path, length);
    proofBytes += bytes.length;
    return bytes;
  };
  await verifyLogGrowth(head, counting);
  const { floor, strict, ...steps } = await timeInTurns(
    {
      floor: () => floorOf(history),
      strict: () => verify(read, { feed: address, pin, now, strict: true }),
      hash: () => sha256(history),
      tree: async () => treeRoot(await Promise.all(lines.map((line) => leafHash(line)))),
      parse: () => lines.map((line) => parseJson(line, "an entry")),
      schema: () => values.map((value) => check<LogEntry>(logEntrySchema, value, "an entry")),
      history: () => verifyHistory(head, history),
      growth: () => verifyLogGrowth(head, read),
    },
    runs,
  );
  return { entries, bytes: history.length, proofBytes, floor, strict, ratio: strict / floor, steps };
}

/** A log of half the entries that a reader has seen, and the whole one that it meets now. */
async function grownLog(entries: number) {
  const signers = oneSigner(await createSigner(await generatePrivateKey()));
  const root = await createRoot(address, signers, start);
  const subprocessors = Array.from({ length: named }, (_, at) => ({
    id: `entry-${at}`,
    name: `Cloud number ${at}`,
    purposes: ["Hosting"],
  }));
  const { feed } = await planVersion({ content: mockContent({ subprocessors }), now: start });
  const half = entries / 2;
  const base = { address, policies: [], roots: [root], signers };
  const first = await buildTree({ ...base, feed, changes: changesFrom(0, half), now: start });
  const pin = pinOf(await sha256Hex(fromBase64url(root.payload)));
  const { next: remembered } = await verify(reader(first), { feed: address, pin, now: start });
  const previous = {
    manifest: payloadOf<Manifest>(first, "manifest"),
    timestamp: payloadOf<Timestamp>(first, "timestamp"),
    history: historyOf(first),
  };
  const changes = changesFrom(half, entries);
  const log = changes.map((change): LogEntry => {
    return { type: "change", at: change.announced, feed: { version: 2, sha256: "" }, change };
  });
  const grown = { ...replay(feed, log), version: 2, published: "2026-01-10T13:00:00Z" };
  const tree = new Map([
    ...first,
    ...(await buildTree({ ...base, feed: grown, changes, previous, now: start + hour })),
  ]);
  return { read: reader(tree), pin, history: historyOf(tree), remembered: remembered as Remembered };
}

/** Entries that change, in turn. */
const named = 200;

const changesFrom = (from: number, to: number): Change[] =>
  Array.from({ length: to - from }, (_, at) => ({
    id: `1.${from + at + 1}`,
    kind: "purpose" as const,
    mode: "immediate" as const,
    subject: { type: "subprocessor" as const, id: `entry-${(from + at) % named}` },
    name: `Cloud number ${(from + at) % named}`,
    announced: "2026-01-10T12:00:00Z",
    effective: "2026-01-10T12:00:00Z",
    content: [
      {
        op: "set" as const,
        type: "subprocessor" as const,
        id: `entry-${(from + at) % named}`,
        field: "purposes",
        before: ["Hosting"],
        after: [`Hosting of kind ${from + at}`],
      },
    ],
  }));

const reader =
  (tree: Tree): ReadFile =>
  async (path) =>
    tree.get(path) ?? Promise.reject(new Error(`No file ${path}`));

const historyOf = (tree: Tree) =>
  tree.get(payloadOf<Manifest>(tree, "manifest").files.history.path) as Uint8Array<ArrayBuffer>;

function payloadOf<T>(tree: Tree, what: "manifest" | "timestamp"): T {
  const head = JSON.parse(new TextDecoder().decode(tree.get("head.json")));
  return JSON.parse(Buffer.from(head[what].payload, "base64url").toString());
}

/** The least that a whole history costs: no promise, no schema, no check. */
function floorOf(history: Uint8Array<ArrayBuffer>): unknown[] {
  const hash = (...parts: Uint8Array[]) => {
    const sum = createHash("sha256");
    for (const part of parts) sum.update(part);
    return sum.digest();
  };
  hash(history);
  const lines = splitLines(history);
  let level: Uint8Array[] = lines.map((line) => hash(Uint8Array.of(0), line));
  while (level.length > 1) {
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, at) => {
      const [left, right] = level.slice(2 * at, 2 * at + 2) as [Uint8Array, Uint8Array?];
      return right ? hash(Uint8Array.of(1), left, right) : left;
    });
  }
  return lines.map((line) => JSON.parse(new TextDecoder().decode(line)));
}
