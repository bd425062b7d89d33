import { array, int, literal, looseObject, maxLength, optional, strictObject, string } from "zod/mini";
import { fromBase64url, toBase64url } from "../bytes/base64url.ts";
import { equalBytes } from "../bytes/equal.ts";
import { parseStrictJson } from "../bytes/json.ts";
import { check } from "../document/check.ts";
import { signEnvelope } from "../envelope/sign.ts";
import { validSigners } from "../envelope/verify.ts";
import { TrustCenterError } from "../errors.ts";
import type { Signer } from "../keys/signer.ts";
import { limits } from "../limits.ts";
import { type Envelope, envelopeSchema, type Root, rootSchema } from "../metadata/schema.ts";
import { readRoot, signatoriesOf } from "../verify/roots.ts";
import { rootBytes } from "./root.ts";

const unsignedSchema = strictObject({
  payload: string(),
  signatures: array(strictObject({ protected: string(), signature: string() })).check(maxLength(limits.signatures)),
});

const proposalSchema = looseObject({
  type: literal("root-proposal"),
  format: literal(1),
  version: int(),
  /** The root that it follows, as published; absent for root 1. */
  previous: optional(envelopeSchema),
  /** The proposed root, with the signatures gathered so far. */
  root: unsignedSchema,
});

/** A root on its way from key holder to key holder, by file. */
export type RootProposal = (typeof proposalSchema)["_zod"]["output"];

/** Whose signatures a set of keys has, and how many it takes. */
export interface Gathered {
  /** Which root's keys these are: those of the one before, or those of the proposed one. */
  by: "previous" | "proposed";
  threshold: number;
  kids: readonly string[];
  signed: readonly string[];
}

/** Proposes a root: nobody has signed it yet. */
export function proposeRoot(root: Root, previous?: Envelope): RootProposal {
  return {
    type: "root-proposal",
    format: 1,
    version: root.version,
    ...(previous && { previous }),
    root: { payload: toBase64url(rootBytes(root)), signatures: [] },
  };
}

/**
 * Reads a proposal from a file, and checks that it can follow its predecessor.
 *
 * @throws {TrustCenterError} `malformed`, `root-chain`, `wrong-feed`, `key-refused`, `signature-invalid`
 */
export async function readProposal(bytes: Uint8Array): Promise<RootProposal> {
  const proposal = check(proposalSchema, parseStrictJson(bytes, "the proposal", limits.depth), "the proposal");
  const root = proposedRoot(proposal);
  await readRoot({ payload: proposal.root.payload, signatures: [] }, root.feed);
  const before = proposal.previous && (await readRoot(proposal.previous, root.feed)).root;
  if (root.version !== (before?.version ?? 0) + 1) {
    throw new TrustCenterError(
      "root-chain",
      `Expected root ${(before?.version ?? 0) + 1} to be proposed, found root ${root.version}.`,
    );
  }
  await gathered(proposal);
  return proposal;
}

/** The root that is proposed. */
export const proposedRoot = ({ root }: RootProposal): Root =>
  check(rootSchema, parseStrictJson(fromBase64url(root.payload), "the root", limits.depth), "the root");

/** The root before it. */
export const previousRoot = ({ previous }: RootProposal): Root | undefined =>
  previous && check(rootSchema, parseStrictJson(fromBase64url(previous.payload), "the root", limits.depth), "the root");

/** Adds signatures. A key that has signed already is passed over. */
export async function signProposal(proposal: RootProposal, signers: readonly Signer[]): Promise<RootProposal> {
  const { payload, signatures } = proposal.root;
  const had = new Set((await gathered(proposal)).flatMap(({ signed }) => signed));
  const wanted = signers.filter(({ kid }) => !had.has(kid));
  const added = await signEnvelope(fromBase64url(payload), "root", wanted);
  // A broken signature of the same key must not stand in the way of the good one.
  const kept = signatures.filter((one) => !added.signatures.some((other) => other.protected === one.protected));
  return { ...proposal, root: { payload, signatures: [...kept, ...added.signatures] } };
}

/**
 * Brings the signatures of several copies of one proposal together.
 *
 * @throws {TrustCenterError} `fork` where the copies are of different roots
 */
export function mergeProposals([first, ...rest]: readonly [RootProposal, ...RootProposal[]]): RootProposal {
  const signatures = new Map(first.root.signatures.map((signature) => [signature.protected, signature]));
  for (const other of rest) {
    if (!equalBytes(fromBase64url(other.root.payload), fromBase64url(first.root.payload))) {
      throw new TrustCenterError("fork", "Expected copies of one proposal, found two different roots.", {
        roots: [proposedRoot(first), proposedRoot(other)],
      });
    }
    for (const signature of other.root.signatures) signatures.set(signature.protected, signature);
  }
  return { ...first, root: { payload: first.root.payload, signatures: [...signatures.values()] } };
}

/** Who has signed, of the keys of the root before and of the proposed one. */
export async function gathered(proposal: RootProposal): Promise<Gathered[]> {
  const { signatures } = proposal.root;
  const roots = [
    { by: "previous", root: previousRoot(proposal) },
    { by: "proposed", root: proposedRoot(proposal) },
  ] as const;
  const found: Gathered[] = [];
  for (const { by, root } of roots) {
    if (!root) continue;
    const { keys, kids, threshold } = signatoriesOf(root, "root");
    const signed = signatures.length === 0 ? [] : await validSigners(proposal.root, "root", { keys, kids });
    found.push({ by, threshold, kids, signed });
  }
  return found;
}

/** The signed root, once both thresholds are met; undefined before. */
export async function completeRoot(proposal: RootProposal): Promise<Envelope | undefined> {
  const enough = (await gathered(proposal)).every(({ signed, threshold }) => signed.length >= threshold);
  return enough ? proposal.root : undefined;
}
