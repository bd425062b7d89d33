import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createSigner, generatePrivateKey, toLogKey } from "@trust-center/feed";
import { load } from "@trust-center/sdk";
import { expect, test } from "vitest";
import { runIn } from "../testing/run.ts";
import { at, watched, witnessName } from "../testing/watched.ts";

/** A verifier key of somebody who signs nothing here (RFC 8032, §7.1, TEST 1). */
const other = "other.example/w+5f12d40a+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

async function withPolicy(rule: (key: string) => string) {
  const vendor = await watched();
  await writeFile(join(vendor.folder, "my.policy"), rule(vendor.verifierKey));
  const verify = (...more: string[]) =>
    runIn(vendor.folder, ["verify", vendor.address, "--pin", vendor.pin, "--now", at(13), ...more]);
  return { ...vendor, verify };
}

const two = (threshold: string) => (key: string) =>
  `witness W1 ${key}\nwitness W2 ${other}\ngroup both ${threshold} W1 W2\nquorum both\n`;

test("a quorum that is met is said, and one that is not has an exit code of its own", async () => {
  const { verify, cosign } = await withPolicy(two("any"));
  const before = await verify("--policy", "my.policy");
  expect(before).toMatchObject({ code: 7, stderr: expect.stringContaining("0 of 2 witnesses have signed") });
  await cosign(12);
  const met = await verify("--policy", "my.policy");
  expect(met).toMatchObject({ code: 0, stderr: "" });
  expect(met.stdout).toContain(`✓ Witness ${witnessName}: saw this state of the log on ${at(12)}`);
  expect(met.stdout).toContain("✓ Witnesses: 1 of 2 have signed this state of the log; asked for: 1");
});

test("an unmet quorum is no attack: what is wrong is said in numbers, and as data", async () => {
  const { verify, cosign } = await withPolicy(two("all"));
  await cosign(12);
  const { code, stdout } = await verify("--policy", "my.policy", "--json");
  expect(code).toBe(7);
  expect(JSON.parse(stdout).problem).toMatchObject({
    code: "unwitnessed",
    message: expect.stringContaining("1 of 2 witnesses have signed this state of the log; 2 are asked for."),
    evidence: { expected: "2", found: [{ name: witnessName, at: at(12) }] },
  });
});

test("a policy that is none is wrong usage, by its file and line; so are a policy and keys", async () => {
  const { verify, folder, verifierKey } = await withPolicy(two("3"));
  expect(await verify("--policy", "my.policy")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("my.policy: Line 3 of the policy: Expected all, any, or a number from 1 to 2"),
  });
  expect(await verify("--policy", "none.policy")).toMatchObject({ code: 2 });
  await writeFile(join(folder, "my.policy"), "quorum none\n");
  expect(await verify("--policy", "my.policy")).toMatchObject({ code: 0, stderr: "" });
  expect(await verify("--policy", "my.policy", "--witness", verifierKey)).toMatchObject({ code: 2 });
  expect(await verify("--witness", "x")).toMatchObject({ code: 2, stderr: expect.stringContaining("--witness: ") });
});

test("a log that the policy does not list is said to be so; the one that `keys log` prints is listed", async () => {
  const { verify, folder } = await withPolicy(() => "");
  const { stdout } = await runIn(folder, ["keys", "log", "--json"]);
  const [listed] = JSON.parse(stdout).keys as string[];
  await writeFile(join(folder, "my.policy"), `log ${listed}\nquorum none\n`);
  expect(await verify("--policy", "my.policy")).toMatchObject({ code: 0, stderr: "" });
  await writeFile(join(folder, "my.policy"), `log ${await strangersLog()}\nquorum none\n`);
  expect(await verify("--policy", "my.policy")).toMatchObject({
    code: 7,
    stderr: expect.stringContaining("a log of the policy (stranger.example/log)"),
  });
});

async function strangersLog() {
  const { publicKey: key } = await createSigner(await generatePrivateKey());
  return toLogKey({ origin: "stranger.example/log", key });
}

test("a program hands a policy to `load`, as text or read", async () => {
  const { address, pin, cosign, verifierKey } = await withPolicy(two("any"));
  const reading = { pin, now: () => Date.parse(at(13)), logPolicy: two("any")(verifierKey) };
  await expect(load(address, reading)).rejects.toMatchObject({ code: "unwitnessed" });
  await cosign(12);
  expect((await load(address, reading)).witnessed).toEqual([{ name: witnessName, at: at(12) }]);
  await expect(load(address, { ...reading, minWitnesses: 1 })).rejects.toMatchObject({ code: "malformed" });
});

test("watch takes the policy of a vendor, of the list, or an option's", async () => {
  const { folder, address, pin, cosign } = await withPolicy(two("any"));
  const watch = async (list: object, ...more: string[]) => {
    await writeFile(join(folder, "vendors.json"), JSON.stringify(list));
    const { code, stdout, stderr } = await runIn(folder, ["watch", "vendors.json", "--once", "--now", at(13), ...more]);
    return { code, text: stdout + stderr };
  };
  const vendor = { address, pin };
  const unmet = { code: 7, text: expect.stringContaining("✗ Not witnessed as asked for (unwitnessed): 0 of 2") };
  expect(await watch({ vendors: [{ ...vendor, policy: "my.policy" }] })).toMatchObject(unmet);
  expect(await watch({ vendors: [vendor], policy: "my.policy" })).toMatchObject(unmet);
  expect(await watch({ vendors: [vendor] }, "--policy", "my.policy")).toMatchObject(unmet);
  expect(await watch({ vendors: [{ ...vendor, policy: "my.policy", minWitnesses: 1 }] })).toMatchObject({ code: 2 });
  expect(await watch({ vendors: [{ ...vendor, policy: "none.policy" }] })).toMatchObject({ code: 2 });
  await cosign(12);
  const met = await watch({ vendors: [{ ...vendor, policy: "my.policy" }] }, "--json");
  expect(met.code).toBe(0);
  expect(met.text).not.toContain("quorum");
});

test("cosign takes the witnesses of a policy", async () => {
  const { folder, look } = await withPolicy(two("any"));
  const { stdout } = await look(12, "--json");
  await writeFile(join(folder, "w1.checkpoint"), JSON.parse(stdout).checkpoint);
  expect((await runIn(folder, ["cosign", "w1.checkpoint", "--now", at(13)])).code).toBe(2);
  const taken = await runIn(folder, ["cosign", "w1.checkpoint", "--policy", "my.policy", "--now", at(13)]);
  expect(taken).toMatchObject({ code: 0, stdout: expect.stringContaining(`✓ ${witnessName} saw this state`) });
});
