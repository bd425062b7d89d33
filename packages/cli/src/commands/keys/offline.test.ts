import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { authoringFolder, outIn, temporaryFolder, testList } from "@trust-center/authoring/testing";
import { createSigner, fromPem, signEnvelope } from "@trust-center/feed";
import { expect, test } from "vitest";
import { runIn } from "../../testing/run.ts";

const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;

/** A published feed whose root takes two of three keys, each on a machine of its own. */
async function threeHolders() {
  const folder = await authoringFolder({ "trust-center.yaml": testList });
  const { pin } = JSON.parse((await runIn(folder, ["publish", "--now", at(10), "--json"])).stdout);
  await runIn(folder, ["keys", "split", "--now", at(11)]);
  const holders = new Map<string, string>();
  for (const name of ["a", "b", "c"]) {
    const machine = await temporaryFolder();
    await runIn(machine, ["keys", "new", "root.key.pem"]);
    holders.set(name, machine);
  }
  const machineOf = (name: string) => holders.get(name) as string;
  /** Carries a file to a machine, signs it there, and brings it back under a name. */
  const signAt = async (name: string, proposal: string, back = proposal) => {
    await cp(join(folder, proposal), join(machineOf(name), "carried.json"));
    const signed = await runIn(machineOf(name), ["keys", "sign", "carried.json", "--key", "root.key.pem", "--yes"]);
    await cp(join(machineOf(name), "carried.json"), join(folder, back));
    return signed;
  };
  await mkdir(join(folder, "public-keys"));
  for (const [name, machine] of holders) {
    await cp(join(machine, "root.pub.json"), join(folder, `public-keys/${name}.pub.json`));
  }
  const run = (...words: string[]) => runIn(folder, words);
  const verify = (day: number) => run("verify", ".", "--pin", pin, "--state", "seen", "--now", at(day));
  return { folder, pin, run, verify, signAt, machineOf };
}

/** Hands the root role over to two of the three. The old root key is on the machine, the new ones are not. */
async function handOver({ run, signAt, folder }: Awaited<ReturnType<typeof threeHolders>>) {
  for (const name of ["a", "b", "c"]) {
    await run(
      "keys",
      "add",
      `public-keys/${name}.pub.json`,
      "--role",
      "root",
      "--propose",
      `${name}.json`,
      "--now",
      at(12),
    );
    await signAt(name, `${name}.json`);
    expect(await run("keys", "apply", `${name}.json`, "--now", at(12))).toMatchObject({ code: 0, stderr: "" });
  }
  expect((await run("keys", "threshold", "root", "2", "--now", at(13))).code).toBe(0);
  await signAt("a", "root-6.proposal.json");
  expect((await run("keys", "apply", "root-6.proposal.json", "--now", at(13))).code).toBe(0);
  const { keys } = JSON.parse((await run("keys", "list", "--json", "--now", at(13))).stdout) as {
    keys: { kid: string; at?: string }[];
  };
  const old = keys.find(({ at }) => at?.endsWith("trust-center.key.pem"))?.kid as string;
  await run("keys", "retire", old, "--propose", "retire.json", "--now", at(14));
  await signAt("a", "retire.json");
  await signAt("b", "retire.json");
  expect((await run("keys", "apply", "retire.json", "--now", at(14))).code).toBe(0);
  await rm(join(folder, "trust-center.key.pem"));
}

