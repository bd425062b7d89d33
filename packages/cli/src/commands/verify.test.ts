import { readdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  authoringFolder,
  changedList,
  outIn,
  publishConfirmed,
  publishLying,
  start,
  temporaryFolder,
  testKey,
  write,
} from "@trust-center/authoring/testing";
import {
  type Change,
  createSigner,
  type FeedContent,
  faults,
  fromPem,
  type Receipt,
  sha256Hex,
  signReceipt,
} from "@trust-center/feed";
import { objectionText } from "@trust-center/sdk";
import { describe, expect, test } from "vitest";
import { online } from "../testing/online.ts";
import { runIn } from "../testing/run.ts";

const now = Date.parse(start);
const later = "2026-01-20T12:00:00Z";

async function published() {
  const folder = await authoringFolder();
  const { pin } = await publishConfirmed(folder, { now });
  return { folder, pin, out: outIn(folder) };
}

const verifyIn = (cwd: string, ...more: string[]) => runIn(cwd, ["verify", ...more, "--now", later]);

describe("a folder", () => {
  test("under its pin is verified; without one it is first seen, never verified", async () => {
    const { folder, pin } = await published();
    const pinned = await verifyIn(folder, ".", "--pin", pin);
    expect(pinned).toMatchObject({ code: 0, stderr: "" });
    expect(pinned.stdout).toContain("✓ Pin");
    expect(pinned.stdout).toContain("Verified: version 1");
    const first = await verifyIn(folder, outIn(folder));
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("First seen");
    expect(first.stdout).not.toMatch(/verified/i);
  });

  test("under another pin, tampered or incomplete it fails", async () => {
    const { folder, out } = await published();
    const wrong = await verifyIn(folder, ".", "--pin", `sha256-${"A".repeat(43)}`);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("✗ Pin");
    const head = JSON.parse(await readFile(join(out, "head.json"), "utf8"));
    const feedPath = join(out, JSON.parse(Buffer.from(head.manifest.payload, "base64url").toString()).files.feed.path);
    const feed = await readFile(feedPath, "utf8");
    await writeFile(feedPath, feed.replace("Cloud One", "Cloud Two"));
    expect(await verifyIn(folder, ".", "--json")).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("hash-mismatch"),
    });
    expect((await verifyIn(folder, ".")).stderr).not.toContain("byte for byte");
    await writeFile(feedPath, JSON.stringify(JSON.parse(feed), null, 2));
    expect((await verifyIn(folder, ".")).stderr).toContain("Publishers: serve each file byte for byte.");
    await unlink(feedPath);
    expect((await verifyIn(folder, ".")).code).toBe(1);
  });

  test("a damaged memory is named by its file", async () => {
    const { folder } = await published();
    await verifyIn(folder, ".", "--state", "seen");
    const [file = ""] = await readdir(join(folder, "seen"));
    await writeFile(join(folder, "seen", file), "{");
    const { code, stderr } = await verifyIn(folder, ".", "--state", "seen");
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining(join(folder, "seen", file))]);
  });

  test("that has expired is stale", async () => {
    const { folder } = await published();
    const { code, stderr } = await runIn(folder, ["verify", ".", "--now", "2026-06-01T00:00:00Z"]);
    expect(code).toBe(4);
    expect(stderr).toContain("✗ Freshness");
  });

  test("with a memory a rollback is noticed", async () => {
    const { folder } = await published();
    const old = await readFile(join(outIn(folder), "head.json"));
    await write(folder, { "trust-center.yaml": changedList });
    await publishConfirmed(folder, { now: now + 1000 });
    expect((await verifyIn(folder, ".", "--state", "memory")).stdout).toContain("✓ Memory");
    await writeFile(join(outIn(folder), "head.json"), old);
    const { code, stderr } = await verifyIn(folder, ".", "--state", "memory");
    expect(code).toBe(1);
    expect(stderr).toContain("✗ Newness");
  });
});

