import { array, int, literal, looseObject, maxLength, optional, type output, strictObject, string } from "zod/mini";
import { fromBase64url, toBase64url } from "../bytes/base64url.ts";
import { equalBytes } from "../bytes/equal.ts";
import { parseJson } from "../bytes/json.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { check } from "../document/check.ts";
import { signEnvelope } from "../envelope/sign.ts";
import { validSigners, verifyEnvelope } from "../envelope/verify.ts";
import { TrustCenterError } from "../errors.ts";
import type { Signer } from "../keys/signer.ts";
import { limits } from "../limits.ts";
import { type Envelope, envelopeSchema, type Root, rootSchema } from "../metadata/schema.ts";
import { pinOf, readRoot, signatoriesOf } from "../verify/roots.ts";
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
export type RootProposal = output<typeof proposalSchema>;

type Signature = Envelope["signatures"][number];

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
  const proposal = check(proposalSchema, parseJson(bytes, "the proposal", limits.depth), "the proposal");
  const root = proposedRoot(proposal);
  await readRoot({ payload: proposal.root.payload, signatures: [] }, root.feed);
  const before = proposal.previous && (await readRoot(proposal.previous, root.feed));
  const version = (before?.root.version ?? 0) + 1;
  if (root.version !== version || proposal.version !== version) {
    const found = root.version === version ? proposal.version : root.version;
    throw new TrustCenterError("root-chain", `Expected root ${version} to be proposed, found root ${found}.`);
  }
  if (before) await verifyEnvelope(before.envelope, "root", signatoriesOf(before.root, "root"));
  await gathered(proposal);
  return proposal;
}

/** The root that is proposed. */
export const proposedRoot = ({ root }: RootProposal): Root =>
  check(rootSchema, parseJson(fromBase64url(root.payload), "the root", limits.depth), "the root");

/** The pin of a feed whose first root this is: of the bytes that are signed, however they are written. */
export const proposedPin = async ({ root }: RootProposal): Promise<string> =>
  pinOf(await sha256Hex(fromBase64url(root.payload)));

/** The root before it. */
export const previousRoot = ({ previous }: RootProposal): Root | undefined =>
  previous && check(rootSchema, parseJson(fromBase64url(previous.payload), "the root", limits.depth), "the root");

/** Adds signatures. A key that has signed already is passed over. */
export async function signProposal(proposal: RootProposal, signers: readonly Signer[]): Promise<RootProposal> {
  const had = await countedSignatures(proposal, proposal.root.signatures);
  const wanted = signers.filter(({ kid }) => !had.has(kid));
  const added = await signEnvelope(fromBase64url(proposal.root.payload), "root", wanted);
  return withSignatures(proposal, [...had.values(), ...added.signatures]);
}

/**
 * Brings the signatures of several copies of one proposal together.
 *
 * @throws {TrustCenterError} `fork` where the copies are of different roots
 */
export async function mergeProposals(proposals: readonly [RootProposal, ...RootProposal[]]): Promise<RootProposal> {
  const [first, ...rest] = proposals;
  for (const other of rest) {
    if (!equalBytes(fromBase64url(other.root.payload), fromBase64url(first.root.payload))) {
      throw new TrustCenterError("fork", "Expected copies of one proposal, found two different roots.", {
        roots: [proposedRoot(first), proposedRoot(other)],
      });
    }
  }
  const signatures = proposals.flatMap(({ root }) => root.signatures);
  return withSignatures(first, [...(await countedSignatures(first, signatures)).values()]);
}

/**
 * The signatures that count, by key. Whoever carries a proposal can add others: broken ones, and those of strangers.
 * None of them takes the place of one that counts, or is published.
 */
async function countedSignatures(proposal: RootProposal, signatures: readonly Signature[]) {
  const { payload } = proposal.root;
  const counted = new Map<string, Signature>();
  for (const { root } of bothRoots(proposal)) {
    for (const signature of signatures) {
      const [kid] = await validSigners({ payload, signatures: [signature] }, "root", signatoriesOf(root, "root"));
      if (kid !== undefined) counted.set(kid, signature);
    }
  }
  return counted;
}

const withSignatures = (proposal: RootProposal, signatures: Signature[]): RootProposal => ({
  ...proposal,
  root: { payload: proposal.root.payload, signatures },
});

/** The two roots whose keys must sign. */
function bothRoots(proposal: RootProposal): { by: Gathered["by"]; root: Root }[] {
  const before = previousRoot(proposal);
  return [
    ...(before ? [{ by: "previous", root: before } as const] : []),
    { by: "proposed", root: proposedRoot(proposal) } as const,
  ];
}

/** Who has signed, of the keys of the root before and of the proposed one. */
export async function gathered(proposal: RootProposal): Promise<Gathered[]> {
  const { signatures } = proposal.root;
  const found: Gathered[] = [];
  for (const { by, root } of bothRoots(proposal)) {
    const { keys, kids, threshold } = signatoriesOf(root, "root");
    const signed = signatures.length === 0 ? [] : await validSigners(proposal.root, "root", { keys, kids });
    found.push({ by, threshold, kids, signed });
  }
  return found;
}

/** The signed root, once both thresholds are met; undefined before. */
export async function completeRoot(proposal: RootProposal): Promise<Envelope | undefined> {
  const counted = await countedSignatures(proposal, proposal.root.signatures);
  const clean = withSignatures(proposal, [...counted.values()]);
  const enough = (await gathered(clean)).every(({ signed, threshold }) => signed.length >= threshold);
  return enough ? clean.root : undefined;
}
