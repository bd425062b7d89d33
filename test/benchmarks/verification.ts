import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
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
} from "@trust-center/feed";
import { contentOf, publish } from "./content.ts";
import { median } from "./median.ts";

/** Milliseconds, medians; bytes of the feed. */
export interface VerificationResult {
  rows: number;
  bytes: number;
  floor: number;
  verify: number;
  ratio: number;
}

const address = "https://vendor.example/feed/";
/** Turns before the first measured one. */
const warmUps = 3;
/** Turns of one run: they are short. */
const turnsOfRun = 5;

/** `verify()` beside the least that any verified feed costs: hash, signatures, parsing, schema. */
export async function measureVerification(runs: number): Promise<VerificationResult[]> {
  const results: VerificationResult[] = [];
  for (const rows of [44, rowsOfOneMegabyte(), 10_000]) results.push(await measure(rows, runs));
  return results;
}

function rowsOfOneMegabyte(): number {
  const sample = JSON.stringify(contentOf(1000).subprocessors).length / 1000;
  return Math.round(1_000_000 / sample);
}

async function measure(rows: number, runs: number): Promise<VerificationResult> {
  const vendor = await publish(address, rows);
  const path = [...vendor.files.keys()].find((path) => path.startsWith("feed/")) as string;
  const bytes = vendor.files.get(path) as Uint8Array<ArrayBuffer>;
  const floor = await prepareFloor(vendor.read, bytes);
  const whole = () => verify(vendor.read, { feed: address, pin: vendor.pin, now: Date.now() });
  const times: { floor: number[]; verify: number[] } = { floor: [], verify: [] };
  for (let turn = -warmUps; turn < runs * turnsOfRun; turn++) {
    const found = { floor: await time(floor), verify: await time(whole) };
    if (turn < 0) continue;
    times.floor.push(found.floor);
    times.verify.push(found.verify);
  }
  const [low, all] = [median(times.floor), median(times.verify)];
  return { rows, bytes: bytes.length, floor: low, verify: all, ratio: all / low };
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
  signed.push(signedCheckpoint(head.log.checkpoint));
  const root = parseJson(fromBase64url(envelopes[0]?.payload ?? ""), "the root") as { keys: Record<string, PublicKey> };
  const key = await importPublicKey(Object.values(root.keys)[0] as PublicKey);
  return async () => {
    await sha256(bytes);
    for (const { data, signature } of signed) {
      if (!(await crypto.subtle.verify("Ed25519", key, signature, data))) throw new Error("A signature does not hold.");
    }
    return check(feedSchema, parseJson(bytes, "the feed"), "the feed");
  };
}

/** C2SP signed-note: text, an empty line, then `— name base64(key id ‖ signature)`. */
function signedCheckpoint(note: string) {
  const [text = "", line = ""] = note.split("\n\n");
  const encoded = line.trimEnd().split(" ").at(-1) ?? "";
  return {
    data: new TextEncoder().encode(`${text}\n`),
    signature: new Uint8Array(Buffer.from(encoded, "base64").subarray(4)),
  };
}

/** One turn's milliseconds. Garbage of the turn before is nobody's cost. */
async function time(work: () => Promise<unknown>): Promise<number> {
  collectGarbage();
  const start = performance.now();
  await work();
  return performance.now() - start;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
