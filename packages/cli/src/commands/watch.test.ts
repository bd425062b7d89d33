import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { start, temporaryFolder, write } from "@trust-center/authoring/testing";
import { mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";
import { describe, expect, test } from "vitest";
import { runIn } from "../testing/run.ts";
import { type ServedVendor, servedVendors } from "../testing/vendors.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse(start);
const main = fileURLToPath(new URL("../main.ts", import.meta.url));

const linesOf = (vendors: readonly ServedVendor[]) => vendors.map(({ address, pin }) => `${address} ${pin}\n`).join("");

/** Vendors, a folder with their list, and a run of the command over it. */
async function watching(count: number) {
  const vendors = await servedVendors(count, now);
  const folder = await temporaryFolder();
  await write(folder, { "feeds.txt": `# vendors\n\n${linesOf(vendors)}` });
  const run = (...more: string[]) => runIn(folder, ["watch", "feeds.txt", "--once", "--now", start, ...more]);
  return { vendors, folder, run };
}

interface Line {
  type: "report" | "summary";
  vendor: { address: string };
  outcome: string;
  findings: { kind: string; code?: string; evidence?: unknown }[];
}

const parsed = (stdout: string): Line[] =>
  stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);

test("a first run tells each vendor, a second one nothing but the count", async () => {
  const { run, folder } = await watching(3);
  const first = await run();
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout.match(/First look: version 1/g)).toHaveLength(3);
  expect(first.stdout).toMatch(/\n3 vendors: 3 new\n$/);
  expect(await run()).toMatchObject({ code: 0, stdout: "3 vendors: 3 unchanged\n", stderr: "" });
  expect((await readdir(folder)).sort()).toEqual(["feeds.txt", "feeds.txt.state.json"]);
});

test("a change is told in words, and has an exit code for those who ask", async () => {
  const { run, vendors } = await watching(2);
  await run();
  await vendors[0]?.publish(mockChange(), now);
  const { code, stdout } = await run("--exit-code");
  expect(code).toBe(6);
  expect(stdout).toContain(`Acme (${vendors[0]?.address})`);
  expect(stdout).toContain("Added: Mail Two");
  expect(stdout.match(/Objection deadline: 9 Feb 2026, 23:59 UTC/g)).toHaveLength(1);
  expect(stdout).toContain("2 vendors: 1 unchanged, 1 changed");
  expect((await run("--exit-code")).code).toBe(0);
  await vendors[1]?.publish(mockChange(), now);
  expect((await run("--fail-on", "change,deadline")).code).toBe(1);
});

test("of a hundred vendors those that hang, fork, roll back, are stale or gone are told, and no other", {
  timeout: 120_000,
}, async () => {
  const { run, vendors } = await watching(100);
  const at = (index: number) => vendors[index] as ServedVendor;
  const old = new Map(at(2).files);
  await at(2).publish(mockChange(), now);
  expect((await run()).code).toBe(0);
  at(0).trick = "hang";
  const other = await mockVendor(at(1).address, now, { signer: at(1).signer });
  await other.publish(mockContent({ title: "Another list" }), now);
  for (const [path, bytes] of other.files) at(1).files.set(path, bytes);
  for (const [path, bytes] of old) at(2).files.set(path, bytes);
  at(3).trick = "gone";
  const later = new Date(now + 31 * day).toISOString();
  for (const vendor of vendors.slice(5)) await vendor.refresh(now + 29 * day);
  const { code, stdout } = await run("--json", "--now", later, "--timeout", "PT1S");
  expect(code).toBe(1);
  const told = Object.fromEntries(
    parsed(stdout)
      .filter(({ type, findings }) => type === "report" && findings.length > 0)
      .map(({ vendor, outcome, findings }) => [vendor.address, [outcome, findings[0]?.kind, findings[0]?.code]]),
  );
  expect(told).toEqual({
    [at(0).address]: ["stale", "stale", "timeout"],
    [at(1).address]: ["failed", "failure", "fork"],
    [at(2).address]: ["failed", "failure", "rollback"],
    [at(3).address]: ["stale", "stale", "network"],
    [at(4).address]: ["stale", "stale", "expired"],
  });
  expect(parsed(stdout).at(-1)).toEqual({ type: "summary", unchanged: 95, new: 0, changed: 0, stale: 3, failed: 2 });
  const fork = parsed(stdout).find(({ vendor }) => vendor?.address === at(1).address);
  expect(fork?.findings[0]?.evidence).toMatchObject({ remembered: { payload: {} }, found: { payload: {} } });
});

describe("the exit code is of the worst", () => {
  test.each<[string, (vendors: ServedVendor[]) => void, string, number]>([
    ["not reached", ([vendor]) => void Object.assign(vendor ?? {}, { trick: "gone" }), start, 3],
    ["expired", () => {}, new Date(now + 31 * day).toISOString(), 4],
    ["changed letters", ([vendor]) => void vendor?.files.set("head.json", new Uint8Array([0x7b])), start, 1],
  ])("%s", async (_what, spoil, instant, code) => {
    const { run, vendors } = await watching(2);
    await run();
    spoil(vendors);
    expect((await run("--now", instant)).code).toBe(code);
  });
});

