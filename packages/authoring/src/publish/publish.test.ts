import { readFile, rm, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ProseTree, parseCheckpoint, TrustCenterError, verify } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { BrokenTreeError, CheckError } from "../errors.ts";
import {
  authoringFolder,
  changedList,
  outIn,
  publishConfirmed,
  readTree,
  start,
  testList,
  write,
} from "../testing/folder.ts";
import { publishFolder } from "./publish.ts";
import { folderReader } from "./read-published.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse(start);
const feed = "https://acme.example/.well-known/trust-center/";
const policy =
  "policies:\n  - id: privacy\n    title: Privacy\n    files: { en: policies/en.md, es: policies/es.md }\n";
const texts = { "policies/en.md": "# Privacy\n\nWe **care**.\n", "policies/es.md": "# Privacidad\n" };

const verifyOut = (folder: string, at: number, pin?: string) =>
  verify(folderReader(outIn(folder)), { feed, pin, now: at, strict: true });

const codeOf = async (working: Promise<unknown>) => {
  const error = await working.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(TrustCenterError);
  return (error as TrustCenterError).code;
};

test("a first publish verifies under the pin that it prints", async () => {
  const folder = await authoringFolder({ "trust-center.yaml": testList + policy, ...texts });
  const result = await publishConfirmed(folder, { now });
  expect(result).toMatchObject({ outcome: "published", version: 1, changes: [{ kind: "initial" }] });
  const verified = await verifyOut(folder, now, result.pin);
  expect(verified.trust).toBe("verified");
  expect(verified.manifest.files.policies).toHaveLength(2);
  expect(verified.feed.policies?.[0]).not.toHaveProperty("files");
  expect(verified.feed).not.toHaveProperty("publish");
  expect(result.written.slice(-2)).toEqual(["head.json", "log/checkpoint"]);
});

test("a change is announced with its dates, and told", async () => {
  const folder = await authoringFolder();
  const { pin } = await publishConfirmed(folder, { now });
  await write(folder, { "trust-center.yaml": changedList });
  const result = await publishConfirmed(folder, { now: now + day });
  expect(result.changes).toMatchObject([
    {
      kind: "added",
      announced: "2026-01-11T12:00:00Z",
      mode: "announcement",
      effective: "2026-02-11T00:00:00Z",
      window: { opens: "2026-01-11T12:00:00Z", deadline: "2026-01-25T23:59:59Z" },
      content: [{ op: "put", item: { id: "mail-two" } }],
    },
  ]);
  expect(result.notice?.text).toContain("Objection deadline: 25 Jan 2026, 23:59 UTC");
  const { feed } = await verifyOut(folder, now + day, pin);
  expect(feed.subprocessors.map(({ id }) => id)).toEqual(["cloud-one"]);
  expect(feed.open?.map(({ id }) => id)).toEqual(["2.1"]);
});

test("a day that comes needs no version: the files for people follow, and the list is folded at the next change", async () => {
  const folder = await authoringFolder();
  const { pin } = await publishConfirmed(folder, { now });
  await write(folder, { "trust-center.yaml": changedList });
  await publishConfirmed(folder, { now: now + day });
  const table = () => readFile(join(outIn(folder), "subprocessors.csv"), "utf8");
  expect(await table()).toMatch(/^planned,2026-02-11,.*Mail Two/m);
  const after = now + 40 * day;
  const renewed = await publishConfirmed(folder, { now: after });
  expect(renewed).toMatchObject({ outcome: "refreshed", version: 2, changes: [] });
  expect(renewed.written).toContain("subprocessors.csv");
  expect(await table()).toMatch(/^active,.*Mail Two/m);
  await write(folder, { "trust-center.yaml": `${changedList}    description: More\n` });
  expect((await publishConfirmed(folder, { now: after })).changes).toMatchObject([{ id: "3.1", kind: "purpose" }]);
  const { feed } = await verifyOut(folder, after, pin);
  expect(feed.subprocessors.map(({ id }) => id)).toEqual(["cloud-one", "mail-two"]);
  expect(feed).not.toHaveProperty("open");
});

