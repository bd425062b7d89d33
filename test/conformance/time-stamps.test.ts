import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { outIn } from "@trust-center/authoring/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { online } from "../../packages/cli/src/testing/online.ts";
import { runAsGiven } from "../../packages/cli/src/testing/run.ts";
import { type Authority, startAuthority } from "../../packages/sdk/src/testing/authority.ts";

let authority: Authority;
beforeAll(async () => {
  authority = await startAuthority();
});
afterAll(() => authority.close());
beforeEach(() => {
  authority.answer = undefined;
});

/** A vendor whose settings name the authority, and who publishes by the clock of this machine, as authorities do. */
async function stamping(url = authority.url) {
  const vendor = await online();
  const { folder, pin, list } = vendor;
  const set = (more: string) =>
    writeFile(
      join(folder, "trust-center.yaml"),
      list.replace("publisher:", `  timeStampAuthority: { url: "${url}", certificates: ./tsa.pem }\npublisher:`) + more,
    );
  await writeFile(join(folder, "tsa.pem"), authority.root.pem);
  await set("");
  const run = async (...words: string[]) => {
    const { code, stdout, stderr } = await runAsGiven(folder, words);
    return { code, text: stdout + stderr };
  };
  const publish = async (name: string) => {
    await set(`  - { id: ${name}, name: ${name}, groups: [infrastructure], purposes: [Support] }\n`);
    return run("publish", "--yes", "--json");
  };
  const read = (...words: string[]) => run(...words, "--pin", pin, "--tsa-certificates", "tsa.pem");
  return { ...vendor, set, run, publish, read };
}

const warningsOf = (text: string) =>
  (JSON.parse(text.slice(text.indexOf("{"))).warnings as string[]).filter((one) => one.includes("time stamp"));

test("publish asks, keeps the token, and readers see since when a change was provably public", async () => {
  const { folder, address, run, publish, read } = await stamping();
  const published = await publish("Desk");
  expect(published.code).toBe(0);
  expect(JSON.parse(published.text)).toMatchObject({ timeStamp: { authority: "Test Time Stamps" } });
  expect(JSON.parse(published.text).written).toContain("log/stamped/2");
  const before = authority.asked;
  expect((await run("refresh")).text).toContain("Time stamp: Test Time Stamps saw this state of the log on");
  expect(authority.asked).toBe(before);
  expect((await read("prove", "2.1", address, "--out", "c.tlog-proof")).text).toMatch(
    /^Announced .*; provably public by .*, Test Time Stamps$/m,
  );
  const saved = await read("as-of", JSON.parse(published.text).published, address, "--save", "p.json");
  expect([saved.code, saved.text]).toEqual([0, expect.stringContaining("provably public by")]);
  const offline = await read("as-of", JSON.parse(await readFile(join(folder, "p.json"), "utf8")).at, "p.json");
  expect([offline.code, offline.text]).toEqual([0, expect.stringMatching(/provably public by .*, Test Time Stamps/)]);
});

test("a token that is not of this log, or that nobody trusts, dates nothing; verify of the folder names it", async () => {
  const { folder, address, publish, read, run } = await stamping();
  await publish("Desk");
  const path = join(outIn(folder), "log/stamped/2");
  const token = await readFile(path);
  expect((await run("verify", ".")).code).toBe(0);
  await writeFile(join(folder, "tsa.pem"), (await authority.issue("Stranger", "authority")).pem);
  const proof = ["prove", "2.1", address, "--out", "c.tlog-proof"];
  expect((await read(...proof)).text).not.toContain("provably public by");
  await writeFile(join(folder, "tsa.pem"), authority.root.pem);
  await writeFile(path, token.subarray(0, -1));
  expect((await read(...proof)).text).not.toContain("provably public by");
  expect((await run("verify", ".")).text).toContain("log/stamped/2 is not what was signed");
  await run("refresh");
  expect((await read(...proof)).text).toContain("provably public by");
});

test("an authority that gives none is a warning with what to do, and the version is published", async () => {
  const { publish, run, set } = await stamping();
  authority.answer = (_request, response) => void response.writeHead(503).end();
  const broken = await publish("Desk");
  expect([broken.code, JSON.parse(broken.text).outcome]).toEqual([0, "published"]);
  expect(warningsOf(broken.text)).toEqual([expect.stringMatching(/HTTP status 503\. .*trust-center refresh/)]);
  authority.answer = (_request, response) => void response.end("<html>");
  expect(warningsOf((await run("refresh", "--json")).text)).toEqual([expect.stringContaining("in DER")]);
  authority.answer = undefined;
  expect(warningsOf((await run("refresh", "--json")).text)).toEqual([]);
  await set("");
  const before = authority.asked;
  await run("publish", "--yes", "--offline");
  expect(authority.asked).toBe(before);
});

test("settings that cannot be used are told by `check`, and wrong certificates are wrong usage", async () => {
  const { folder, address, run, read } = await stamping("ftp://tsa.example/");
  expect((await run("check")).text).toContain("an http:// or https:// address");
  const { set, run: other, folder: second } = await stamping();
  await writeFile(join(second, "tsa.pem"), "no certificate");
  expect((await other("check")).text).toContain("certificates in PEM");
  await writeFile(join(second, "tsa.pem"), authority.own.pem);
  await set("");
  expect((await other("check")).text).toContain("0 errors");
  await writeFile(join(folder, "tsa.pem"), "no certificate");
  expect(await read("prove", "1.1", address)).toMatchObject({ code: 2, text: expect.stringContaining("tsa.pem: ") });
});
