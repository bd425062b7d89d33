import { readFileSync } from "node:fs";
import { readBundle } from "./bundle.ts";
import { countSignatures, statements } from "./checkpoint.ts";
import { outcomeOf as recordsSay } from "./discovery.ts";
import { Failure, require } from "./failure.ts";
import { type Json, parse } from "./json.ts";
import { checkKey, isKnown, isSignature } from "./keys.ts";
import { rootFromPath, rootsFromProof } from "./merkle.ts";
import { datesOf } from "./notice.ts";
import { readEntry, readFeedDocument, visit } from "./reader.ts";
import { readReceipt } from "./receipt.ts";
import { follows } from "./schema.ts";
import { pathOfTile } from "./tiles.ts";

/** What this reader ends with for a vector, in the form of its `expect`. */
export function outcomeOf(vector: Json, read?: (path: string) => Uint8Array | undefined): Json {
  try {
    return { ok: true, ...(kinds[vector.kind] as Kind)(vector, read) };
  } catch (error) {
    if (error instanceof Failure) return { ok: false, code: error.code };
    throw error;
  }
}

type Kind = (vector: Json, read?: (path: string) => Uint8Array | undefined) => object;

const bytes = (text: string): Buffer => Buffer.from(text, "hex");
const at = (instant: string): number => Date.parse(instant);

const kinds: Record<string, Kind> = {
  feed: (vector, read) => {
    const { trust, state } = visit(read as (path: string) => Uint8Array | undefined, {
      ...vector,
      now: at(vector.now),
    });
    return { trust, state };
  },
  receipt: ({ receipt, roots, address, pin }) => {
    readReceipt(receipt, roots, { address, pin });
    return {};
  },
  bundle: ({ bundle, pin, now, history }) => readBundle(bundle, { pin, now: at(now), history }),
  note: ({ checkpoint, keys, witnesses, now }) => ({
    signatures: countSignatures(checkpoint, keys),
    witnesses: statements(checkpoint, witnesses, at(now)),
  }),
  key: ({ id, key }) => {
    const root = { ...aRoot, keys: { [id]: key } };
    follows("root", root);
    checkKey(id, key);
    return isKnown(key) ? {} : { usable: false };
  },
  signature: ({ key, message, signature }) => ({ valid: isSignature(key, bytes(signature), bytes(message)) }),
  inclusion: ({ index, size, leaf, proof, root }) => {
    const led = index < size ? rootFromPath(index, size, bytes(leaf), proof.map(bytes)) : undefined;
    require(led?.toString("hex") === root, "log-inconsistent");
    return {};
  },
  consistency: ({ from, to, proof, oldRoot, newRoot }) => {
    require(from >= 1, "log-inconsistent");
    const led = rootsFromProof(from, to, proof.map(bytes), bytes(oldRoot))?.map((hash) => hash.toString("hex"));
    require(led?.[0] === oldRoot && led?.[1] === newRoot, "log-inconsistent");
    return {};
  },
  tile: ({ level, index, hashes }) => ({ path: pathOfTile(level, index, hashes) }),
  document: ({ schema, text }) => {
    const document = Buffer.from(text, "base64");
    if (schema === "entry") readEntry(parse(document));
    else readFeedDocument(document);
    return {};
  },
  dates: ({ announced, terms, entry }) => ({ ...datesOf(terms, entry, at(announced)) }),
  discovery: ({ records, feed, pin }) => ({ outcome: recordsSay(records, feed, pin) }),
};

const role = { threshold: 1, kids: ["x"] };
const aRoot = {
  type: "root",
  feed: "",
  version: 1,
  issued: "2026-01-01T00:00:00Z",
  expires: "2027-01-01T00:00:00Z",
  roles: { root: role, manifest: role, timestamp: role, receipt: role },
};

/** Reads a feed's files from the folder of the vectors. */
export const filesOf =
  (folder: URL, { files }: Json) =>
  (path: string) =>
    Object.hasOwn(files, path) ? readFileSync(new URL(`files/${files[path]}`, folder)) : undefined;
