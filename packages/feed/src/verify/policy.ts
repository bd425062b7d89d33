import { parseJson } from "../bytes/json.ts";
import { check } from "../document/check.ts";
import { type PolicyBody, policyBodySchema } from "../document/policy-body.ts";
import { TrustCenterError } from "../errors.ts";
import type { FileReference } from "../metadata/schema.ts";
import { verifyFile } from "./file.ts";
import type { VerifiedHead } from "./head.ts";

/** Verifies a policy's body, which the head's manifest must name. */
export async function verifyPolicy(
  head: VerifiedHead,
  sha256: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<PolicyBody> {
  await verifyFile(bytes, policyReference(head, sha256));
  return parsePolicy(bytes);
}

/**
 * Verifies a policy's body of any time by its hash, which a verified list or entry of the log names: the manifest names those of
 * the newest list alone.
 *
 * @throws {TrustCenterError} `hash-mismatch`, `malformed`
 */
export async function verifyPastPolicy(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<PolicyBody> {
  await verifyFile(bytes, { path: policyPath(sha256), sha256, length: bytes.length });
  return parsePolicy(bytes);
}

/** Where the file of a policy's body stands in a feed. */
export const policyPath = (sha256: string): string => `policies/${sha256}.json`;

const parsePolicy = (bytes: Uint8Array<ArrayBuffer>): PolicyBody =>
  check(policyBodySchema, parseJson(bytes, "the policy"), "the policy");

/** @throws {TrustCenterError} `malformed` where the manifest names no such policy */
export function policyReference(head: VerifiedHead, sha256: string): FileReference {
  const file = head.manifest.files.policies.find((file) => file.sha256 === sha256);
  if (!file) throw new TrustCenterError("malformed", `Expected the manifest to name the policy ${sha256}.`);
  return file;
}
