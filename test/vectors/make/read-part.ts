import {
  type Change,
  check,
  feedSchema,
  fromHex,
  importPublicKey,
  logEntrySchema,
  type PublicKey,
  parseJson,
  parseVerifierKey,
  planVersion,
  publicKeySchema,
  signatureIsValid,
  TrustCenterError,
  thumbprint,
  tilePath,
  verifyConsistency,
  verifyCosignatures,
  verifyInclusion,
  verifyProof,
  verifyReceipt,
  walkRoots,
} from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { countCheckpointSignatures } from "../../../packages/feed/src/log/checkpoint.ts";
import { checkDns } from "../../../packages/sdk/src/discovery/dns.ts";
import { encode } from "../../conformance/attacks/publish.ts";
import type { Expected, PartVector } from "../vector.ts";
import { outcomeOf } from "./read.ts";

// biome-ignore lint/suspicious/noExplicitAny: the input of each kind is described in README.md
type Input = any;

const readers: Record<string, (input: Input) => Promise<object>> = {
  receipt: async ({ roots, receipt, address, pin }) => {
    const walk = await walkRoots(roots, { feed: address, pin, now: 0 });
    await verifyReceipt(receipt, walk.roots, pin);
    return {};
  },
  bundle: async ({ bundle, pin, now, history }) => {
    const proven = await verifyProof(encode(bundle), {
      pin: pin ?? undefined,
      now: Date.parse(now),
      history: history ?? undefined,
    });
    return {
      version: proven.feed.version,
      at: proven.at,
      ...(proven.trust === "first-seen" && { trust: proven.trust }),
    };
  },
  note: async ({ checkpoint, keys, witnesses, now }) => ({
    signatures: await countCheckpointSignatures(checkpoint, keys),
    witnesses: await verifyCosignatures(
      checkpoint,
      await Promise.all(witnesses.map(parseVerifierKey)),
      Date.parse(now),
    ),
  }),
  key: async ({ id, key }) => {
    if (!["Ed25519", "ES256"].includes(key.alg) && typeof key.alg === "string") return { usable: false };
    const known = check(publicKeySchema, key, "the key") as PublicKey;
    if ((await thumbprint(known)) !== id) throw new TrustCenterError("key-refused", "Expected its thumbprint.");
    await importPublicKey(known);
    return {};
  },
  signature: async ({ key, message, signature }) => ({
    valid: await signatureIsValid(key, fromHex(signature), fromHex(message)),
  }),
  inclusion: async ({ index, size, leaf, proof, root }) =>
    heldBy(await verifyInclusion(index, size, fromHex(leaf), proof.map(fromHex), fromHex(root))),
  consistency: async ({ from, to, proof, oldRoot, newRoot }) =>
    heldBy(await verifyConsistency(from, to, fromHex(oldRoot), fromHex(newRoot), proof.map(fromHex))),
  tile: async (input) => ({ path: tilePath(input) }),
  document: async ({ schema, text }) => {
    const value = parseJson(
      Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0)),
      "it",
    );
    if (schema === "entry") check(logEntrySchema, value, "it");
    else check(feedSchema, value, "it");
    return {};
  },
  dates: async ({ announced, terms, entry }) => {
    const now = Date.parse(announced);
    const { feed } = await planVersion({
      content: mockContent({ noticeTerms: terms }),
      previous: undefined,
      now: now - 864e5,
    });
    const before = mockContent({ noticeTerms: terms });
    const content = { ...before, subprocessors: [...before.subprocessors, entry] };
    const { changes } = await planVersion({ content, previous: feed, now });
    return datesOf(changes.find(({ kind }) => kind === "added"));
  },
  discovery: async ({ records, feed, pin }) => {
    const { outcome } = await checkDns(
      "acme.example",
      { feed, pin },
      async () => records,
      new AbortController().signal,
    );
    return { outcome };
  },
};

const heldBy = (holds: boolean) => {
  if (holds) return {};
  throw new TrustCenterError("log-inconsistent", "The proof does not hold.");
};

/** What notice terms gave a change. */
export const datesOf = (change: Change | undefined): object => {
  const { effective = null, due = null, window = null, approval = null } = change ?? {};
  return { effective, due, window, approval };
};

/** What the project's own code makes of a vector that is no feed. */
export const readPart = ({
  kind,
  name: _name,
  section: _section,
  expect: _expect,
  ...input
}: PartVector): Promise<Expected> => outcomeOf(() => (readers[kind] as (input: Input) => Promise<object>)(input));
