import { createHash, createPublicKey, verify } from "node:crypto";

/* C2SP signed-note and tlog-checkpoint. No code of packages/. */

/** A checkpoint whose signature by the log held. */
export interface OpenedCheckpoint {
  origin: string;
  size: number;
  root: Buffer;
}

/**
 * Opens a checkpoint under the Ed25519 key of a log.
 *
 * @param x The key's `x` of its JWK (RFC 8037).
 * @throws {Error} that says what is wrong
 */
export function openCheckpoint(note: string, name: string, x: string): OpenedCheckpoint {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: signed-note forbids them
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new Error("control character");
  const at = note.lastIndexOf("\n\n");
  if (at < 0) throw new Error("no empty line");
  const text = note.slice(0, at + 1);
  const lines = note.slice(at + 2).split("\n");
  if (lines.pop() !== "") throw new Error("no newline at the end");
  const key = Buffer.from(x, "base64url");
  const id = createHash("sha256").update(`${name}\n`).update(Buffer.of(1)).update(key).digest().subarray(0, 4);
  let signed = false;
  for (const line of lines) {
    const [, signer, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    if (!signer || !encoded) throw new Error("not a signature line");
    const bytes = Buffer.from(encoded, "base64");
    if (signer !== name || !bytes.subarray(0, 4).equals(id)) continue;
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    if (!verify(null, Buffer.from(text), publicKey, bytes.subarray(4))) throw new Error("bad signature");
    signed = true;
  }
  if (!signed) throw new Error("not signed by the log");
  const [origin, size, root, end] = text.split("\n");
  if (!origin || !/^(?:0|[1-9][0-9]*)$/.test(size ?? "") || end === undefined) throw new Error("not a checkpoint");
  const hash = Buffer.from(root ?? "", "base64");
  if (hash.length !== 32 || hash.toString("base64") !== root) throw new Error("not a root hash");
  return { origin, size: Number(size), root: hash };
}
