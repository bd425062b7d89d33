import { toInstant } from "../document/date.ts";
import { signEnvelope } from "../envelope/sign.ts";
import type { Signer } from "../keys/signer.ts";
import type { Envelope, Role, Root } from "../metadata/schema.ts";

const year = 365 * 24 * 60 * 60 * 1000;

/** Signers of each role. A newcomer has one key that holds every role. */
export type RoleSigners = Record<Role, readonly Signer[]>;

/** One signer for everything. */
export const oneSigner = (signer: Signer): RoleSigners => ({
  root: [signer],
  manifest: [signer],
  timestamp: [signer],
  receipt: [signer],
});

/** Makes and signs root 1 of a feed. Its payload's SHA-256 is the pin, for good. */
export async function createRoot(
  feed: string,
  signers: RoleSigners,
  now: number,
  lifetime: number = year,
): Promise<Envelope> {
  const everySigner = Object.values(signers).flat();
  const role = (signers: readonly Signer[]) => ({ threshold: signers.length, kids: signers.map(({ kid }) => kid) });
  const root: Root = {
    type: "root",
    feed,
    version: 1,
    issued: toInstant(now),
    expires: toInstant(now + lifetime),
    keys: Object.fromEntries(everySigner.map(({ kid, publicKey }) => [kid, publicKey])),
    roles: {
      root: role(signers.root),
      manifest: role(signers.manifest),
      timestamp: role(signers.timestamp),
      receipt: role(signers.receipt),
    },
  };
  return signEnvelope(new TextEncoder().encode(JSON.stringify(root)), "root", signers.root);
}
