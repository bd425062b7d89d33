import {
  limits,
  naming,
  type PolicyBody,
  policyPath,
  policyReference,
  verifyPastPolicy,
  verifyPolicy,
} from "@trust-center/feed";
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

/**
 * The body that a policy had, or will have, verified by its hash alone.
 *
 * @param sha256 As a verified list or change names it: `bodies` of the policies of {@link asOf}, of an entry of {@link loadHistory}.
 * @throws {TrustCenterError} `network` where it is not kept any more
 */
export const loadPastPolicy = (center: TrustCenter, sha256: string): Promise<PolicyBody> =>
  naming(center.read, async (read) => verifyPastPolicy(sha256, await read(policyPath(sha256), limits.file)));
