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
  return check(policyBodySchema, parseJson(bytes, "the policy"), "the policy");
}

/** @throws {TrustCenterError} `malformed` where the manifest names no such policy */
export function policyReference(head: VerifiedHead, sha256: string): FileReference {
  const file = head.manifest.files.policies.find((file) => file.sha256 === sha256);
  if (!file) throw new TrustCenterError("malformed", `Expected the manifest to name the policy ${sha256}.`);
  return file;
}
