import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { start, temporaryFolder, write } from "@trust-center/authoring/testing";
import { mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";
import { readStateFile, stateFile } from "@trust-center/sdk/file-store";
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

test("this machine is asked by HTTP where its line has no scheme, as at the terminal", async () => {
  const { run, folder, vendors } = await watching(2);
  const [first, second] = vendors as [ServedVendor, ServedVendor];
  const bare = ({ address }: ServedVendor) => address.slice("http://".length);
  await write(folder, { "feeds.txt": `${bare(first)} ${first.pin}\n${new URL(second.address).host} ${second.pin}\n` });
  const { stdout } = await run();
  expect(stdout).toMatch(/\n2 vendors: 2 new\n$/);
  expect(stdout).toContain(first.address);
});

test("a change is told in words, and has an exit code for those who ask", async () => {
  const { run, vendors } = await watching(2);
  await run();
  await vendors[0]?.publish(mockChange(), now);
  const { code, stdout } = await run("--exit-code");
  expect(code).toBe(6);
  expect(stdout).toContain(`Acme (${vendors[0]?.address})`);
  expect(stdout).toContain("New: Mail Two");
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
  const { code, stdout } = await run("--json", "--now", later, "--timeout", "PT10S");
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
  const state = await readStateFile(join(folder, "feeds.txt.state.json"));
  for (const address of before.slice(0, 20))
    expect(await state.read(address)).toMatchObject({ state: { feed: address } });
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

const later = (days: number) => new Date(now + days * day).toISOString();

test("deadlines are at the top of the report, the nearest first, then what is wrong, then news", async () => {
  const { run, vendors } = await watching(6);
  const [gone, news, soon, sooner, quiet] = vendors as ServedVendor[];
  await soon?.publish(mockChange(), now + 2 * day);
  await sooner?.publish(mockChange(), now + day);
  for (const vendor of vendors) await vendor.refresh(now + 20 * day);
  await run("--now", later(20), "--warn-before", "PT1H");
  await news?.publish(mockContent({ title: "Title" }), now + 26 * day);
  for (const vendor of [soon, sooner, quiet, vendors[5]]) await vendor?.refresh(now + 26 * day);
  Object.assign(gone ?? {}, { trick: "gone" });
  const { stdout } = await run("--now", later(26));
  const headings = stdout.split("\n").filter((line) => line.startsWith("Acme (http"));
  expect(headings.map((line) => vendors.findIndex(({ address }) => line.includes(`(${address})`))).slice(0, 4)).toEqual(
    [vendors.indexOf(sooner as ServedVendor), vendors.indexOf(soon as ServedVendor), 0, 1],
  );
});

test("a window that is open fails --fail-on open on each day of it, the last one too, and deadline on one alone", async () => {
  const { run, vendors } = await watching(2);
  await vendors[1]?.publish(mockChange(), now);
  await run();
  const codes = async (kind: string, ...days: number[]) => {
    const found: number[] = [];
    for (const at of days) {
      for (const vendor of vendors) await vendor.refresh(now + at * day - 1000);
      found.push((await run("--now", later(at), "--fail-on", kind)).code);
    }
    return found;
  };
  expect(await codes("open", 1, 2, 27)).toEqual([1, 1, 1]);
  expect(await codes("deadline", 28, 29, 30)).toEqual([0, 0, 0]);
  expect(await codes("open", 30, 31)).toEqual([1, 0]);
});

test("not one vendor reached is this machine's network before it is theirs", async () => {
  const { run, vendors } = await watching(3);
  await run();
  for (const vendor of vendors) vendor.trick = "gone";
  expect((await run()).stdout).toContain("Not one vendor was reached: look at this machine's own network");
  (vendors[0] as ServedVendor).trick = undefined;
  expect((await run()).stdout).not.toContain("Not one vendor");
});

describe("watch status", () => {
  test("says what is open from the state alone, while a watch has it open too, and changes nothing", async () => {
    const { run, vendors, folder } = await watching(3);
    await vendors[1]?.publish(mockChange(), now);
    await run();
    for (const vendor of vendors) vendor.trick = "hang";
    const state = join(folder, "feeds.txt.state.json");
    const before = await readFile(state, "utf8");
    const watch = stateFile(state);
    await watch.read("");
    const status = (...more: string[]) => runIn(folder, ["watch", "status", "feeds.txt", ...more]);
    const all = await status("--now", later(20));
    expect(all).toMatchObject({ code: 0, stderr: "" });
    expect(all.stdout).toContain("! Objections until 9 Feb 2026, 23:59 UTC (10 days left): New: Mail Two");
    expect(all.stdout).toContain("• In effect on 10 Feb 2026: New: Mail Two");
    expect(all.stdout).toContain("3 vendors: 1 window open, 1 change to come, 0 not well, 0 never verified");
    const open = await status("--open", "--now", later(30), "--fail-on", "open");
    expect(open.code).toBe(1);
    expect(open.stdout).toContain("(last day)");
    expect(open.stdout.match(/http:/g)).toHaveLength(1);
    expect(await status("--open", "--now", later(31), "--fail-on", "open")).toMatchObject({
      code: 0,
      stdout: "3 vendors: 0 windows open, 0 changes to come, 0 not well, 0 never verified\n",
    });
    await watch.close();
    expect(await readFile(state, "utf8")).toBe(before);
  });

  test("as data, with its own --state and --now", async () => {
    const { run, vendors, folder } = await watching(2);
    await vendors[0]?.publish(mockChange(), now);
    await run("--state", "other.json");
    const words = ["watch", "status", "feeds.txt", "--state", "other.json", "--open", "--json", "--now", later(1)];
    const { code, stdout } = await runIn(folder, words);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      type: "status",
      at: later(1).replace(".000", ""),
      vendors: [
        {
          vendor: { address: vendors[0]?.address },
          version: 2,
          trust: "verified",
          open: { windows: [{ deadline: "2026-02-09T23:59:59Z", change: { id: "2.1" } }], coming: [{ id: "2.1" }] },
        },
      ],
    });
  });

  test("of vendors never seen says so, and of a state that is none refuses", async () => {
    const { folder } = await watching(1);
    expect((await runIn(folder, ["watch", "status", "feeds.txt"])).stdout).toContain("Never verified");
    await write(folder, { "feeds.txt.state.json": "precious" });
    expect((await runIn(folder, ["watch", "status", "feeds.txt"])).code).toBe(2);
    expect((await runIn(folder, ["watch", "status", "feeds.txt", "--fail-on", "fire"])).code).toBe(2);
  });
});

describe("a list in YAML", () => {
  test("names vendors, and says how they are watched", async () => {
    const { vendors, folder } = await watching(2);
    const [a, b] = vendors as [ServedVendor, ServedVendor];
    const subprocessors = [{ id: "b", name: "Bee", feed: { url: b.address, pin: b.pin } }];
    await a.publish(mockContent({ subprocessors }), now);
    const host = new URL(a.address).origin;
    await write(folder, { "list.yaml": `vendors:\n  - { address: "${host}", pin: ${a.pin}, name: Ay }\nchains: 1\n` });
    const run = (...more: string[]) => runIn(folder, ["watch", "list.yaml", "--once", "--now", start, ...more]);
    // What a feed names is of the public internet, or somebody says that it need not be.
    const refused = await run();
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining("--private-links")]);
    const { code, stdout } = await run("--private-links", "--state", "other.json");
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
