import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  authoringFolder,
  changedList,
  outIn,
  publishConfirmed,
  start,
  temporaryFolder,
  testList,
  write,
} from "@trust-center/authoring/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { createServeHandler } from "../serve/handler.ts";
import { runIn } from "../testing/run.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse(start);

/** Two versions: 2026-01-10 with Cloud One, 2026-01-20 with Mail Two announced until 2026-02-20. */
async function published(list = testList, changed = changedList) {
  const folder = await authoringFolder({ "trust-center.yaml": list });
  const { pin } = await publishConfirmed(folder, { now });
  await write(folder, { "trust-center.yaml": changed });
  await publishConfirmed(folder, { now: now + 10 * day });
  return { folder, pin, out: outIn(folder) };
}

async function online() {
  let handle: ReturnType<typeof createServeHandler> | undefined;
  const server = createServer((request, response) => void handle?.(request, response));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/trust-center/`;
  const at = (list: string) => list.replace("https://acme.example/.well-known/trust-center/", address);
  const site = await published(at(testList), at(changedList));
  handle = createServeHandler(site.out, address);
  return { ...site, address, stop: () => server.close() };
}

describe("a folder", () => {
  test("shows the list of a day, and how long it applied", async () => {
    const { folder, pin } = await published();
    const first = await runIn(folder, ["as-of", "2026-01-15", ".", "--pin", pin]);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("Acme as of 2026-01-15T23:59:59Z: version 1");
    expect(first.stdout).toContain("It applied from 2026-01-10T12:00:00Z, until 2026-01-20T12:00:00Z.");
    expect(first.stdout).toContain("Cloud One: in use");
    expect(first.stdout).not.toContain("Mail Two");
    const second = await runIn(folder, ["as-of", "2026-01-20T12:00:00Z", "."]);
    expect(second.stdout).toContain("Mail Two: announced, not yet in use");
    expect(second.stdout).toContain("First seen");
    for (const { stdout } of [first, second]) expect(stdout).not.toContain("The proof is in");
  });

  test("is an archive: nothing in it expires, and it speaks until it was signed last", async () => {
    const { folder, pin } = await published();
    const late = { env: { TRUST_CENTER_NOW: "2036-01-01T00:00:00Z" } };
    expect((await runIn(folder, ["as-of", "2026-01-15", ".", "--pin", pin], late)).code).toBe(0);
    const beyond = await runIn(folder, ["as-of", "2026-01-21", ".", "--pin", pin], late);
    expect([beyond.code, beyond.stderr]).toEqual([2, expect.stringContaining("2026-01-20T12:00:00Z")]);
  });

  test("says who is to leave, that a list had no entries, and that the newest is not replaced", async () => {
    const emptied = testList.replace(/subprocessors:[\s\S]*/, "subprocessors: []\n");
    const folder = await authoringFolder();
    await publishConfirmed(folder, { now });
    await write(folder, {
      "trust-center.yaml": `${emptied}announce: [{ subject: cloud-one, effective: 2026-03-31T00:00:00Z }]\n`,
    });
    const { pin } = await publishConfirmed(folder, { now: now + 10 * day });
    const ask = async (when: string, at: string) => {
      await runIn(folder, ["refresh", "--now", at]);
      return (await runIn(folder, ["as-of", when, ".", "--now", at])).stdout;
    };
    const leaving = await ask("2026-01-20T12:00:00Z", "2026-01-21T00:00:00Z");
    expect(leaving).toContain("  Cloud One: in use, to be removed\n    Purposes: Hosting\n");
    expect(leaving).toContain("and is not replaced as of 2026-01-21T00:00:00Z.\n");
    expect(leaving).toContain(`First seen: no pin was given. Compare ${pin} with the vendor's, then pass --pin\n`);
    const left = await ask("2026-04-01", "2026-04-02T00:00:00Z");
    expect(left).toContain("\nThe list had no entries.\n");
  });

  test("under another pin fails as verify does", async () => {
    const { folder } = await published();
    const { code, stderr } = await runIn(folder, ["as-of", "2026-01-15", ".", "--pin", `sha256-${"A".repeat(43)}`]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("✗ Pin")]);
  });

  test.each([
    ["2026-01-09", "2026-01-10T12:00:00Z"],
    ["tomorrow", "2026-03-01"],
  ])("%s is wrong usage", async (when, said) => {
    const { folder } = await published();
    const { code, stderr } = await runIn(folder, ["as-of", when, "."]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });
});

