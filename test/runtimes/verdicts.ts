import { signatureIsValid } from "@trust-center/feed";
import { type LoadOptions, load, loadPolicy } from "@trust-center/sdk";
import {
  bothSpellings,
  data,
  ed25519Key,
  honestSignature,
  oddSignatures,
} from "../../packages/feed/src/keys/testing/odd-signatures.ts";
import { outcomeOf, readFeed } from "../vectors/make/read.ts";
import { readPart } from "../vectors/make/read-part.ts";
import type { Expected, FeedVector, PartVector } from "../vectors/vector.ts";
import { type SentVector, sentTo } from "./sent.ts";

/** What a runtime made of one input, by the input's name. */
export type Verdicts = Record<string, Verdict>;

type Verdict = Expected | { valid: boolean } | { threw: string };

/**
 * Reads every vector of a server in the runtime that this runs in, feeds twice: from memory, and by the SDK over this
 * runtime's own `fetch`. It uses nothing of Node.
 *
 * @param server The address of `serveVectors`.
 */
export async function verdictsOf(server: string): Promise<Verdicts> {
  const vectors: SentVector[] = await (await fetch(`${server}/vectors.json`)).json();
  const verdicts: Verdicts = {};
  const judge = async (name: string, read: () => Promise<Verdict>) => {
    verdicts[name] = await read().catch((error: unknown) => ({ threw: String(error) }));
  };
  for (const [at, sent] of vectors.entries()) {
    const vector = sentTo(sent);
    if (vector.kind !== "feed") {
      await judge(`${vector.kind}: ${vector.name}`, () => readPart(vector as PartVector));
      continue;
    }
    const feed = vector as FeedVector;
    await judge(`feed: ${feed.name}`, () => readFeed(feed));
    if (feed.state === null) await judge(`load: ${feed.name}`, () => loadFeed(feed, `${server}/feeds/${at}/`));
  }
  for (const [name, valid] of await signatures()) {
    await judge(`spelling: ${name}`, async () => ({ valid: await valid }));
  }
  return verdicts;
}

/** A first visit with the SDK. The feed is at its own address for the SDK, and on the local server for the runtime. */
const loadFeed = (vector: FeedVector, served: string): Promise<Expected> =>
  outcomeOf(async () => {
    const { address, pin, strict, witnesses, needed, policies } = vector;
    const options: LoadOptions = {
      ...(pin !== null && { pin }),
      strict,
      witnesses,
      minWitnesses: needed,
      now: () => Date.parse(vector.now),
      fetch: (input, init) => {
        const request = new Request(input, init);
        return fetch(new Request(request.url.replace(address, served), request));
      },
    };
    const center = await load(address, options);
    for (const sha256 of policies) await loadPolicy(center, sha256);
    return { trust: center.trust, freshness: center.freshness, version: center.feed.version };
  });

/** Signatures on which engines disagree, and honest ones. */
async function signatures(): Promise<[name: string, valid: Promise<boolean>][]> {
  const { key, low, high } = await bothSpellings();
  return [
    ["an honest one of Ed25519", signatureIsValid(ed25519Key, await honestSignature(), data)],
    ["ES256 with the lower s", signatureIsValid(key, low, data)],
    ["ES256 with the higher s", signatureIsValid(key, high, data)],
    ...(await oddSignatures()).map(
      ([what, signature]) => [what, signatureIsValid(ed25519Key, signature, data)] as [string, Promise<boolean>],
    ),
  ];
}
