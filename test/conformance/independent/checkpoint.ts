import { require } from "./failure.ts";
import { base64, type Json } from "./json.ts";
import { checkKey, isSignature, sha256 } from "./keys.ts";

/* §8.3 and §8.6 */

export const originOf = (address: string): string => address.replace(/^[a-z]+:\/\//, "").replace(/\/$/, "");

export const textOf = (origin: string, size: number, root: string): string =>
  `${origin}\n${size}\n${Buffer.from(root, "hex").toString("base64")}\n`;

interface Line {
  name: string;
  bytes: Buffer;
}

/** The text of a checkpoint and its signature lines. */
function read(note: string): { text: string; origin: string; lines: Line[] } {
  require(note.length <= 65_536, "too-large", "a checkpoint");
  const found = /^([^\n]+)\n(?:0|[1-9]\d{0,15})\n([^\n]+)\n\n((?:— [^ \n]+ [^ \n]+\n)*)$/.exec(note);
  require(found, "malformed", "no checkpoint");
  const [, origin = "", root = "", lines = ""] = found;
  require(base64(root).length === 32, "malformed", "no root");
  const read = lines
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const [, name = "", encoded = ""] = line.split(" ");
      return { name, bytes: base64(encoded) };
    });
  return { text: note.slice(0, note.indexOf("\n\n") + 1), origin, lines: read };
}

const idOf = (name: string, type: number, key: Json): string =>
  sha256(`${name}\n`, Buffer.of(type), Buffer.from(key.x, "base64url")).subarray(0, 4).toString("hex");

/** How many of some keys of the log signed it. */
export function countSignatures(note: string, keys: readonly Json[]): number {
  const { text, origin, lines } = read(note);
  const signed = new Set<Json>();
  for (const { name, bytes } of lines) {
    for (const key of keys) {
      if (name !== origin || bytes.subarray(0, 4).toString("hex") !== idOf(origin, 1, key)) continue;
      require(isSignature(key, bytes.subarray(4), Buffer.from(text)), "signature-invalid", "the log's line");
      signed.add(key);
    }
  }
  return signed.size;
}

/** The log's own signatures hold (§6.1, steps 8 and 10). */
export function checkSignatures(note: string, root: Json): void {
  const { kids, threshold } = root.roles.manifest;
  const able = kids.map((kid: string) => root.keys[kid]).filter(({ alg }: Json) => alg === "Ed25519");
  const expected = threshold - (kids.length - able.length);
  require(countSignatures(note, able) >= expected, "signature-invalid", "the checkpoint");
}

function verifierKey(text: string): { name: string; key: Json; id: string } {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text);
  require(found, "malformed", "no verifier key");
  const [, name = "", id = "", encoded = ""] = found;
  const bytes = base64(encoded);
  require(bytes.length === 33 && bytes[0] === 4, "malformed", "no witness's key");
  const x = bytes.subarray(1).toString("base64url");
  const key = { kty: "OKP", crv: "Ed25519", x, alg: "Ed25519" };
  checkKey(sha256(JSON.stringify({ crv: "Ed25519", kty: "OKP", x })).toString("base64url"), key);
  require(id === idOf(name, 4, key), "key-refused", "another id");
  return { name, key, id };
}

/** The newest statement of each known witness. */
export function statements(note: string, witnesses: readonly string[], now: number): { name: string; at: string }[] {
  const known = witnesses.map(verifierKey);
  const { text, lines } = read(note);
  const newest = new Map<string, { name: string; seconds: number }>();
  for (const { name, bytes } of lines) {
    for (const witness of known) {
      if (witness.name !== name || bytes.subarray(0, 4).toString("hex") !== witness.id) continue;
      require(bytes.length === 76, "signature-invalid", "a cosignature's length");
      const seconds = Number(bytes.readBigUInt64BE(4));
      require(seconds * 1000 <= now + 300_000, "signature-invalid", "of the future");
      const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
      require(isSignature(witness.key, bytes.subarray(12), message), "signature-invalid", "a cosignature");
      if (seconds > (newest.get(witness.key.x)?.seconds ?? -1)) newest.set(witness.key.x, { name, seconds });
    }
  }
  return [...newest.values()].map(({ name, seconds }) => ({
    name,
    at: new Date(seconds * 1000).toISOString().replace(".000Z", "Z"),
  }));
}
