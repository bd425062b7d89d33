import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { authoringFolder, outIn, temporaryFolder, testList } from "@trust-center/authoring/testing";
import {
  createSigner,
  generatePrivateKey,
  parseCheckpoint,
  parseLogKey,
  parseVerifierKey,
  toVerifierKey,
  verifyCosignatures,
} from "@trust-center/feed";
import { memoryStore } from "@trust-center/sdk";
import { expect, onTestFinished, test } from "vitest";
import { runAsGiven } from "../testing/run.ts";
import { witnessMemory } from "../witness/memory.ts";
import { serveWitness } from "../witness/server.ts";

const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;
const name = "witness.example/w1";

/** A vendor with a key for its log, and a witness that is really served and knows that key. */
async function asked({ logKey = true, online = true } = {}) {
  const folder = await authoringFolder();
  let day = 10;
  const run = (...words: string[]) => {
    const yes = words[0] === "publish" ? ["--yes"] : [];
    return runAsGiven(folder, [...words, ...yes, "--now", at(day), "--json"]);
  };
  const made = JSON.parse((await run("keys", "log", ...(logKey ? ["--new"] : []))).stdout);
  const log = await parseLogKey(made.keys[0]);
  const signer = await createSigner(await generatePrivateKey());
  const answers: [status: number, size: number | undefined][] = [];
  const server = await serveWitness(
    { name, signer, logs: [log], memory: witnessMemory(memoryStore(), signer.publicKey) },
    {
      port: 0,
      host: "127.0.0.1",
      now: () => Date.parse(at(day)),
      onAnswer: ({ status, size }) => answers.push([status, size]),
    },
  );
  onTestFinished(() => server.close());
  const key = await toVerifierKey({ name, key: signer.publicKey });
  const settings = (url = `${server.url}/`) =>
    `${logKey ? `  logKey: ${made.setting}\n` : ""}  witnesses: [{ key: "${key}", url: "${url}" }]\n`;
  const set = (url?: string, more = "") =>
    writeFile(
      join(folder, "trust-center.yaml"),
      `${testList.replace("publisher:", `${settings(url)}publisher:`)}${more}`,
    );
  await set(online ? undefined : "http://127.0.0.1:1/");
  const checkpoint = () => readFile(join(outIn(folder), "log/checkpoint"), "utf8");
  const cosigned = async () =>
    verifyCosignatures(await checkpoint(), [await parseVerifierKey(key)], Date.parse(at(28)));
  const on = (next: number) => {
    day = next;
  };
  return { folder, run, on, set, server, answers, cosigned, checkpoint, key };
}

/** Warnings of a command that went well. The feed's own address is reached by nobody here. */
function warningsOf({ code, stdout }: { code: number; stdout: string }): string[] {
  expect(code).toBe(0);
  const { warnings } = JSON.parse(stdout) as { warnings: string[] };
  return warnings.filter((text) => text.includes("witness"));
}

test("publish and refresh bring the witness's statement with them, through new versions and new roots", async () => {
  const { run, on, set, answers, cosigned } = await asked();
  expect(warningsOf(await run("publish"))).toEqual([]);
  expect(await cosigned()).toEqual([{ name, at: at(10) }]);
  // What is signed already is not asked for again.
  expect(warningsOf(await run("publish"))).toEqual([]);
  expect(answers).toEqual([[200, 1]]);
  on(11);
  await set(undefined, "    description: More\n");
  expect(warningsOf(await run("publish"))).toEqual([]);
  expect([await cosigned(), answers.at(-1)]).toEqual([[{ name, at: at(11) }], [200, 2]]);
  on(12);
  expect((await run("keys", "rotate", "--role", "manifest")).code).toBe(0);
  expect(await cosigned()).toEqual([{ name, at: at(11) }]);
  on(13);
  expect(warningsOf(await run("refresh"))).toEqual([]);
  expect(await cosigned()).toEqual([{ name, at: at(13) }]);
  expect(answers.map(([status]) => status)).toEqual([200, 200, 200]);
});

test("--offline asks nobody", async () => {
  const { run, answers } = await asked();
  await run("publish", "--offline");
  await run("refresh", "--offline");
  expect(answers).toEqual([]);
});