test("kill -9 in the middle loses no finding, and leaves a state that the next run reads", {
  timeout: 120_000,
}, async () => {
  const { vendors, folder, run } = await watching(100);
  const arguments_ = ["--conditions=source", main, "watch", "feeds.txt", "--once", "--json", "--now", start];
  const child = spawn(process.execPath, arguments_, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let printed = "";
  for await (const part of child.stdout) {
    printed += part;
    if (printed.split("\n").length > 40) child.kill("SIGKILL");
  }
  expect((await exited)[1]).toBe("SIGKILL");
  const whole = printed.slice(0, printed.lastIndexOf("\n"));
  const before = parsed(whole).map(({ vendor }) => vendor.address);
  expect(before.length).toBeLessThan(100);
  const state = JSON.parse(await readFile(join(folder, "feeds.txt.state.json"), "utf8"));
  expect(state.type).toBe("trust-center-state");
  const again = await run("--json");
  expect(again.code).toBe(0);
  const after = parsed(again.stdout)
    .filter(({ type, findings }) => type === "report" && findings.some(({ kind }) => kind === "first-look"))
    .map(({ vendor }) => vendor.address);
  expect(new Set([...before, ...after])).toEqual(new Set(vendors.map(({ address }) => address)));
  // What was handled and remembered is not told again, but for the last ones.
  expect(after.length).toBeLessThan(100);
  expect((await run()).stdout).toBe("100 vendors: 100 unchanged\n");
});

test("without --once it goes on until it is ended, and frees its state", async () => {
  const { folder } = await watching(1);
  const controller = new AbortController();
  let rounds = 0;
  const stdout = (text: string) => {
    if (/1 vendor: /.test(text) && ++rounds === 2) controller.abort();
  };
  const { code } = await runIn(folder, ["watch", "feeds.txt", "--every", "PT0S", "--now", start], {
    signal: controller.signal,
    stdout,
  });
  expect([code, rounds]).toEqual([0, 2]);
  expect(await readdir(folder)).not.toContain("feeds.txt.state.json.lock");
});

describe("a list in YAML", () => {
  test("names vendors, and says how they are watched", async () => {
    const { vendors, folder } = await watching(2);
    const [a, b] = vendors as [ServedVendor, ServedVendor];
    const subprocessors = [{ id: "b", name: "Bee", feed: { url: b.address, pin: b.pin } }];
    await a.publish(mockContent({ subprocessors }), now);
    const host = new URL(a.address).origin;
    await write(folder, { "list.yaml": `vendors:\n  - { address: "${host}", pin: ${a.pin}, name: Ay }\nchains: 1\n` });
    const { code, stdout } = await runIn(folder, ["watch", "list.yaml", "--once", "--now", start]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Ay (${a.address})`);
    expect(stdout).toContain(`Bee (${b.address}) by way of ${a.address}`);
  });

  test.each([
    ["list.yaml", "vendors:\n  - address: ftp://a\n", "list.yaml:2:14"],
    ["list.yaml", "vendors:\n  - address: a.example\n    pin: abc\n", "list.yaml:3:10"],
    ["list.yaml", "vendors:\n  - adress: a.example\n", "list.yaml:2"],
    ["list.yaml", "vendors: []\nevery: often\n", "list.yaml:2:8"],
    ["list.yaml", "vendors: []\n", "at least one vendor"],
    ["list.json", '{"vendors":[{"address":"a.example","pin":7}]}', "list.json:1:42"],
    ["feeds.txt", "# one\na.example\n  a.example abc\n", "feeds.txt:3:13"],
    ["feeds.txt", "a.example sha256-x Acme\n", "feeds.txt:1:20"],
    ["feeds.txt", "http://a.example\n", "feeds.txt:1:1"],
  ])("%s: %j is wrong at %s", async (name, text, place) => {
    const folder = await temporaryFolder();
    await write(folder, { [name]: text });
    const { code, stderr } = await runIn(folder, ["watch", name, "--once"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(place)]);
    expect(await readdir(folder)).toEqual([name]);
  });
});

test.each([
  ["--every", "often"],
  ["--chains", "-1"],
  ["--concurrency", "0"],
  ["--fail-on", "fire"],
  ["--warn-before", "P1M"],
])("%s %s is wrong usage", async (option, value) => {
  const { run } = await watching(1);
  expect((await run(option, value)).code).toBe(2);
});

test("a state that is no state is not written over", async () => {
  const { run, folder } = await watching(1);
  await write(folder, { "feeds.txt.state.json": "precious" });
  expect((await run()).code).toBe(2);
  expect(await readFile(join(folder, "feeds.txt.state.json"), "utf8")).toBe("precious");
});

describe("with --json what ends it is a line too", () => {
  const ended = { signal: AbortSignal.abort() };
  test.each([
    ["a list that is not there", ["nowhere.txt"], {}, "malformed", 2],
    ["wrong usage", ["feeds.txt", "--every", "often"], {}, "malformed", 2],
    ["a state that is no state", ["feeds.txt", "--state", "feeds.txt"], {}, "storage", 2],
    ["a state that cannot be written", ["feeds.txt", "--state", "no/folder/state.json"], {}, "ENOENT", 2],
    ["Ctrl-C", ["feeds.txt"], ended, "aborted", 130],
  ])("%s", async (_what, words, io, code, exitCode) => {
    const { folder } = await watching(1);
    const ran = await runIn(folder, ["watch", ...words, "--once", "--json", "--now", start], io);
    const lines = ran.stdout.trimEnd().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ type: "error", error: { code } });
    expect([ran.code, ran.stderr]).toEqual([exitCode, ""]);
  });
});
