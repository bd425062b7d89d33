import { beforeAll, describe, expect, test } from "vitest";
import { listAt } from "../changes/state.ts";
import { generatePrivateKey } from "../keys/private-key.ts";
import { createSigner } from "../keys/signer.ts";
import { logOrigin, signCheckpoint } from "../log/checkpoint.ts";
import { addCosignatures, signCosignature } from "../log/cosignature.ts";
import { policyOf } from "../log/log-policy.ts";
import { leafHash, treeRoot } from "../log/merkle.ts";
import { mockChange, mockContent } from "../mock/content.ts";
import { type MockVendor, mockVendor } from "../mock/vendor.ts";
import { splitLines } from "../verify/history.ts";
import { verify } from "../verify/verify.ts";
import { appliedAt } from "./applied.ts";
import { buildProof } from "./build.ts";
import type { ProofBundle } from "./bundle.ts";
import { proveEntry } from "./tlog-proof.ts";
import { verifyProof } from "./verify.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");
const iso = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** A reader in years to come: nothing in an archive expires. */
const late = start + 5000 * day;

let vendor: MockVendor;

beforeAll(async () => {
  vendor = await mockVendor("https://acme.example/feed/", start);
  await vendor.publish(mockContent(), start);
  await vendor.publish(mockChange(), start + 10 * day);
  await vendor.publish(mockContent({ title: "Renamed" }), start + 20 * day);
  await vendor.refresh(start + 25 * day);
});

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A bundle of what the vendor serves now. */
async function bundleAt(at: number, of = vendor): Promise<ProofBundle> {
  const center = await verify(of.read, { feed: of.address, pin: of.pin, now: start + 26 * day, strict: true });
  const { index, entry } = appliedAt(center.history ?? [], at);
  return buildProof({
    feed: of.address,
    at: iso(at),
    head: await of.read("head.json", 1e6),
    history: await of.read(center.manifest.files.history.path, 1e6),
    index,
    list: await of.read(`feed/${entry.feed.sha256}.json`, 1e6),
  });
}

const proven = (bundle: unknown, pin: string | undefined = vendor.pin) =>
  verifyProof(bytes(bundle), { pin, now: late });

test.each([
  [0, 1, 0, 10],
  [5, 1, 0, 10],
  [10, 2, 10, 20],
  [19.9, 2, 10, 20],
  [20, 3, 20, undefined],
  [25, 3, 20, undefined],
])("on day %d version %i applied, since day %d", async (at, version, from, until) => {
  expect(await proven(await bundleAt(start + at * day))).toMatchObject({
    feed: { version },
    from: iso(start + from * day),
    ...(until !== undefined && { until: iso(start + until * day) }),
    trust: "verified",
    pin: vendor.pin,
    vouchedUntil: iso(start + 25 * day),
  });
});

test("without a pin it is first seen; under another it is refused", async () => {
  const bundle = await bundleAt(start + day);
  expect(await verifyProof(bytes(bundle), { now: late })).toMatchObject({ trust: "first-seen", pin: vendor.pin });
  await expect(proven(bundle, `sha256-${"A".repeat(43)}`)).rejects.toMatchObject({ code: "pin-mismatch" });
});

test("before the first entry nothing applied: the error names its date", async () => {
  expect(() => appliedAt([], start)).toThrow();
  await expect(bundleAt(start - 1000)).rejects.toMatchObject({
    code: "not-covered",
    evidence: { first: iso(start) },
  });
});

