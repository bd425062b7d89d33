import { beforeEach, describe, expect, test } from "vitest";
import { fromBase64url } from "../bytes/base64url.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { signEnvelope } from "../envelope/sign.ts";
import { generatePrivateKey } from "../keys/private-key.ts";
import { createSigner, type Signer } from "../keys/signer.ts";
import { type Root, roleNames } from "../metadata/schema.ts";
import { pinOf, walkRoots } from "../verify/roots.ts";
import {
  completeRoot,
  gathered,
  mergeProposals,
  proposedRoot,
  proposeRoot,
  readProposal,
  signProposal,
} from "./proposal.ts";
import { createRoot, firstRoot, nextRoot, oneSigner, type RootChange, rootBytes } from "./root.ts";

const feed = "https://acme.example/.well-known/trust-center/";
const now = Date.parse("2026-01-10T12:00:00Z");
const year = 365 * 24 * 60 * 60 * 1000;

let [a, b, c]: Signer[] = [];
const kidsOf = ({ roles }: Root) => Object.fromEntries(roleNames.map((name) => [name, roles[name].kids]));
const change = (root: Root, ...changes: RootChange[]) => nextRoot(root, changes, now);

beforeEach(async () => {
  const make = async (alg: "Ed25519" | "ES256" = "Ed25519") => createSigner(await generatePrivateKey(alg));
  [a, b, c] = [await make(), await make(), await make("ES256")];
});

const oneKeyRoot = (key: Signer) => {
  const role = { keys: [key], threshold: 1 };
  return firstRoot(feed, { root: role, manifest: role, timestamp: role, receipt: role }, now);
};

describe("a next root", () => {
  test("replaces a key in the roles named, or in all of its roles", () => {
    const root = oneKeyRoot(a as Signer);
    const one = change(root, { type: "replace", kid: a?.kid ?? "", by: b as Signer, roles: ["timestamp"] });
    expect(kidsOf(one)).toEqual({ root: [a?.kid], manifest: [a?.kid], timestamp: [b?.kid], receipt: [a?.kid] });
    const all = change(root, { type: "replace", kid: a?.kid ?? "", by: b as Signer });
    expect(Object.keys(all.keys)).toEqual([b?.kid]);
    expect(all).toMatchObject({ version: 2, expires: new Date(now + year).toISOString().replace(".000", "") });
  });

  test("adds keys and raises a threshold in one step", () => {
    const root = change(
      oneKeyRoot(a as Signer),
      { type: "add", key: b as Signer, roles: ["root"] },
      { type: "add", key: c as Signer, roles: ["root"] },
      { type: "threshold", role: "root", threshold: 2 },
    );
    expect(root.roles.root).toEqual({ kids: [a?.kid, b?.kid, c?.kid], threshold: 2 });
  });

  test("keeps where the feed has moved", () => {
    const pin = `sha256-${"A".repeat(43)}`;
    const moved = change(oneKeyRoot(a as Signer), { type: "successor", feed: "https://new.example/", pin });
    const after = change(moved, { type: "replace", kid: a?.kid ?? "", by: b as Signer });
    expect(after).toMatchObject({ version: 3, successor: { feed: "https://new.example/", pin } });
  });

  test("gives a role no more keys than an envelope may have signatures", async () => {
    const keys = await Promise.all(Array.from({ length: 32 }, async () => createSigner(await generatePrivateKey())));
    const add = (key: Signer): RootChange => ({ type: "add", key, roles: ["root"] });
    const full = change(oneKeyRoot(a as Signer), ...keys.slice(1).map(add));
    expect(full.roles.root.kids).toHaveLength(32);
    expect(() => change(full, add(keys[0] as Signer))).toThrow(expect.objectContaining({ code: "key-refused" }));
  });

  test.each<[string, (a: Signer, b: Signer) => RootChange]>([
    ["a threshold that no keys can meet", () => ({ type: "threshold", role: "root", threshold: 2 })],
    ["a threshold of none", () => ({ type: "threshold", role: "root", threshold: 0 })],
    ["a role without keys", (a) => ({ type: "retire", kid: a.kid, roles: ["receipt"] })],
    ["a key that is not there", (_a, b) => ({ type: "retire", kid: b.kid })],
    ["a key that is there already", (a) => ({ type: "add", key: a, roles: ["root"] })],
    ["a key without the role", (_a, b) => ({ type: "replace", kid: b.kid, by: b, roles: ["root"] })],
  ])("refuses %s", (_what, made) => {
    expect(() => change(oneKeyRoot(a as Signer), made(a as Signer, b as Signer))).toThrow(
      expect.objectContaining({ code: "key-refused" }),
    );
  });
});