describe("what the history holds against its publisher", () => {
  const mailer = { id: "mail-two", name: "Mail Two" };
  const edit = (list: FeedContent): FeedContent => ({ ...list, subprocessors: [...list.subprocessors, mailer] });

  async function lying(lie: (change: Change) => Change) {
    const { folder, pin } = await published();
    await publishLying(folder, { edit, lie, now: now + 1000 });
    return { folder, verified: (...more: string[]) => verifyIn(folder, ".", "--pin", pin, ...more) };
  }

  test("is a warning each, in words: all that was signed verifies", async () => {
    // The terms give until the 24th to object, and notice until the 10th of February.
    const { verified } = await lying(({ window: _, ...change }) => ({ ...change, effective: "2026-02-01T00:00:00Z" }));
    const { code, stdout, stderr } = await verified();
    expect(code).toBe(0);
    expect(stdout).toContain("Verified: version 2");
    const held = (["hidden-window", "too-early"] as const).map((fault) => ({ change: "2.1", fault }));
    for (const { change, fault } of held) {
      expect(stderr).toContain(`! Held against the publisher in change ${change} (${fault}): ${faults[fault]}\n`);
    }
    expect(stderr.trimEnd().split("\n")).toHaveLength(held.length);
    const told = JSON.parse((await verified("--json")).stdout);
    expect(told).toMatchObject({ trust: "verified", faults: expect.arrayContaining(held) });
    // Those who do not replay the history cannot know.
    expect(await verified("--no-strict")).toMatchObject({ code: 0, stderr: "" });
  });

  test("is nothing of an honest one", async () => {
    const { verified } = await lying((change) => change);
    expect(await verified()).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse((await verified("--json")).stdout)).not.toHaveProperty("faults");
  });

  test("a list that its history does not make is no matter of words: it fails", async () => {
    const { folder, pin } = await published();
    let said = 0;
    // The list says another thing than the log: `lie` is asked of the list's open changes first.
    const lie = (change: Change): Change => (said++ === 0 ? { ...change, window: undefined } : change);
    await publishLying(folder, { edit, lie, now: now + 1000 });
    const { code, stderr } = await verifyIn(folder, ".", "--pin", pin);
    expect([code, stderr]).toEqual([1, expect.stringContaining("✗ History")]);
  });
});

describe("an address", () => {
  test("is verified over HTTP; a failure of the network is its own exit code", async () => {
    const { address, pin, folder, stop } = await online();
    expect(await verifyIn(folder, address, "--pin", pin, "--state", "memory")).toMatchObject({ code: 0 });
    stop();
    expect((await verifyIn(folder, address, "--pin", pin)).code).toBe(3);
    // What was verified before is shown for what it is.
    const stale = await verifyIn(folder, address, "--pin", pin, "--state", "memory", "--json");
    expect([stale.code, JSON.parse(stale.stdout).trust]).toEqual([4, "stale"]);
  });

  test("over plain HTTP elsewhere is refused", async () => {
    expect((await verifyIn(await temporaryFolder(), "http://acme.example/")).code).toBe(2);
  });
});