describe("a bundle that shows something else is refused", () => {
  const later = start + 11 * day;
  const middle = start + 5 * day;
  test.each<[string, number, (bundle: ProofBundle) => Promise<object> | object, string]>([
    ["after the log was signed", start + 26 * day, (bundle) => bundle, "not-covered"],
    ["an instant after the next entry", middle, (bundle) => ({ ...bundle, at: iso(later) }), "not-covered"],
    ["an instant before the entry", later, (bundle) => ({ ...bundle, at: iso(middle) }), "not-covered"],
    ["the next entry left out", middle, ({ next: _next, ...bundle }) => bundle, "log-inconsistent"],
    [
      "an entry passed over",
      middle,
      async (bundle) => ({ ...bundle, next: (await bundleAt(start + 15 * day)).next }),
      "log-inconsistent",
    ],
    ["another list", middle, async (bundle) => ({ ...bundle, list: (await bundleAt(later)).list }), "hash-mismatch"],
    [
      "one changed letter",
      middle,
      (bundle) => ({ ...bundle, list: bundle.list.replace("Cloud", "cloud") }),
      "hash-mismatch",
    ],
    [
      "an entry of another list",
      middle,
      (bundle) => {
        const line = bundle.entry.line.replace(/"sha256":"./, '"sha256":"0');
        return { ...bundle, entry: { ...bundle.entry, line: line === bundle.entry.line ? `${line} ` : line } };
      },
      "log-inconsistent",
    ],
    [
      "an entry at another place",
      middle,
      (bundle) => ({ ...bundle, entry: { ...bundle.entry, index: bundle.entry.index + 1 } }),
      "log-inconsistent",
    ],
    [
      "an index beyond the log",
      middle,
      (bundle) => ({ ...bundle, entry: { ...bundle.entry, index: 2 ** 52 } }),
      "log-inconsistent",
    ],
    ["another address", middle, (bundle) => ({ ...bundle, feed: "https://evil.example/feed/" }), "wrong-feed"],
    ["another type", middle, (bundle) => ({ ...bundle, type: "head" }), "malformed"],
    ["another format", middle, (bundle) => ({ ...bundle, format: 2 }), "unsupported"],
    ["no instant", middle, (bundle) => ({ ...bundle, at: "2026-01-15" }), "malformed"],
  ])("%s", async (_what, at, change, code) => {
    await expect(proven(await change(await bundleAt(at)))).rejects.toMatchObject({ code });
  });

  test("the log of another vendor", async () => {
    const thief = await mockVendor(vendor.address, start);
    await thief.publish(mockContent(), start);
    await expect(proven(await bundleAt(middle, thief))).rejects.toMatchObject({ code: "pin-mismatch" });
    const mixed = { ...(await bundleAt(middle)), head: (await bundleAt(middle, thief)).head };
    await expect(proven(mixed)).rejects.toMatchObject({ code: "pin-mismatch" });
  });

  test("a member twice", async () => {
    const text = JSON.stringify(await bundleAt(middle));
    const doubled = new TextEncoder().encode(text.replace('"format":1', '"format":1,"format":1'));
    await expect(verifyProof(doubled, { pin: vendor.pin, now: late })).rejects.toMatchObject({ code: "malformed" });
  });
});

test("what was announced holds from the instant when it takes effect", async () => {
  const { feed } = await proven(await bundleAt(start + 15 * day));
  const effective = Date.parse(feed.open?.[0]?.effective ?? "");
  const ids = (at: number) => listAt(feed, at).subprocessors.map(({ id }) => id);
  expect([ids(effective - 1000), ids(effective)]).toEqual([["cloud-one"], ["cloud-one", "mail-two"]]);
});

test("a bundle of a time that has not come is refused", async () => {
  const bundle = bytes(await bundleAt(start + day));
  const issued = start + 25 * day;
  await expect(verifyProof(bundle, { pin: vendor.pin, now: issued - day })).rejects.toMatchObject({ code: "clock" });
  expect(await verifyProof(bundle, { pin: vendor.pin, now: issued })).toMatchObject({ trust: "verified" });
});

test("keys that were stolen make a bundle that today's history does not know", async () => {
  const lines = async (of: MockVendor) => {
    const { manifest } = await verify(of.read, { feed: of.address, pin: of.pin, now: start + 26 * day });
    const text = new TextDecoder().decode(await of.read(manifest.files.history.path, 1e6));
    return text.trimEnd().split("\n");
  };
  const history = await lines(vendor);
  const honest = bytes(await bundleAt(start + 11 * day));
  expect(await verifyProof(honest, { pin: vendor.pin, now: late, history })).toMatchObject({ trust: "verified" });
  const thief = await mockVendor(vendor.address, start, { signer: vendor.signer });
  await thief.publish(mockContent({ subprocessors: [] }), start);
  await thief.publish(mockContent(), start + 10 * day);
  await thief.refresh(start + 25 * day);
  for (const at of [1, 11]) {
    const forged = bytes(await bundleAt(start + at * day, thief));
    expect(await verifyProof(forged, { pin: vendor.pin, now: late })).toMatchObject({ trust: "verified" });
    await expect(verifyProof(forged, { pin: vendor.pin, now: late, history })).rejects.toMatchObject({
      code: "log-inconsistent",
    });
  }
});

describe("cosigned states of the log in a bundle", () => {
  const name = "witness.example/w1";
  const cosigned = async (size: number, on: number) => {
    const signer = await createSigner(await generatePrivateKey());
    const policy = policyOf([{ name, key: signer.publicKey }]);
    const center = await verify(vendor.read, {
      feed: vendor.address,
      pin: vendor.pin,
      now: start + 26 * day,
      strict: true,
    });
    const history = await vendor.read(center.manifest.files.history.path, 1e6);
    const leaves = await Promise.all(
      splitLines(history)
        .slice(0, size)
        .map((line) => leafHash(line)),
    );
    const note = await signCheckpoint(logOrigin(vendor.address), size, await treeRoot(leaves), []);
    const checkpoint = addCosignatures(note, [await signCosignature(note, name, signer, start + on * day)]);
    return { policy, checkpoint, lines: splitLines(history) };
  };

  test("say since when the list was public; without them nobody does", async () => {
    const { policy, checkpoint, lines } = await cosigned(2, 12);
    const bundle = await bundleAt(start + 15 * day);
    expect(bundle.entry.index).toBe(1);
    const whole = { ...bundle, cosigned: [await proveEntry(lines, 1, checkpoint)] };
    const options = { pin: vendor.pin, now: late };
    expect(await verifyProof(bytes(whole), { ...options, policy })).toMatchObject({
      from: iso(start + 10 * day),
      public: { at: iso(start + 12 * day), by: "witness", name },
    });
    expect((await verifyProof(bytes(whole), options)).public).toBeUndefined();
    expect((await verifyProof(bytes(bundle), { ...options, policy })).public).toBeUndefined();
  });

  test("of another entry, or of another log, are refused", async () => {
    const { checkpoint, lines } = await cosigned(2, 12);
    const bundle = await bundleAt(start + 15 * day);
    const other = await proveEntry(lines, 0, checkpoint);
    await expect(proven({ ...bundle, cosigned: [other] })).rejects.toMatchObject({ code: "log-inconsistent" });
    const elsewhere = (await proveEntry(lines, 1, checkpoint)).replace("acme.example", "else.example");
    await expect(proven({ ...bundle, cosigned: [elsewhere] })).rejects.toMatchObject({ code: "log-inconsistent" });
    await expect(proven({ ...bundle, cosigned: ["x"] })).rejects.toMatchObject({ code: "malformed" });
  });
});
