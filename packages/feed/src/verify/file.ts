import { sha256Hex } from "../bytes/sha256.ts";
import { TrustCenterError } from "../errors.ts";
import type { FileReference } from "../metadata/schema.ts";

/**
 * Compares a file with what the manifest pins, before anything looks inside.
 *
 * @throws {TrustCenterError} `too-large`, `hash-mismatch`
 */
export async function verifyFile(bytes: Uint8Array<ArrayBuffer>, file: FileReference): Promise<void> {
  if (bytes.length > file.length) {
    throw new TrustCenterError("too-large", `Expected ${file.path} to hold ${file.length} bytes, found more.`, {
      ...file,
    });
  }
  const found = await sha256Hex(bytes);
  if (bytes.length !== file.length || found !== file.sha256) {
    throw new TrustCenterError("hash-mismatch", `${file.path} is not the file that was signed.`, {
      file: file.path,
      expected: file.sha256,
      found,
    });
  }
}