test("the same input and clock give the same bytes, with a changed list too", async () => {
  const folders = [await authoringFolder(), await authoringFolder()];
  for (const folder of folders) {
    await publishConfirmed(folder, { now });
    await write(folder, { "trust-center.yaml": changedList + policy, ...texts });
    await publishConfirmed(folder, { now: now + day });
  }
  const [one, other] = await Promise.all(folders.map((folder) => readTree(outIn(folder))));
  expect(Object.keys(one ?? {}).length).toBeGreaterThan(15);
  expect(one).toEqual(other);
});

describe("where nothing changed", () => {
  test("nothing is written, and another order of members is no change", async () => {
    const folder = await authoringFolder();
    await publishConfirmed(folder, { now });
    const before = await readTree(outIn(folder));
    const [, ...entry] = testList.split("  - id: cloud-one\n");
    await write(folder, {
      "trust-center.yaml": testList.replace(
        "  - id: cloud-one\n    name: Cloud One\n",
        "  - name: Cloud One\n    id: cloud-one\n",
      ),
    });
    expect(entry).toHaveLength(1);
    expect(await publishConfirmed(folder, { now })).toMatchObject({ outcome: "unchanged", written: [] });
    expect(await readTree(outIn(folder))).toEqual(before);
  });

  test("later, only the files that say as of when they are say another time", async () => {
    const folder = await authoringFolder();
    await publishConfirmed(folder, { now });
    const before = await readTree(outIn(folder));
    const asOf = ["latest.json", "index.html"];
    expect(await publishConfirmed(folder, { now: now + day })).toMatchObject({ outcome: "unchanged", written: asOf });
    const after = await readTree(outIn(folder));
    expect(JSON.parse(after["latest.json"] ?? "")).toMatchObject({ version: 1, asOf: "2026-01-11T12:00:00Z" });
    for (const path of asOf) after[path] = before[path] ?? "";
    expect(after).toEqual(before);
  });

  test("a timestamp older than a third of its life is renewed", async () => {
    const folder = await authoringFolder();
    const { pin } = await publishConfirmed(folder, { now });
    expect(await publishConfirmed(folder, { now: now + 9 * day })).toMatchObject({ outcome: "unchanged" });
    expect(await publishConfirmed(folder, { now: now + 11 * day })).toMatchObject({
      outcome: "refreshed",
      written: ["latest.json", "index.html", "head.json"],
    });
    expect((await verifyOut(folder, now + 11 * day, pin)).timestamp.version).toBe(2);
    expect(await publishConfirmed(folder, { now: now + 11 * day, forceRefresh: true })).toMatchObject({
      outcome: "refreshed",
    });
  });

  test("manifest and root are renewed before they expire, under the same pin", async () => {
    const folder = await authoringFolder();
    const { pin } = await publishConfirmed(folder, { now });
    let at = now;
    for (let month = 0; month < 30; month++) {
      at += 25 * day;
      await publishConfirmed(folder, { now: at });
      expect((await verifyOut(folder, at, pin)).feed.version).toBe(1);
    }
    expect((await verifyOut(folder, at, pin)).roots.length).toBeGreaterThan(1);
  });

  test("derived files that were damaged are mended", async () => {
    const folder = await authoringFolder();
    await publishConfirmed(folder, { now });
    await writeFile(join(outIn(folder), "subprocessors.csv"), "x");
    await unlink(join(outIn(folder), "log/checkpoint"));
    const { written } = await publishConfirmed(folder, { now });
    expect(written).toEqual(["subprocessors.csv", "log/checkpoint"]);
  });
});