describe("a proposal", () => {
  /** Two of three root keys; root 2 gives one of the three away. */
  async function twoOfThree() {
    const keys = [a, b, c] as Signer[];
    const role = (keys: Signer[], threshold: number) => ({ keys, threshold });
    const roles = { root: role(keys, 2), manifest: role([keys[0] as Signer], 1) };
    const first = firstRoot(feed, { ...roles, timestamp: roles.manifest, receipt: roles.manifest }, now);
    const signed = await signProposal(proposeRoot(first), keys.slice(0, 2));
    const envelope = await completeRoot(signed);
    const fresh = await createSigner(await generatePrivateKey());
    const second = change(first, { type: "replace", kid: c?.kid ?? "", by: fresh });
    return { first, envelope: envelope as NonNullable<typeof envelope>, second, fresh };
  }
  const carry = async (proposal: unknown) => readProposal(new TextEncoder().encode(JSON.stringify(proposal)));

  test("is signed in turn, carried by file, and verifies under the pin", async () => {
    const { first, envelope, second } = await twoOfThree();
    const pin = pinOf(await sha256Hex(rootBytes(first)));
    const proposal = await carry(proposeRoot(second, envelope));
    const one = await carry(await signProposal(proposal, [a as Signer]));
    expect(await completeRoot(one)).toBeUndefined();
    expect(await gathered(one)).toMatchObject([
      { by: "previous", threshold: 2, signed: [a?.kid] },
      { by: "proposed", threshold: 2, signed: [a?.kid] },
    ]);
    const both = await carry(await signProposal(one, [a as Signer, b as Signer]));
    const complete = await completeRoot(both);
    const { trusted } = await walkRoots([envelope, complete as typeof envelope], { feed, pin, now });
    expect(trusted.root).toEqual(second);
  });

  test("is assembled from copies that were signed apart", async () => {
    const { envelope, second } = await twoOfThree();
    const proposal = proposeRoot(second, envelope);
    const copies = await Promise.all([a, b].map((key) => signProposal(proposal, [key as Signer])));
    const merged = await mergeProposals(copies as [(typeof copies)[0]]);
    expect(await completeRoot(merged)).toBeDefined();
    expect(proposedRoot(merged)).toEqual(second);
    const other = proposeRoot(change(second), envelope);
    await expect(mergeProposals([proposal, other])).rejects.toMatchObject({ code: "fork" });
  });

  test("needs the keys of both roots", async () => {
    const first = oneKeyRoot(a as Signer);
    const envelope = await createRoot(feed, oneSigner(a as Signer), now);
    const second = change(first, { type: "replace", kid: a?.kid ?? "", by: b as Signer });
    const thief = await signProposal(proposeRoot(second, envelope), [b as Signer]);
    expect(await completeRoot(thief)).toBeUndefined();
    expect(await completeRoot(await signProposal(thief, [a as Signer]))).toBeDefined();
  });

  test("a broken signature does not keep the key from signing", async () => {
    const { envelope, second } = await twoOfThree();
    const one = await signProposal(proposeRoot(second, envelope), [a as Signer]);
    const [signature] = one.root.signatures;
    const broken = { ...signature, signature: `AAAA${signature?.signature.slice(4)}` } as NonNullable<typeof signature>;
    const spoiled = { ...one, root: { ...one.root, signatures: [broken] } };
    const mended = await signProposal(spoiled, [a as Signer, b as Signer]);
    expect(await completeRoot(mended)).toBeDefined();
  });

  test("neither broken signatures nor those of strangers stand in the way, or are published", async () => {
    const { envelope, second, fresh } = await twoOfThree();
    const proposal = proposeRoot(second, envelope);
    const good = await signProposal(proposal, [a as Signer]);
    const spoiled = {
      ...good,
      root: {
        ...good.root,
        signatures: good.root.signatures.map((one) => ({
          ...one,
          signature: one.signature.replace(/^.{9}/, "AAAAAAAAA"),
        })),
      },
    };
    for (const copies of [
      [good, spoiled],
      [spoiled, good],
    ] as const) {
      expect(await gathered(await mergeProposals(copies))).toMatchObject([{ signed: [a?.kid] }, { signed: [a?.kid] }]);
    }
    const strangers = await Promise.all(
      Array.from({ length: 31 }, async () => createSigner(await generatePrivateKey())),
    );
    const { signatures } = await signEnvelope(rootBytes(second), "root", strangers);
    const crowded = { ...good, root: { ...good.root, signatures: [...good.root.signatures, ...signatures] } };
    const signed = await carry(await signProposal(await carry(crowded), [b as Signer, fresh]));
    expect((await completeRoot(signed))?.signatures).toHaveLength(3);
    const late = {
      ...signed,
      root: { ...signed.root, signatures: [...signed.root.signatures, ...signatures.slice(3)] },
    };
    expect((await completeRoot(late))?.signatures).toHaveLength(3);
  });

  test("with more signatures than an envelope may have, or of another type, is refused", async () => {
    const { envelope, second } = await twoOfThree();
    const proposal = proposeRoot(second, envelope);
    const strangers = await Promise.all(
      Array.from({ length: 33 }, async () => createSigner(await generatePrivateKey())),
    );
    const many = await signEnvelope(rootBytes(second), "root", strangers);
    await expect(carry({ ...proposal, root: many })).rejects.toMatchObject({ code: "malformed" });
    const manifest = await signEnvelope(rootBytes(second), "manifest", [a as Signer]);
    await expect(carry({ ...proposal, root: manifest })).rejects.toMatchObject({ code: "signature-invalid" });
    const twice = [...(await signProposal(proposal, [c as Signer])).root.signatures];
    twice.push(...(await signProposal(proposal, [c as Signer])).root.signatures);
    await expect(carry({ ...proposal, root: { ...proposal.root, signatures: twice } })).rejects.toMatchObject({
      code: "signature-invalid",
    });
  });

  test("keeps members that it does not know, and none of them is signed", async () => {
    const { envelope, second } = await twoOfThree();
    const proposal = await carry({ ...proposeRoot(second, envelope), note: "please sign" });
    const signed = await carry(await signProposal(proposal, [a as Signer, b as Signer]));
    expect(signed).toMatchObject({ note: "please sign" });
    expect(Object.keys((await completeRoot(signed)) ?? {})).toEqual(["payload", "signatures"]);
  });

  test("that says another version than its root, or follows one that nobody signed, is refused", async () => {
    const { first, envelope, second } = await twoOfThree();
    const proposal = proposeRoot(second, envelope);
    await expect(carry({ ...proposal, version: 9 })).rejects.toMatchObject({ code: "root-chain" });
    const skipping = { ...proposeRoot({ ...second, version: 3 }, envelope), version: 2 };
    await expect(carry(skipping)).rejects.toMatchObject({ code: "root-chain" });
    const claimed = await signEnvelope(rootBytes(first), "root", [a as Signer]);
    await expect(carry({ ...proposal, previous: claimed })).rejects.toMatchObject({ code: "signature-invalid" });
  });

  test("that skips a version or changes the feed's address is refused", async () => {
    const { first, envelope, second } = await twoOfThree();
    await expect(carry(proposeRoot({ ...second, version: 3 }, envelope))).rejects.toMatchObject({ code: "root-chain" });
    await expect(carry(proposeRoot({ ...first, version: 2 }))).rejects.toMatchObject({ code: "root-chain" });
    const elsewhere = { ...second, feed: "https://other.example/" };
    await expect(carry(proposeRoot(elsewhere, envelope))).rejects.toMatchObject({ code: "wrong-feed" });
    await expect(readProposal(fromBase64url("e30"))).rejects.toMatchObject({ code: "malformed" });
  });
});