describe("a receipt", () => {
  const objection = { name: "Ada", email: "ada@customer.example", organisation: "Customer", grounds: "No" };

  async function held() {
    const site = await online();
    await write(site.folder, { "trust-center.yaml": `${site.list}  - { id: third, name: Third }\n` });
    await publishConfirmed(site.folder, { now: Date.parse("2026-01-10T18:00:00Z") });
    const head = JSON.parse(await readFile(join(outIn(site.folder), "head.json"), "utf8"));
    const manifest = JSON.parse(Buffer.from(head.manifest.payload, "base64url").toString());
    const feed = { version: 2, sha256: manifest.files.feed.sha256 };
    const whole = { change: "2.1", feed, ...objection };
    const receipt: Receipt = {
      type: "receipt",
      feed: site.address,
      pin: site.pin,
      id: "r1",
      action: "objection-filed",
      change: "2.1",
      ...feed,
      log: manifest.log,
      filed: "2026-01-11T00:00:00Z",
      deadline: "2026-01-24T23:59:59Z",
      objection: await sha256Hex(new TextEncoder().encode(objectionText(whole))),
    };
    const signer = await createSigner(await fromPem(testKey));
    return { ...site, whole, compact: await signReceipt(receipt, signer) };
  }

  test("is verified online with its objection, and as a bare JWS", async () => {
    const { folder, pin, compact, whole } = await held();
    await write(folder, { "receipt.json": JSON.stringify({ receipt: compact, objection: whole }) });
    const full = await verifyIn(folder, "receipt.json", "--pin", pin);
    expect(full).toMatchObject({ code: 0, stderr: "" });
    expect(full.stdout).toContain("✓ Objection");
    expect(full.stdout).toContain("✓ History");
    expect((await verifyIn(folder, compact)).code).toBe(0);
    await write(folder, { "filed.json": JSON.stringify({ receipt: compact, text: objectionText(whole) }) });
    expect((await verifyIn(folder, "filed.json")).stdout).toContain("✓ Objection");
    await write(folder, { "broken.json": JSON.stringify({ receipt: compact, objection: null, text: 3 }) });
    expect((await verifyIn(folder, "broken.json")).code).toBe(1);
  });

  test("is verified offline under a published tree, long after that has expired", async () => {
    const { folder, pin, compact, stop } = await held();
    stop();
    await write(folder, { "receipt.txt": `${compact}\n` });
    const arguments_ = ["verify", "receipt.txt", "--root", ".", "--pin", pin, "--now", "2036-01-01T00:00:00Z"];
    expect((await runIn(folder, arguments_)).code).toBe(0);
    expect((await verifyIn(folder, "receipt.txt")).code).toBe(3);
  });

  test("is verified under the roots that were saved with it, with nothing else at hand, after the keys have changed", async () => {
    const { folder, pin, compact, whole, stop } = await held();
    const { roots } = JSON.parse(await readFile(join(outIn(folder), "head.json"), "utf8"));
    stop();
    const elsewhere = await temporaryFolder();
    const verifyHeld = async (file: object, ...more: string[]) => {
      await write(elsewhere, { "held.json": JSON.stringify(file) });
      return runIn(elsewhere, ["verify", "held.json", "--offline", "--now", "2036-01-01T00:00:00Z", ...more]);
    };
    const file = { receipt: compact, objection: whole, roots };
    const found = await verifyHeld(file, "--pin", pin);
    expect(found).toMatchObject({ code: 0, stderr: "" });
    expect(found.stdout).toContain("✓ Objection");
    expect((await verifyHeld(file)).stdout).toContain("First seen");
    expect((await verifyHeld(file, "--pin", `sha256-${"A".repeat(43)}`)).code).toBe(1);
    expect((await verifyHeld({ receipt: compact, objection: whole })).code).toBe(2);
    expect((await verifyHeld({ ...file, roots: [{ payload: "", signatures: [] }] })).code).toBe(2);
    const [root] = roots;
    const other = { ...root, payload: Buffer.from("{}").toString("base64url") };
    expect((await verifyHeld({ ...file, roots: [other] }, "--pin", pin)).code).toBe(1);
  });

  test("fails when forged, of another feed, or with another objection", async () => {
    const { folder, compact, whole } = await held();
    const [head, payload = "", signature] = compact.split(".");
    const forged = Buffer.from(
      Buffer.from(payload, "base64url").toString().replace("2026-01-11", "2026-01-12"),
    ).toString("base64url");
    expect((await verifyIn(folder, `${head}.${forged}.${signature}`)).code).toBe(1);
    await write(folder, { "r.json": JSON.stringify({ receipt: compact, objection: { ...whole, grounds: "Yes" } }) });
    const other = await verifyIn(folder, "r.json");
    expect(other.code).toBe(1);
    expect(other.stderr).toContain("✗ Objection");
    const elsewhere = await published();
    expect((await verifyIn(folder, "r.json", "--root", elsewhere.out)).code).toBe(1);
  });
});

test.each(["nothing-here", "a b c"])("“%s” is wrong usage", async (target) => {
  expect((await verifyIn(await temporaryFolder(), target)).code).toBe(2);
});

test("a pin of another form is wrong usage", async () => {
  const { folder } = await published();
  expect((await verifyIn(folder, ".", "--pin", "abc")).code).toBe(2);
});
