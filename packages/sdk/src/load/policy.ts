import { limits, naming, type PolicyBody, policyReference, verifyPolicy } from "@trust-center/feed";
import type { TrustCenter } from "./center.ts";

/**
 * The body of a policy of a loaded trust center, verified.
 *
 * @param sha256 As the policy's `bodies` name it.
 * @throws {TrustCenterError}
 */
export async function loadPolicy(center: TrustCenter, sha256: string): Promise<PolicyBody> {
  const { head } = center;
  const { path, length } = policyReference(head, sha256);
  return naming(center.read, async (read) =>
    verifyPolicy(head, sha256, await read(path, Math.min(length, limits.file))),
  );
}
