import { beforeEach, describe, expect, test } from "vitest";
import { fromBase64url } from "../bytes/base64url.ts";
import { sha256Hex } from "../bytes/sha256.ts";
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
    const merged = mergeProposals(copies as [(typeof copies)[0]]);
    expect(await completeRoot(merged)).toBeDefined();
    expect(proposedRoot(merged)).toEqual(second);
    const other = proposeRoot(change(second), envelope);
    expect(() => mergeProposals([proposal, other])).toThrow(expect.objectContaining({ code: "fork" }));
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

  test("that skips a version or changes the feed's address is refused", async () => {
    const { first, envelope, second } = await twoOfThree();
    await expect(carry(proposeRoot({ ...second, version: 3 }, envelope))).rejects.toMatchObject({ code: "root-chain" });
    await expect(carry(proposeRoot({ ...first, version: 2 }))).rejects.toMatchObject({ code: "root-chain" });
    const elsewhere = { ...second, feed: "https://other.example/" };
    await expect(carry(proposeRoot(elsewhere, envelope))).rejects.toMatchObject({ code: "wrong-feed" });
    await expect(readProposal(fromBase64url("e30"))).rejects.toMatchObject({ code: "malformed" });
  });
});
