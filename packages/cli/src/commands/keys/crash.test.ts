import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { outIn, readTree, temporaryFolder } from "@trust-center/authoring/testing";
import { expect, test } from "vitest";
import { online } from "../../testing/online.ts";
import { runIn } from "../../testing/run.ts";

const main = fileURLToPath(new URL("../../main.ts", import.meta.url));
const dieAt = pathToFileURL(fileURLToPath(new URL("../../testing/die-at.ts", import.meta.url))).href;
const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;

/** Runs a command that is killed before its nth change of the disk; true where it lived to its end. */
async function livesThrough(folder: string, words: string[], change: number): Promise<boolean> {
  const child = spawn(process.execPath, ["--conditions=source", "--import", dieAt, main, ...words], {
    cwd: folder,
    env: { ...process.env, DIE_AT: String(change) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code, signal] = await once(child, "close");
  if (signal === null) expect(code).toBe(0);
  return signal === null;
}

interface Kills {
  words: string[];
  /** Makes a published folder ready for the command. */
  before?: (vendor: Awaited<ReturnType<typeof online>>) => Promise<unknown>;
  /** Every how many changes of the disk it is killed in the short form: no more than the command makes. */
  step: number;
  /** What the command says when it is run once more, beside that it is done. */
  again?: string;
  /** Looks at the folder when all is done. */
  after?: (folder: string) => Promise<unknown>;
}

/** `pnpm kills`: before every single change. */
const isLong = process.env.KILLS === "all";

/**
 * Kills a command before one change of the disk after the other, and goes on each time; in the short form before some,
 * others in each run. Returns how many there are.
 */
async function killedEverywhere({ words, before, step, again, after }: Kills): Promise<number> {
  const vendor = await online();
  await before?.(vendor);
  const stride = isLong ? 1 : step;
  let change = 1 + Math.floor(Math.random() * stride);
  let kills = 0;
  for (let lived = false; !lived; change += stride) {
    const folder = await temporaryFolder();
    await cp(vendor.folder, folder, { recursive: true });
    lived = await livesThrough(folder, words, change);
    if (!lived) kills += 1;
    const run = (...more: string[]) => runIn(folder, more);
    const verify = async (day: number) => (await run("verify", ".", "--pin", vendor.pin, "--now", at(day))).code;
    // `recover` begins where nothing is published.
    if (words[0] !== "recover") expect([change, await verify(13)]).toEqual([change, 0]);
    const { code, stderr } = await run(...words);
    const isDone = code === 0 || (again !== undefined && stderr.includes(again));
    expect([change, isDone ? "" : stderr]).toEqual([change, ""]);
    expect(await run("publish", "--force-refresh", "--now", at(14))).toMatchObject({ code: 0, stderr: "" });
    expect([change, await verify(15)]).toEqual([change, 0]);
    expect(Object.keys(await readTree(outIn(folder))).filter((path) => /(^|\/)\./.test(path))).toEqual([]);
    await after?.(folder);
    await rm(folder, { recursive: true });
  }
  // A run that killed nothing would prove nothing.
  expect(kills).toBeGreaterThan(0);
  return change;
}

/** Killed before each change of the disk, a command leaves a tree that verifies, and can be run again. */
const killed = { timeout: isLong ? 1_800_000 : 180_000 };

test("keys rotate, killed", killed, async () => {
  const words = ["keys", "rotate", "--role", "timestamp", "--now", at(12)];
  expect(await killedEverywhere({ words, step: 12 })).toBeGreaterThan(12);
});

test("keys apply, killed", killed, async () => {
  const before = async ({ folder }: { folder: string }) => {
    await runIn(folder, ["keys", "rotate", "--role", "receipt", "--propose", "p.json", "--now", at(12)]);
    await runIn(folder, ["keys", "sign", "p.json", "--key", "trust-center.key.pem", "--yes"]);
  };
  const words = ["keys", "apply", "p.json", "--now", at(12)];
  expect(await killedEverywhere({ words, before, step: 10, again: "root 2 is published" })).toBeGreaterThan(6);
});

test("recover, killed", killed, async () => {
  const web = await temporaryFolder();
  const before = async ({ folder }: { folder: string }) => {
    await cp(outIn(folder), web, { recursive: true });
    await rm(join(folder, "public"), { recursive: true });
  };
  const words = ["recover", "--from", web, "--now", at(12)];
  expect(await killedEverywhere({ words, before, step: 24 })).toBeGreaterThan(12);
});

test("recover from a list with an older timestamp, killed: the next one counts on all the same", killed, async () => {
  const [web, backup] = [await temporaryFolder(), await temporaryFolder()];
  const before = async ({ folder }: { folder: string }) => {
    const [out, path] = [outIn(folder), join(folder, "trust-center.yaml")];
    await cp(out, backup, { recursive: true });
    await writeFile(path, `${await readFile(path, "utf8")}    description: More\n`);
    await runIn(folder, ["publish", "--now", at(11)]);
    await cp(out, web, { recursive: true });
    await rm(out, { recursive: true });
    await cp(backup, out, { recursive: true });
    // On a machine that knows nothing but the tree and its key: timestamps 2 to 5 over the older list.
    const words = ["refresh", "--out", out, "--key", join(folder, "trust-center.key.pem"), "--now", at(12)];
    for (let count = 0; count < 4; count++) await runIn(await temporaryFolder(), words);
  };
  const after = async (folder: string) => {
    const { timestamp } = JSON.parse(await readFile(join(outIn(folder), "head.json"), "utf8"));
    expect(JSON.parse(Buffer.from(timestamp.payload, "base64url").toString()).version).toBe(6);
  };
  const words = ["recover", "--from", web, "--now", at(12)];
  expect(await killedEverywhere({ words, before, step: 16, after })).toBeGreaterThan(12);
});

test("cosign, killed", killed, async () => {
  const before = async ({ folder, address, pin }: { folder: string; address: string; pin: string }) => {
    await runIn(folder, ["keys", "new", "w.key.pem"]);
    const own = ["--key", "w.key.pem", "--name", "witness.example/w1", "--state", "seen", "--now", at(11)];
    const { stdout } = await runIn(folder, ["witness", address, "--pin", pin, ...own, "--json"]);
    const { checkpoint, verifierKey } = JSON.parse(stdout);
    await writeFile(join(folder, "note"), checkpoint);
    const yaml = await readFile(join(folder, "trust-center.yaml"), "utf8");
    await writeFile(
      join(folder, "trust-center.yaml"),
      yaml.replace("publish:\n", `publish:\n  witnesses: ["${verifierKey}"]\n`),
    );
  };
  expect(await killedEverywhere({ words: ["cosign", "note", "--now", at(12)], before, step: 10 })).toBeGreaterThan(4);
});