describe("a change of an entry that is in use", () => {
  const stage = (places: string) => `publish: { feed: "https://acme.example/.well-known/trust-center/" }
publisher: { name: Acme, languages: [en] }
noticeTerms: { noticePeriod: P30D, objectionPeriod: P30D, appliesTo: [added, location] }
subprocessors:
  - { id: cloud, name: Example Cloud, purposes: [Hosting], since: 2020-01, locations: [${places}] }
`;

  test("is announced until its day, and in no answer before", async () => {
    const folder = await authoringFolder({ "trust-center.yaml": stage("{ country: US }") });
    await publishConfirmed(folder, { now: Date.parse("2026-01-01T00:00:00Z") });
    await write(folder, { "trust-center.yaml": stage("{ country: US }, { country: SG }") });
    const { pin } = await publishConfirmed(folder, { now: Date.parse("2026-02-01T00:00:00Z") });
    const ask = async (when: string, now: string) => {
      await runIn(folder, ["refresh", "--now", now]);
      const { code, stdout } = await runIn(folder, ["as-of", when, ".", "--pin", pin, "--now", now]);
      expect(code).toBe(0);
      return stdout.slice(stdout.indexOf("  Example Cloud"), stdout.indexOf("✓")).trim();
    };
    expect(await ask("2026-02-02", "2026-02-03T00:00:00Z")).toBe(
      [
        "Example Cloud: in use since Jan 2020",
        "    Purposes: Hosting",
        "    Locations: United States",
        "    Announced: Change of location, in effect 4 Mar 2026, 00:00 UTC: Location: United States → United States; Singapore",
      ].join("\n"),
    );
    // On its day, without another publish.
    expect(await ask("2026-03-04T00:00:00Z", "2026-03-04T00:00:00Z")).toBe(
      ["Example Cloud: in use since Jan 2020", "    Purposes: Hosting", "    Locations: United States; Singapore"].join(
        "\n",
      ),
    );
    expect(await ask("2026-03-03", "2026-03-05T00:00:00Z")).toContain("Locations: United States\n");
    const again = await runIn(folder, ["publish", "--now", "2026-04-01T00:00:00Z"]);
    expect(again.stdout).toContain("Nothing changed since version 2");
    expect(await ask("2026-04-01", "2026-04-02T00:00:00Z")).toContain("in use since Jan 2020");
  });

  test("is one of each kind for a member, where a group's facts change", async () => {
    const list = (country: string, data: string) => `publish: { feed: "https://acme.example/.well-known/trust-center/" }
publisher: { name: Acme, languages: [en] }
noticeTerms: { noticePeriod: P30D, objectionPeriod: P30D, appliesTo: [added, location, data] }
groups: [{ id: all, title: All, common: { locations: [{ country: ${country} }], dataCategories: [{ items: [${data}] }] } }]
subprocessors:
  - { id: cloud, name: Example Cloud, groups: [all], purposes: [Hosting] }
`;
    const folder = await authoringFolder({ "trust-center.yaml": list("DE", "Names") });
    await publishConfirmed(folder, { now: Date.parse("2026-01-01T00:00:00Z") });
    await write(folder, { "trust-center.yaml": list("US", "Health records") });
    const { stdout } = await runIn(folder, ["publish", "--now", "2026-02-01T00:00:00Z"]);
    expect(stdout).toContain("2 changes to the list");
    for (const kind of ["data", "location"]) {
      const told = stdout.slice(stdout.indexOf(`Change of ${kind}: Example Cloud`));
      expect(told).toMatch(
        /^Change of .*\n.*→.*\n.*\n +In effect: 4 Mar 2026.*\n +Objection deadline: 3 Mar 2026, 23:59 UTC/,
      );
    }
    const { stdout: meanwhile } = await runIn(folder, ["as-of", "2026-02-02", ".", "--now", "2026-02-03T00:00:00Z"]);
    expect(meanwhile).toContain("Locations: Germany\n");
  });
});

describe("an address", () => {
  test("is asked with and without its path; what takes effect by itself is in use", async () => {
    const { address, pin, folder } = await online();
    const ask = (target: string) =>
      runIn(folder, ["as-of", "2026-02-25", target, "--pin", pin, "--now", "2026-02-16T00:00:00Z", "--json"]);
    expect((await ask(address)).code).toBe(2);
    const late = (target: string) =>
      runIn(folder, ["as-of", "2026-02-19T00:00:00Z", target, "--pin", pin, "--now", "2026-02-19T00:00:00Z", "--json"]);
    expect((await late(address)).code).toBe(0);
    const bare = JSON.parse((await late(new URL(address).origin)).stdout);
    expect(bare).toMatchObject({ trust: "verified", freshness: "fresh", version: 2, address });
    expect(bare.entries.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
      ["cloud-one", "active"],
      ["mail-two", "planned"],
    ]);
  });

  test("that cannot be reached has its own exit code; with a memory the last copy answers, as stale", async () => {
    const { address, pin, folder, stop } = await online();
    const arguments_ = ["as-of", "2026-01-20T13:00:00Z", address, "--pin", pin, "--now", "2026-01-22T00:00:00Z"];
    expect((await runIn(folder, [...arguments_, "--state", "seen"])).code).toBe(0);
    stop();
    expect((await runIn(folder, arguments_)).code).toBe(3);
    const stale = await runIn(folder, [...arguments_, "--state", "seen"]);
    expect([stale.code, stale.stdout]).toEqual([4, expect.stringContaining("version 2")]);
  });

  test("a saved proof is held against the feed of today", async () => {
    const { folder, address, pin, stop } = await online();
    const ask = (...more: string[]) =>
      runIn(folder, ["as-of", "2026-01-15", ...more, "--pin", pin, "--now", "2026-01-22T00:00:00Z"]);
    await ask(address, "--save", "proof.json");
    expect((await ask("proof.json")).stdout).toContain("Today's history: not asked");
    const held = await ask("proof.json", "--online");
    expect([held.code, held.stdout]).toEqual([0, expect.stringContaining("✓ Today's history")]);
    const proof = JSON.parse(await readFile(join(folder, "proof.json"), "utf8"));
    await writeFile(join(folder, "proof.json"), JSON.stringify({ ...proof, entry: proof.next, next: undefined }));
    expect((await ask("proof.json", "--online")).code).toBe(1);
    expect((await ask(address, "--online")).code).toBe(2);
    stop();
    await writeFile(join(folder, "proof.json"), JSON.stringify(proof));
    expect((await ask("proof.json", "--online")).code).toBe(3);
  });
});

