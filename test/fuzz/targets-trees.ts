import {
  check,
  parseJson,
  type Remembered,
  rememberedSchema,
  TrustCenterError,
  type VerifiedFeed,
  type VerifyOptions,
  verify,
} from "@trust-center/feed";
import { type Input, type Target, Violation } from "./target.ts";
import { address, start, stranger, vendor, visit } from "./vendor.ts";

/** Serves an input as a careful client reads it: never beyond the cap. */
const from = (input: Input) => async (path: string, maxBytes: number) => {
  const bytes = input.get(path);
  if (!bytes) throw new TrustCenterError("network", path);
  if (bytes.length > maxBytes) throw new TrustCenterError("too-large", path);
  return bytes;
};

const options = (more: Partial<VerifyOptions> = {}) => ({
  feed: address,
  pin: vendor.pin,
  now: visit,
  strict: true,
  ...more,
});

/** What a reader is shown of a verification. Envelopes stand as they were served, and are evidence alone. */
const shown = ({ feed, history, lastEntry, timestamp, manifest }: VerifiedFeed) =>
  JSON.stringify({ feed, history, lastEntry, timestamp, manifest });

const published = [await verify(from(vendor.first.tree), options()), await verify(from(vendor.newest.tree), options())];
const honest = new Map(published.map((verified, at) => [shown(verified), `version ${at + 1}`]));
// Version 1 under root 2 is genuine too: keys of manifest and timestamp were the same.
const honestRoots = published.map(({ root }) => JSON.stringify(root));

const { next: remembered } = await verify(from(vendor.first.tree), options({ now: start }));

/** Whoever is shown anything is shown what the vendor signed. */
function expectHonest(verified: VerifiedFeed): string {
  const found = honest.get(shown(verified));
  if (!found || !honestRoots.includes(JSON.stringify(verified.root)))
    throw new Violation(`Accepted what nobody published: ${shown(verified)}`);
  return found;
}

const seeds = async () => [vendor.newest.tree, vendor.first.tree, stranger.newest.tree];

/** Trees, read by who was never here and by who saw version 1. */
export const trees: readonly Target[] = [
  { name: "tree", seeds, run: async (input) => expectHonest(await verify(from(input), options())) },
  {
    name: "tree-again",
    seeds,
    run: async (input) => expectHonest(await verify(from(input), options({ remembered }))),
  },
  {
    // Memory that others have written to must not make a reader fall over, nor believe what is not signed.
    name: "memory",
    seeds: async () => [new Map([["input", new TextEncoder().encode(JSON.stringify(remembered))]])],
    run: async (input) => {
      const state = readMemory(input);
      return expectHonest(await verify(from(vendor.newest.tree), options({ remembered: state })));
    },
  },
];

function readMemory(input: Input): Remembered {
  return check(rememberedSchema, parseJson(input.get("input") ?? new Uint8Array(), "the memory"), "the memory");
}