test("two of three key holders, each on a machine of its own, under the pin of the first day", async () => {
  const world = await threeHolders();
  const { run, verify, signAt } = world;
  expect((await verify(11)).code).toBe(0);
  await handOver(world);
  expect((await verify(15)).stdout).toContain("✓ Roots: 7 of 7");
  // In turn, the one file.
  const proposed = await run("keys", "rotate", "--role", "timestamp", "--now", at(16));
  expect(proposed.stdout).toContain("Root 8 is proposed in root-8.proposal.json; nothing is published yet.");
  const first = await signAt("c", "root-8.proposal.json");
  expect(first.stdout).toContain("Carry it to the next key holder.");
  const early = await run("keys", "apply", "root-8.proposal.json", "--now", at(16));
  expect(early.code).toBe(1);
  expect((await signAt("a", "root-8.proposal.json")).stdout).toContain("Complete.");
  expect((await run("keys", "apply", "root-8.proposal.json", "--now", at(17))).code).toBe(0);
  expect((await verify(18)).stdout).toContain("✓ Roots: 8 of 8");
  // Apart, two copies.
  await run("keys", "renew", "--propose", "renew.json", "--now", at(19));
  await signAt("a", "renew.json", "from-a.json");
  await signAt("b", "renew.json", "from-b.json");
  expect((await run("keys", "apply", "from-a.json", "from-b.json", "--now", at(20))).code).toBe(0);
  expect((await verify(21)).code).toBe(0);
  // A proposal that was overtaken.
  const late = await run("keys", "apply", "from-a.json", "--now", at(22));
  expect(late.code).toBe(1);
  expect(late.stderr).toContain("Propose the change again");
});

test("what a key holder signs is read first, by nobody else's key, and unchanged", async () => {
  const world = await threeHolders();
  const { folder, run, machineOf, signAt } = world;
  await run("keys", "add", "public-keys/a.pub.json", "--role", "root", "--propose", "p.json", "--now", at(12));
  await cp(join(folder, "p.json"), join(machineOf("a"), "p.json"));
  const unread = await runIn(machineOf("a"), ["keys", "sign", "p.json", "--key", "root.key.pem"]);
  expect(unread).toMatchObject({ code: 2, stdout: expect.stringContaining("+ root: key ") });
  const stranger = await signAt("b", "p.json", "nothing.json");
  expect(stranger.code).toBe(2);
  expect(stranger.stderr).toContain("Nothing was signed");
  await signAt("a", "p.json");
  // Whoever carries it cannot change it.
  const proposal = JSON.parse(await readFile(join(folder, "p.json"), "utf8"));
  const root = JSON.parse(Buffer.from(proposal.root.payload, "base64url").toString());
  const greedy = { ...root, expires: "2099-01-01T00:00:00Z" };
  proposal.root.payload = Buffer.from(JSON.stringify(greedy)).toString("base64url");
  await writeFile(join(folder, "greedy.json"), JSON.stringify(proposal));
  const before = await readFile(join(outIn(folder), "head.json"), "utf8");
  // The old root key is at hand, and must not sign what nobody has read.
  const { stdout } = await run("keys", "apply", "greedy.json", "--now", at(13), "--json");
  expect(JSON.parse(stdout).gathered).toMatchObject([{ signed: [] }, { signed: [] }]);
  expect(await readFile(join(outIn(folder), "head.json"), "utf8")).toBe(before);
});

test("a broken signature in the file does not keep the holder's own from it, nor from the published root", async () => {
  const { folder, run, signAt, verify } = await threeHolders();
  await run("keys", "add", "public-keys/a.pub.json", "--role", "root", "--propose", "p.json", "--now", at(12));
  await signAt("a", "p.json");
  const proposal = JSON.parse(await readFile(join(folder, "p.json"), "utf8"));
  const [{ signature }] = proposal.root.signatures;
  proposal.root.signatures[0].signature = signature.replace(/^.{9}/, "AAAAAAAAA");
  await writeFile(join(folder, "p.json"), JSON.stringify(proposal));
  expect((await signAt("a", "p.json")).stdout).toContain("✓ 1 of 1 keys of the proposed root have signed");
  await run("keys", "sign", "p.json", "--key", "trust-center.key.pem", "--yes");
  expect(await run("keys", "apply", "p.json", "--now", at(13))).toMatchObject({ code: 0, stderr: "" });
  expect((await verify(14)).code).toBe(0);
});