describe("a saved proof", () => {
  test("says of each step what it showed, of the newest entry that it is that", async () => {
    const { folder, pin } = await published();
    const at = "2026-01-20T12:00:00Z";
    await runIn(folder, ["as-of", at, ".", "--pin", pin, "--save", "newest.json"]);
    await runIn(folder, ["as-of", "2026-01-15", ".", "--pin", pin, "--save", "older.json"]);
    const steps = async (when: string, file: string) =>
      (await runIn(folder, ["as-of", when, file, "--pin", pin])).stdout.split("\n");
    const signed = `✓ Signatures: the vendor vouched for this log on ${at}; in an archive nothing expires`;
    const included = "✓ Inclusion: the entry that names this list by its SHA-256 stands in that log";
    expect(await steps(at, "newest.json")).toEqual(
      expect.arrayContaining([signed, included, "✓ Succession: it is the newest entry of that log"]),
    );
    expect(await steps("2026-01-15", "older.json")).toEqual(
      expect.arrayContaining([signed, included, `✓ Succession: the entry after it is of ${at}`]),
    );
    expect((await steps(at, "newest.json")).join("\n")).toContain(
      "Today's history: not asked. Keys that were stolen since could have signed this; --online tells",
    );
  });

  test.each([
    [
      ["as-of", "2026-01-15", "older.json", "--save", "b.json"],
      "Expected no --save for a proof that is saved already.",
    ],
    [["as-of", "2026-01-15", ".", "--online"], "Expected --online with a saved proof, found an address or a folder."],
  ])("%j is wrong usage", async (line, said) => {
    const { folder, pin } = await published();
    await runIn(folder, ["as-of", "2026-01-15", ".", "--pin", pin, "--save", "older.json"]);
    const { code, stderr } = await runIn(folder, line);
    expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
  });

  async function saved() {
    const { folder, pin } = await published();
    const { code, stdout } = await runIn(folder, ["as-of", "2026-01-15", ".", "--pin", pin, "--save", "proof.json"]);
    expect([code, stdout]).toEqual([0, expect.stringContaining("proof.json")]);
    const elsewhere = await temporaryFolder();
    await writeFile(join(elsewhere, "proof.json"), await readFile(join(folder, "proof.json")));
    await rm(join(folder, "public"), { recursive: true });
    const ask = (when: string, ...more: string[]) =>
      runIn(elsewhere, ["as-of", when, "proof.json", ...more], { env: { TRUST_CENTER_NOW: "2040-01-01T00:00:00Z" } });
    return { elsewhere, pin, ask };
  }

  test("is verified offline, in years", async () => {
    const { pin, ask } = await saved();
    const found = await ask("2026-01-15", "--pin", pin);
    expect(found).toMatchObject({ code: 0, stderr: "" });
    expect(found.stdout).toContain("version 1 of the list");
    expect(found.stdout).toContain("✓ Succession: the entry after it is of 2026-01-20T12:00:00Z");
    // It speaks for the whole time in which its list applied, and for no other.
    expect((await ask("2026-01-12", "--pin", pin)).code).toBe(0);
    for (const when of ["2026-01-09", "2026-01-21"]) expect((await ask(when, "--pin", pin)).code).toBe(2);
  });

  test("with one changed letter fails", async () => {
    const { elsewhere, pin, ask } = await saved();
    const text = await readFile(join(elsewhere, "proof.json"), "utf8");
    await writeFile(join(elsewhere, "proof.json"), text.replace("Cloud One", "Cloud Two"));
    const { code, stderr } = await ask("2026-01-15", "--pin", pin);
    expect([code, stderr]).toEqual([1, expect.stringContaining("✗ Contents")]);
    await writeFile(join(elsewhere, "proof.json"), "nothing");
    expect((await ask("2026-01-15", "--pin", pin)).code).toBe(2);
  });
});
