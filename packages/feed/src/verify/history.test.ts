import { beforeAll, expect, test } from "vitest";
import { toHex } from "../bytes/hex.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { day, listOf, World } from "../changes/testing/world.ts";
import { checkpointText, logOrigin } from "../log/checkpoint-text.ts";
import type { LogEntry } from "../log/entry.ts";
import { leafHash, treeRoot } from "../log/merkle.ts";
import type { VerifiedHead } from "./head.ts";
import { splitLines, verifyHistory } from "./history.ts";

let log: LogEntry[];

beforeAll(async () => {
  const world = await World.of(listOf({}, { id: "a", name: "Acme" }, { id: "b", name: "Bolt" }));
  await world.edit(1, {
    subprocessors: [
      { id: "a", name: "Acme", purposes: ["Mail"] },
      { id: "b", name: "Bolt", purposes: ["Chat"] },
    ],
  });
  log = world.log;
});

/** Verifies a history that its vendor signed as it stands: what is left to find is in the entries. */
async function verifySigned(entries: readonly LogEntry[]): Promise<LogEntry[]> {
  const bytes = new TextEncoder().encode(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  const root = await treeRoot(await Promise.all(splitLines(bytes).map(leafHash)));
  const head = {
    checkpoint: `${checkpointText(logOrigin("https://acme.example/"), entries.length, root)}\n`,
    root: { keys: {}, roles: { manifest: { kids: [], threshold: 0 } } },
    manifest: {
      files: { history: { path: "history", sha256: await sha256Hex(bytes), length: bytes.length } },
      log: { size: entries.length, root: toHex(root) },
    },
  };
  return verifyHistory(head as unknown as VerifiedHead, bytes);
}

const withLast = (lie: (last: LogEntry) => Partial<LogEntry>) => {
  const last = log.at(-1) as LogEntry;
  return [...log.slice(0, -1), { ...last, ...lie(last) }];
};

test("entries that follow one another, some of one version, are a history", async () => {
  expect(log.map(({ feed }) => feed.version)).toEqual([1, 2, 2]);
  expect(await verifySigned(log)).toEqual(log);
});

test("an entry from before the one before it is refused", async () => {
  const at = new Date(Date.parse(log[0]?.at ?? "") - day).toISOString().replace(".000", "");
  await expect(verifySigned(withLast(() => ({ at })))).rejects.toMatchObject({ code: "log-inconsistent" });
});

test("a version below the one before it is refused", async () => {
  const fallen = withLast(({ feed }) => ({ feed: { ...feed, version: 1 } }));
  await expect(verifySigned(fallen)).rejects.toMatchObject({ code: "log-inconsistent" });
});

test("two feeds of one version are refused", async () => {
  const other = withLast(({ feed }) => ({ feed: { ...feed, sha256: "0".repeat(64) } }));
  await expect(verifySigned(other)).rejects.toMatchObject({ code: "unlogged-edit" });
});
