import {
  check,
  type Feed,
  feedSchema,
  fromBase64url,
  type Head,
  importPublicKey,
  type PublicKey,
  parseJson,
  type ReadFile,
  sha256,
  verify,
  verifyHead,
  walkRoots,
} from "@trust-center/feed";
import { contentOf, publish } from "./content.ts";
import { timeInTurns } from "./timing.ts";

/** Milliseconds, medians; bytes of the feed. */
export interface VerificationResult {
  rows: number;
  bytes: number;
  floor: number;
  verify: number;
  ratio: number;
  /** What `verify()` is made of. `roots` is a part of `head`. */
  steps: Record<"head" | "roots" | "hash" | "parse" | "schema", number>;
}

const address = "https://vendor.example/feed/";
/** Turns of one run: they are short. */
const turnsOfRun = 5;

/** `verify()` and its steps, beside the least that any verified feed costs: hash, signatures, parsing, schema. */
export async function measureVerification(runs: number): Promise<VerificationResult[]> {
  const results: VerificationResult[] = [];
  for (const rows of [44, rowsOfOneMegabyte(), 10_000]) results.push(await measure(rows, runs));
  return results;
}

export function rowsOfOneMegabyte(): number {
  const sample = JSON.stringify(contentOf(1000).subprocessors).length / 1000;
  return Math.round(1_000_000 / sample);
}

async function measure(rows: number, runs: number): Promise<VerificationResult> {
  const vendor = await publish(address, rows);
  const path = [...vendor.files.keys()].find((path) => path.startsWith("feed/")) as string;
  const bytes = vendor.files.get(path) as Uint8Array<ArrayBuffer>;
  const headBytes = vendor.files.get("head.json") as Uint8Array<ArrayBuffer>;
  const { roots } = parseJson(headBytes, "head.json") as Head;
  const value = parseJson(bytes, "the feed");
  const options = () => ({ feed: address, pin: vendor.pin, now: Date.now() });
  const { floor, whole, ...steps } = await timeInTurns(
    {
      floor: await prepareFloor(vendor.read, bytes),
      whole: () => verify(vendor.read, options()),
      head: () => verifyHead(headBytes, options()),
      roots: () => walkRoots(roots, options()),
      hash: () => sha256(bytes),
      parse: () => parseJson(bytes, "the feed"),
      schema: () => check(feedSchema, value, "the feed"),
    },
    runs * turnsOfRun,
  );
  return { rows, bytes: bytes.length, floor, verify: whole, ratio: whole / floor, steps };
}

/** The bare steps, with everything that can be prepared prepared: key, signed bytes and signatures are at hand. */
async function prepareFloor(read: ReadFile, bytes: Uint8Array<ArrayBuffer>): Promise<() => Promise<Feed>> {
  const head = parseJson(await read("head.json", Number.MAX_SAFE_INTEGER), "head.json") as Head;
  const envelopes = [...head.roots, head.timestamp, head.manifest];
  const signed = envelopes.flatMap(({ payload, signatures }) =>
    signatures.map(({ protected: header, signature }) => ({
      data: new TextEncoder().encode(`${header}.${payload}`),
      signature: fromBase64url(signature),
    })),
  );
  const root = parseJson(fromBase64url(envelopes[0]?.payload ?? ""), "the root") as { keys: Record<string, PublicKey> };
  const key = (await importPublicKey(Object.values(root.keys)[0] as PublicKey)) as CryptoKey;
  return async () => {
    await sha256(bytes);
    for (const { data, signature } of signed) {
      if (!(await crypto.subtle.verify("Ed25519", key, signature, data))) throw new Error("A signature does not hold.");
    }
    return check(feedSchema, parseJson(bytes, "the feed"), "the feed");
  };
}