test("a size that is not known here is asked for: after versions that it did not see", async () => {
  const { run, on, set, answers, cosigned } = await asked();
  await run("publish");
  on(11);
  await set(undefined, "    description: More\n");
  await run("publish", "--offline");
  on(12);
  expect(warningsOf(await run("publish"))).toEqual([]);
  expect([await cosigned(), answers]).toEqual([
    [{ name, at: at(12) }],
    [
      [200, 1],
      [409, 2],
      [200, 2],
    ],
  ]);
});

test("a folder that is older than what the witness saw is said to be, and published all the same", async () => {
  const { folder, run, on, set, cosigned } = await asked();
  await run("publish");
  const backup = await temporaryFolder();
  await cp(folder, backup, { recursive: true });
  on(11);
  await set(undefined, "    description: More\n");
  await run("publish");
  // With all of its memory.
  await rm(folder, { recursive: true });
  await cp(backup, folder, { recursive: true });
  on(12);
  expect(warningsOf(await run("refresh"))).toEqual([expect.stringMatching(/size 2, and here it has 1.*recover/)]);
  // Another version of the same size is another history.
  await set(undefined, "    description: Less\n");
  expect(warningsOf(await run("publish"))).toEqual([expect.stringContaining("another history")]);
  expect(await cosigned()).toEqual([]);
});

test("a witness that does not answer, or does not know the key, is a warning that says what to do", async () => {
  const gone = await asked({ online: false });
  expect(warningsOf(await gone.run("publish"))).toEqual([expect.stringContaining("trust-center refresh")]);
  const rotated = await asked({ logKey: false });
  expect(warningsOf(await rotated.run("publish"))).toEqual([]);
  rotated.on(11);
  expect((await rotated.run("keys", "rotate", "--role", "manifest")).code).toBe(0);
  const yaml = await readFile(join(rotated.folder, "trust-center.yaml"), "utf8");
  await writeFile(join(rotated.folder, "trust-center.yaml"), `${yaml}    description: More\n`);
  expect(warningsOf(await rotated.run("publish"))).toEqual([expect.stringContaining("trust-center keys log")]);
});

test.each([
  [200, "— witness.example/w1 AAAA\n", "has no line by its key"],
  [200, "", "has no line by its key"],
  [200, "x".repeat(20_000), "at most"],
  [409, "1e9\n", "a size that is none"],
  [409, "0\n", "Others ask it"],
  [409, "1\n", "another history"],
  [302, "", "status 302"],
  [500, "\u001b[31m", "status 500"],
])("an answer of a dishonest or broken witness (%i, %j) publishes nothing of it", async (status, body, said) => {
  const { run, set, checkpoint } = await asked();
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(status, { location: "/" }).end(body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  await set(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  expect(warningsOf(await run("publish"))).toEqual([expect.stringContaining(said)]);
  // The manifest's line, and the one of the log's own key.
  expect(parseCheckpoint(await checkpoint()).signatures).toHaveLength(2);
});

test("a wrong key of a witness is told by `check`, with its place, before anything is published", async () => {
  const { folder, run, key } = await asked();
  const check = async (witnesses: string) => {
    const list = testList.replace("publisher:", `  witnesses: ${witnesses}\npublisher:`);
    await writeFile(join(folder, "trust-center.yaml"), list);
    const { code, stdout } = await run("check");
    const [error] = JSON.parse(stdout).errors as { path: string; found: string; line: number }[];
    return { code, error };
  };
  expect(await check(`["${key}"]`)).toEqual({ code: 0, error: undefined });
  const other = key.replace(/\+[0-9a-f]{8}\+/, "+00000000+");
  expect(await check(`["${other}"]`)).toMatchObject({
    code: 1,
    error: { path: "publish/witnesses/0", line: 3, found: expect.stringContaining("whose id is another key's") },
  });
  expect(await check(`["${key}", { key: "witness.example/w2", url: "https://witness.example/" }]`)).toMatchObject({
    code: 1,
    error: { path: "publish/witnesses/1/key", found: "“witness.example/w2”" },
  });
  expect(await check(`["${key}", "${key}"]`)).toMatchObject({ code: 1, error: { path: "publish/witnesses/1" } });
});

test("a witness's address without TLS is refused, except on this machine", async () => {
  const { run, set } = await asked();
  await set("http://witness.example/");
  const { code, stdout } = await run("publish");
  expect([code, stdout.includes("publish/witnesses/0/url")]).toEqual([1, true]);
});