test("a holder sees every key of the root, whatever the file says of the one before", async () => {
  const { folder, run, machineOf } = await threeHolders();
  await run("keys", "add", "public-keys/a.pub.json", "--role", "root", "--propose", "p.json", "--now", at(12));
  // The carrier has the file say that the thief's key was there before: as a difference it would not show.
  const proposal = JSON.parse(await readFile(join(folder, "p.json"), "utf8"));
  const [key, kid] = await createPrivateSigner(machineOf("b"));
  const read = (envelope: { payload: string }) => JSON.parse(Buffer.from(envelope.payload, "base64url").toString());
  const [before, after] = [read(proposal.previous), read(proposal.root)];
  for (const root of [before, after]) {
    root.keys[kid] = key.publicKey;
    root.roles.root.kids.push(kid);
  }
  proposal.previous = await signEnvelope(new TextEncoder().encode(JSON.stringify(before)), "root", [key]);
  proposal.root.payload = Buffer.from(JSON.stringify(after)).toString("base64url");
  await writeFile(join(folder, "forged.json"), JSON.stringify(proposal));
  const shown = await run("keys", "sign", "forged.json", "--key", "trust-center.key.pem");
  expect(shown.stdout).not.toContain(`+ root: key ${kid}`);
  expect(shown.stdout).toMatch(new RegExp(`root +1 of 3 .*${kid}`));
  // And where one signs it nevertheless, it follows a root that nobody published.
  await run("keys", "sign", "forged.json", "--key", "trust-center.key.pem", "--yes");
  const applied = await run("keys", "apply", "forged.json", "--now", at(13));
  expect([applied.code, applied.stderr]).toEqual([1, expect.stringContaining("follows another root")]);
});

async function createPrivateSigner(machine: string) {
  const signer = await createSigner(await fromPem(await readFile(join(machine, "root.key.pem"), "utf8")));
  return [signer, signer.kid] as const;
}

test("before the first publish only a root 1 of the folder's own feed is taken, under the pin of its bytes", async () => {
  const { folder, run } = await threeHolders();
  await run("keys", "add", "public-keys/a.pub.json", "--role", "root", "--propose", "second.json", "--now", at(12));
  const fresh = await authoringFolder({ "trust-center.yaml": testList });
  await cp(join(folder, "second.json"), join(fresh, "second.json"));
  const second = await runIn(fresh, ["keys", "apply", "second.json", "--now", at(13)]);
  expect([second.code, second.stderr]).toEqual([1, expect.stringContaining("no root is published")]);
  const own = (...words: string[]) => runIn(fresh, words);
  await own("keys", "renew", "--propose", "first.json", "--now", at(13));
  // Somebody else's tool writes the same root with its members in another order.
  const proposal = JSON.parse(await readFile(join(fresh, "first.json"), "utf8"));
  const { type, ...rest } = JSON.parse(Buffer.from(proposal.root.payload, "base64url").toString());
  proposal.root.payload = Buffer.from(JSON.stringify({ ...rest, type })).toString("base64url");
  await writeFile(join(fresh, "first.json"), JSON.stringify(proposal));
  const signed = await own("keys", "sign", "first.json", "--key", "trust-center.key.pem", "--yes");
  const elsewhere = await authoringFolder({ "trust-center.yaml": testList.replace("acme.example", "other.example") });
  await cp(join(fresh, "first.json"), join(elsewhere, "first.json"));
  const other = await runIn(elsewhere, ["keys", "apply", "first.json", "--now", at(13), "--json"]);
  expect([other.code, JSON.parse(other.stdout).error.code]).toEqual([2, "wrong-feed"]);
  expect((await own("keys", "apply", "first.json", "--now", at(13))).code).toBe(0);
  const { pin } = JSON.parse((await own("publish", "--now", at(14), "--json")).stdout);
  expect(signed.stdout).toContain(`Its pin would be ${pin}`);
});
