import { fromBase64url, fromBinary, toBinary } from "../bytes/base64url.ts";
import { concat } from "../bytes/concat.ts";
import { toHex } from "../bytes/hex.ts";
import { sha256 } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";
import { signatureIsValid } from "../keys/signature.ts";
import type { Signer } from "../keys/signer.ts";
import { limits } from "../limits.ts";
import type { PublicKey } from "../metadata/schema.ts";
import { checkpointText } from "./checkpoint-text.ts";

export { checkpointText, logOrigin } from "./checkpoint-text.ts";

/** What a checkpoint states (C2SP tlog-checkpoint). */
export interface Checkpoint {
  /** The log's name: the feed's address without scheme and final slash. */
  origin: string;
  size: number;
  /** Hex. */
  root: string;
  /** Lines of the signed note's signatures, as they stand. */
  signatures: string[];
}

/** Signs a checkpoint as a C2SP signed note, once with each Ed25519 signer. */
export async function signCheckpoint(
  origin: string,
  size: number,
  root: Uint8Array,
  signers: readonly Signer[],
): Promise<string> {
  const body = checkpointText(origin, size, root);
  const lines = await Promise.all(
    signers
      .filter((signer) => signer.publicKey.alg === "Ed25519")
      .map(async (signer) => {
        const signature = await signer.sign(new TextEncoder().encode(body));
        const bytes = [...(await noteKeyId(origin, signer.publicKey)), ...signature];
        return `— ${origin} ${btoa(toBinary(Uint8Array.from(bytes)))}\n`;
      }),
  );
  return `${body}\n${lines.join("")}`;
}

/** Signature types of C2SP signed-note. */
export const noteTypes = { ed25519: 1, cosignature: 4 } as const;

/** First four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key) (C2SP signed-note). */
export async function noteKeyId(
  name: string,
  key: PublicKey,
  type: number = noteTypes.ed25519,
): Promise<Uint8Array<ArrayBuffer>> {
  const text = new TextEncoder().encode(`${name}\n`);
  return (await sha256(concat(text, [type], fromBase64url(key.x)))).subarray(0, 4);
}

/** What the signatures of a checkpoint are over: everything before the empty line. */
export const checkpointBody = (text: string): string => text.slice(0, text.indexOf("\n\n") + 1);

/**
 * Reads a checkpoint without extension lines, all of it in its one spelling: base64 is padded, and leaves no stray bits
 * (RFC 4648 §3.5). Its size and root are trusted only once they equal those of the signed manifest; its signatures
 * are for outside witnesses and log tools.
 *
 * @throws {TrustCenterError} `malformed`, `too-large`
 */
export function parseCheckpoint(text: string): Checkpoint {
  if (text.length > limits.checkpoint)
    throw new TrustCenterError("too-large", `Expected a checkpoint of at most ${limits.checkpoint} characters.`);
  const found =
    /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)\n\n((?:— [^ \n]+ (?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)\n)*)$/.exec(
      text,
    );
  if (!found) throw new TrustCenterError("malformed", "Expected a checkpoint in the form of C2SP tlog-checkpoint.");
  const [, origin = "", size, root = "", signatures = ""] = found;
  return {
    origin,
    size: Number(size),
    root: toHex(fromBinary(atob(root))),
    signatures: signatures.split("\n").filter(Boolean),
  };
}

/**
 * Counts the keys that signed a checkpoint. Lines of other names and keys are those of witnesses, and passed over; a line
 * that claims one of the keys and does not verify is refused.
 *
 * @throws {TrustCenterError} `signature-invalid`, `malformed`
 */
export async function countCheckpointSignatures(text: string, keys: readonly PublicKey[]): Promise<number> {
  const { origin, signatures } = parseCheckpoint(text);
  const body = new TextEncoder().encode(checkpointBody(text));
  const signed = new Set<PublicKey>();
  for (const line of signatures) {
    const [, name, encoded = ""] = line.split(" ");
    const bytes = fromBinary(atob(encoded));
    for (const key of name === origin ? keys : []) {
      if (toHex(bytes.subarray(0, 4)) !== toHex(await noteKeyId(origin, key))) continue;
      if (!(await signatureIsValid(key, bytes.subarray(4), body))) {
        throw new TrustCenterError("signature-invalid", "The checkpoint is not the one that was signed.", {
          checkpoint: text,
        });
      }
      signed.add(key);
    }
  }
  return signed.size;
}
