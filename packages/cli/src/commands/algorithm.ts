import { UsageError } from "@trust-center/authoring";
import type { Algorithm } from "@trust-center/feed";

/** @throws {UsageError} */
export function algorithmFrom(alg: string | undefined): Algorithm {
  if (alg === undefined || alg === "Ed25519" || alg === "ES256") return alg ?? "Ed25519";
  throw new UsageError(`Expected --alg to be Ed25519 or ES256, found “${alg}”.`);
}
