import { sha256Hex } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";

/**
 * Compares bytes with what pins them, before anything looks inside. Who reads them stops at `length`, so longer ones get
 * here from memory alone.
 *
 * @throws {TrustCenterError} `hash-mismatch`
 */
export async function verifyFile(
  bytes: Uint8Array<ArrayBuffer>,
  { path, sha256, length }: { path: string; sha256: string; length: number },
): Promise<void> {
  const found = await sha256Hex(bytes);
  if (bytes.length === length && found === sha256) return;
  throw new TrustCenterError("hash-mismatch", `Expected ${path} to be the bytes that were signed, found others.`, {
    file: path,
    expected: sha256,
    found,
  });
}
