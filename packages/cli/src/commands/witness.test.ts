import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { outIn, temporaryFolder, write } from "@trust-center/authoring/testing";
import { parseVerifierKey, verifyCosignatures } from "@trust-center/feed";
import { load } from "@trust-center/sdk";
import { expect, test } from "vitest";
import { runIn } from "../testing/run.ts";
import { at, witnessName as name, watched } from "../testing/watched.ts";

test("what a witness signed is published, and readers who know it see it, dated", async () => {
  const { folder, address, cosign, reading } = await watched();
  expect(await cosign(12)).toMatchObject({ code: 0, stderr: "" });
  const center = await load(address, { ...reading, minWitnesses: 1 });
  expect(center.witnessed).toEqual([{ name, at: at(12) }]);
  expect(await readFile(join(outIn(folder), "log/checkpoint"), "utf8")).toBe(center.head.checkpoint);
});

test("a refresh, and new signatures over the same log, keep it; a longer log does not", async () => {
  const { folder, address, cosign, publish, reading } = await watched();
  await cosign(12);
  await runIn(folder, ["refresh", "--now", at(13)]);
  expect((await load(address, reading)).witnessed).toHaveLength(1);
  await runIn(folder, ["keys", "split", "--now", at(14)]);
  expect((await load(address, reading)).witnessed).toHaveLength(1);
  expect((await publish(15, "    description: More\n")).code).toBe(0);
  expect((await load(address, reading)).witnessed).toEqual([]);
  await expect(load(address, { ...reading, minWitnesses: 1 })).rejects.toMatchObject({ code: "unwitnessed" });
  expect((await cosign(16)).code).toBe(0);
  expect((await load(address, { ...reading, minWitnesses: 1 })).witnessed).toEqual([{ name, at: at(16) }]);
});

test("a witness never signs a history that contradicts the one it saw", async () => {
  const { folder, look, publish, serve } = await watched();
  await publish(12, "    description: More\n");
  expect((await look(13)).code).toBe(0);
  // The same vendor, with its own keys, tells somebody else another story.
  const other = await temporaryFolder();
  const key = await readFile(join(folder, "trust-center.key.pem"), "utf8");
  await write(other, { "trust-center.key.pem": key });
  await writeFile(join(other, "trust-center.yaml"), await readFile(join(folder, "trust-center.yaml"), "utf8"));
  await runIn(other, ["publish", "--now", "2026-01-10T12:00:00Z"]);
  serve(outIn(other));
  const forked = await look(14, "--json");
  expect(forked.code).toBe(1);
  expect(["rollback", "fork", "log-inconsistent"]).toContain(JSON.parse(forked.stdout).error.code);
  expect(forked.stdout).not.toContain("— witness.example/w1");
});

test("the vendor takes no line of a stranger, of another log, or that does not verify", async () => {
  const { folder, look, publish, verifierKey } = await watched();
  const { checkpoint } = JSON.parse((await look(12, "--json")).stdout);
  await writeFile(join(folder, "note"), checkpoint);
  const cosign = (...more: string[]) => runIn(folder, ["cosign", "note", "--now", at(13), ...more]);
  expect((await cosign()).stderr).toContain("found witness.example/w1");
  await writeFile(
    join(folder, "note"),
    checkpoint.replace(/(w1 .{20})(.)/, (_: string, before: string, one: string) => before + (one === "A" ? "B" : "A")),
  );
  expect((await cosign("--witness", verifierKey)).code).toBe(1);
  await writeFile(join(folder, "note"), "x");
  expect((await cosign("--witness", verifierKey)).code).toBe(1);
  await publish(14, "    description: More\n");
  await writeFile(join(folder, "note"), checkpoint);
  const late = await runIn(folder, ["cosign", "note", "--witness", verifierKey, "--now", at(15)]);
  expect(late.stderr).toContain("Ask the witness to look again");
});

test("a bad line is not taken along with a good one, and what a witness says weekly is one line", async () => {
  const { folder, look, cosign, verifierKey } = await watched();
  const { checkpoint } = JSON.parse((await look(12, "--json")).stdout) as { checkpoint: string };
  const before = await readFile(join(outIn(folder), "head.json"), "utf8");
  for (const junk of ["AAAAAAAA", "A".repeat(4000), Buffer.alloc(76).toString("base64")]) {
    await writeFile(join(folder, "note"), `${checkpoint}— ${name} ${junk}\n`);
    expect((await runIn(folder, ["cosign", "note", "--witness", verifierKey, "--now", at(13)])).code).toBe(1);
    expect(await readFile(join(outIn(folder), "head.json"), "utf8")).toBe(before);
  }
  for (const day of [13, 20]) expect((await cosign(day)).code).toBe(0);
  const lines = (await readFile(join(outIn(folder), "log/checkpoint"), "utf8")).split("\n");
  expect(lines.filter((line) => line.startsWith(`— ${name} `))).toHaveLength(1);
});

test("where only ES256 keys sign the manifest no line is the log's, and a witness signs it all the same", async () => {
  const { folder, address, cosign, publish, reading, look } = await watched();
  expect((await runIn(folder, ["keys", "rotate", "--role", "manifest", "--alg", "ES256", "--now", at(12)])).code).toBe(
    0,
  );
  const { stdout } = await runIn(folder, ["publish", "--now", at(12), "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: "unchanged" });
  expect((await look(13)).code).toBe(0);
  expect((await publish(14, "    description: More\n")).code).toBe(0);
  expect(await readFile(join(outIn(folder), "log/checkpoint"), "utf8")).toMatch(/\n\n$/);
  expect((await cosign(15)).code).toBe(0);
  expect((await load(address, { ...reading, minWitnesses: 1, strict: true })).witnessed).toEqual([
    { name, at: at(15) },
  ]);
});

test.each(["--key", "--name", "--pin", "--state"])("without %s nothing is signed", async (option) => {
  const all = ["--key", "k", "--name", name, "--pin", `sha256-${"A".repeat(43)}`, "--state", "s"];
  const left = all.toSpliced(all.indexOf(option), 2);
  const { code, stderr } = await runIn(await temporaryFolder(), ["witness", "https://acme.example/", ...left]);
  expect([code, stderr.includes(option)]).toEqual([2, true]);
});

test("the cosigned note verifies by itself", async () => {
  const { look, verifierKey } = await watched();
  const { stdout } = await look(12);
  const witness = await parseVerifierKey(verifierKey);
  expect(await verifyCosignatures(stdout, [witness], Date.parse(at(12)))).toEqual([{ name, at: at(12) }]);
});

test("verify names the witnesses that the reader knows, and fails where too few have signed", async () => {
  const { folder, address, pin, cosign, verifierKey } = await watched();
  const verify = (...more: string[]) =>
    runIn(folder, ["verify", address, "--pin", pin, "--witness", verifierKey, "--now", at(13), ...more]);
  expect((await verify()).stdout).toContain("– Witnesses: 0 of 1 have signed");
  const unwitnessed = await verify("--min-witnesses", "1");
  expect(unwitnessed).toMatchObject({
    code: 7,
    stderr: expect.stringContaining("✗ Witnesses: 0 of 1 witnesses have signed this state of the log; 1 is asked for."),
    stdout: expect.stringContaining(`Not witnessed as asked for: ${address}`),
  });
  await cosign(12);
  expect((await verify("--min-witnesses", "1")).stdout).toContain(
    `✓ Witness ${name}: saw this state of the log on ${at(12)}`,
  );
  expect((await verify("--min-witnesses", "2")).code).toBe(2);
});