describe("refusals write nothing", () => {
  const published = async () => {
    const folder = await authoringFolder();
    await publishConfirmed(folder, { now });
    await write(folder, { "trust-center.yaml": changedList });
    return folder;
  };

  test("errors in the list", async () => {
    const folder = await authoringFolder({ "trust-center.yaml": `${testList}    status: x\n` });
    await expect(publishConfirmed(folder, { now })).rejects.toBeInstanceOf(CheckError);
    await expect(stat(outIn(folder))).rejects.toThrow();
  });

  test.each([
    ["a tampered head", "head.json", (text: string) => text.replace('"payload":"ey', '"payload":"eX')],
    ["a head that is no JSON", "head.json", () => "{"],
  ])("%s", async (_what, path, tamper) => {
    const folder = await published();
    const target = join(outIn(folder), path);
    await writeFile(target, tamper(await readFile(target, "utf8")));
    const before = await readTree(outIn(folder));
    await expect(publishConfirmed(folder, { now: now + day })).rejects.toBeInstanceOf(BrokenTreeError);
    expect(await readTree(outIn(folder))).toEqual(before);
  });

  test("a feed, a history or a policy that is missing", async () => {
    for (const folderName of ["feed", "history"]) {
      const folder = await published();
      await rm(join(outIn(folder), folderName), { recursive: true });
      await expect(publishConfirmed(folder, { now: now + day })).rejects.toBeInstanceOf(BrokenTreeError);
    }
  });

  test("a head that was lost after later versions", async () => {
    const folder = await published();
    await publishConfirmed(folder, { now: now + day });
    await unlink(join(outIn(folder), "head.json"));
    await expect(publishConfirmed(folder, { now: now + 2 * day })).rejects.toBeInstanceOf(BrokenTreeError);
  });

  test("another key, another address, an earlier clock", async () => {
    const folder = await published();
    expect(await codeOf(publishConfirmed(folder, { now: now - day }))).toBe("clock");
    await write(folder, { "trust-center.yaml": changedList.replace("acme.example/.well", "other.example/.well") });
    expect(await codeOf(publishConfirmed(folder, { now: now + day }))).toBe("wrong-feed");
    await write(folder, { "trust-center.yaml": changedList });
    const other = (await readFile(join(folder, "trust-center.key.pem"), "utf8")).replace("MRE", "MRF");
    await writeFile(join(folder, "trust-center.key.pem"), other);
    expect(await codeOf(publishConfirmed(folder, { now: now + day }))).toBe("key-refused");
  });

  test("an abort", async () => {
    const folder = await published();
    const before = await readTree(outIn(folder));
    await expect(publishConfirmed(folder, { now: now + day, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await readTree(outIn(folder))).toEqual(before);
  });

  test("a dry run", async () => {
    const folder = await authoringFolder();
    const would = await publishFolder(folder, { now, dryRun: true });
    expect(would).toMatchObject({ outcome: "published", version: 1, written: [] });
    // The first publish makes the root, and with it the pin: another run would make another.
    expect([would.pin, would.tag]).toEqual([undefined, undefined]);
    await expect(stat(outIn(folder))).rejects.toThrow();
  });
});

test("a first publish that was killed keeps its root, and so its pin", async () => {
  const folder = await authoringFolder();
  const { pin } = await publishConfirmed(folder, { now });
  await unlink(join(outIn(folder), "head.json"));
  await unlink(join(folder, "trust-center.published.json"));
  const again = await publishConfirmed(folder, { now: now + day });
  expect(again.pin).toBe(pin);
  await verifyOut(folder, now + day, pin);
});

test("an entry that left the list may still be named by what replaces it", async () => {
  const folder = await authoringFolder();
  await publishConfirmed(folder, { now });
  const replacement = testList.replace(
    "  - id: cloud-one\n    name: Cloud One",
    "  - id: other\n    name: Quite Different\n    replaces: [cloud-one]",
  );
  await write(folder, { "trust-center.yaml": replacement });
  const { changes } = await publishConfirmed(folder, { now: now + day });
  expect(changes).toMatchObject([
    {
      kind: "replaced",
      content: [
        { op: "put", item: { id: "other", replaces: ["cloud-one"] } },
        { op: "drop", id: "cloud-one" },
      ],
    },
  ]);
  // When the day has come it is in nobody's list any more.
  for (const at of [now + day, now + 60 * day]) {
    expect(await publishConfirmed(folder, { now: at })).toMatchObject({ changes: [], version: 2 });
  }
});

test("the checkpoint states the head's log, and every version's feed stays", async () => {
  const folder = await authoringFolder();
  await publishConfirmed(folder, { now });
  await write(folder, { "trust-center.yaml": changedList });
  await publishConfirmed(folder, { now: now + day });
  const files = await readTree(outIn(folder));
  expect(Object.keys(files).filter((path) => path.startsWith("feed/"))).toHaveLength(2);
  expect(parseCheckpoint(await readFile(join(outIn(folder), "log/checkpoint"), "utf8")).size).toBe(2);
});

const formatted = `publish: { feed: "${feed}" }
publisher: { name: Acme, languages: [en] }
intro: |-
  ## Overview

  See [regions](https://acme.example/regions). We are told of changes by:

  - e-mail to \`list@acme.example\`
  - this page
sections:
  - { id: how, title: How we choose, text: "By **audit**: <https://acme.example/audit>" }
subprocessors: [{ id: a, name: Alpha, purposes: ["Runs \`api.acme.example\`"] }]
`;

test("headings, links, lists and code beside the list are carried, and shown by every copy for reading", async () => {
  const folder = await authoringFolder({ "trust-center.yaml": formatted });
  await publishConfirmed(folder, { now });
  const { feed: list } = await verifyOut(folder, now);
  expect((list.intro as ProseTree).children.map(({ type }) => type)).toEqual(["heading", "paragraph", "list"]);
  const page = await readFile(join(outIn(folder), "index.html"), "utf8");
  expect(page).toContain("<h4>Overview</h4>");
  expect(page).toContain('See <a href="https://acme.example/regions">regions</a>.');
  expect(page).toContain("<ul><li>e-mail to <code>list@acme.example</code></li><li>this page</li></ul>");
  expect(page).toContain('By <strong>audit</strong>: <a href="https://acme.example/audit">');
  expect(page).toContain("Runs <code>api.acme.example</code>");
  expect(await readFile(join(outIn(folder), "subprocessors.csv"), "utf8")).toContain("Runs api.acme.example");
});

test("who is replaced is named in the notice, though the list to come lacks it", async () => {
  const two = `${changedList}`;
  const folder = await authoringFolder({ "trust-center.yaml": two });
  await publishConfirmed(folder, { now });
  const [first = "", second = ""] = two.split("  - id: mail-two");
  expect(second).not.toBe("");
  await write(folder, { "trust-center.yaml": `${first.trimEnd()}\n    replaces: [mail-two]\n` });
  const { notice } = await publishConfirmed(folder, { now: now + day });
  expect(notice?.text).toContain("Replaces: Not stated → Mail Two");
});

test("a form given to words is a correction, a link put into them is a change", async () => {
  const folder = await authoringFolder({ "trust-center.yaml": formatted });
  await publishConfirmed(folder, { now });
  const edit = (from: string, to: string) => write(folder, { "trust-center.yaml": formatted.replace(from, to) });
  expect(await publishConfirmed(folder, { now: now + day })).toMatchObject({ outcome: "unchanged" });
  await edit("this page", "**this** page");
  const wording = await publishConfirmed(folder, { now: now + 2 * day });
  expect(wording.changes).toMatchObject([{ kind: "corrected", mode: "correction" }]);
  await edit("this page", "[this](https://acme.example/other) page");
  const fact = await publishConfirmed(folder, { now: now + 3 * day });
  expect(fact.changes).toMatchObject([{ kind: "list", mode: "immediate" }]);
});
