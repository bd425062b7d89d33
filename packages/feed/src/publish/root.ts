import { toInstant } from "../document/date.ts";
import { signEnvelope } from "../envelope/sign.ts";
import { TrustCenterError } from "../errors.ts";
import type { Signer } from "../keys/signer.ts";
import { limits } from "../limits.ts";
import { type Envelope, type PublicKey, type Role, type Root, roleNames } from "../metadata/schema.ts";

/** How long a root vouches unless told otherwise, milliseconds. */
export const rootLifetime = 365 * 24 * 60 * 60 * 1000;

/** Signers of each role. A newcomer has one key that holds every role. */
export type RoleSigners = Record<Role, readonly Signer[]>;

/** One signer for everything. */
export const oneSigner = (signer: Signer): RoleSigners => ({
  root: [signer],
  manifest: [signer],
  timestamp: [signer],
  receipt: [signer],
});

/** A public key and its id. */
export interface NamedKey {
  kid: string;
  publicKey: PublicKey;
}

/** Keys of each role, and how many of them it takes. */
export type RoleKeys = Record<Role, { keys: readonly NamedKey[]; threshold: number }>;

/** Root 1 of a feed, not signed yet. The SHA-256 of its bytes is the pin, for good. */
export function firstRoot(feed: string, roles: RoleKeys, now: number, lifetime: number = rootLifetime): Root {
  const everyKey = roleNames.flatMap((name) => roles[name].keys);
  const role = (name: Role) => ({ threshold: roles[name].threshold, kids: roles[name].keys.map(({ kid }) => kid) });
  return {
    type: "root",
    feed,
    version: 1,
    issued: toInstant(now),
    expires: toInstant(now + lifetime),
    keys: Object.fromEntries(everyKey.map(({ kid, publicKey }) => [kid, publicKey])),
    roles: { root: role("root"), manifest: role("manifest"), timestamp: role("timestamp"), receipt: role("receipt") },
  };
}

/** Makes and signs root 1 of a feed: every signer of a role must sign for it. */
export function createRoot(feed: string, signers: RoleSigners, now: number, lifetime?: number): Promise<Envelope> {
  const role = (name: Role) => ({ keys: signers[name], threshold: signers[name].length });
  const roles = {
    root: role("root"),
    manifest: role("manifest"),
    timestamp: role("timestamp"),
    receipt: role("receipt"),
  };
  return signEnvelope(rootBytes(firstRoot(feed, roles, now, lifetime)), "root", signers.root);
}

/** What may change from one root to the next. */
export type RootChange =
  | { type: "add"; key: NamedKey; roles: readonly Role[] }
  /** Another key takes the roles of one, or those named. */
  | { type: "replace"; kid: string; by: NamedKey; roles?: readonly Role[] }
  /** A key loses its roles, or those named. */
  | { type: "retire"; kid: string; roles?: readonly Role[] }
  | { type: "threshold"; role: Role; threshold: number }
  | { type: "successor"; feed: string; pin: string };

/**
 * The root that follows another. Its expiry is always renewed.
 *
 * @throws {TrustCenterError} `key-refused` where a change cannot be: it says why, and what can
 */
export function nextRoot(
  root: Root,
  changes: readonly RootChange[],
  now: number,
  lifetime: number = rootLifetime,
): Root {
  const changed = changes.reduce(changeRoot, root);
  for (const name of roleNames) refuseUnusable(name, changed.roles[name]);
  const used = new Set(roleNames.flatMap((name) => changed.roles[name].kids));
  return {
    ...changed,
    version: root.version + 1,
    issued: toInstant(now),
    expires: toInstant(now + lifetime),
    keys: Object.fromEntries(Object.entries(changed.keys).filter(([kid]) => used.has(kid))),
  };
}

/** The bytes of a root: what is signed, and what the pin of the first one is made of. */
export const rootBytes = (root: Root): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(root));

function changeRoot(root: Root, change: RootChange): Root {
  switch (change.type) {
    case "add":
      return withKids({ ...root, keys: withKey(root, change.key) }, change.roles, (kids, name) => {
        if (kids.includes(change.key.kid)) throw refusal(`Key ${change.key.kid} holds the role "${name}" already.`);
        return [...kids, change.key.kid];
      });
    case "replace":
      return withKids(
        { ...root, keys: withKey(root, change.by) },
        change.roles ?? rolesOf(root, change.kid),
        (kids, name) => {
          requireKid(kids, change.kid, name);
          return [...new Set(kids.map((kid) => (kid === change.kid ? change.by.kid : kid)))];
        },
      );
    case "retire":
      return withKids(root, change.roles ?? rolesOf(root, change.kid), (kids, name) => {
        requireKid(kids, change.kid, name);
        return kids.filter((kid) => kid !== change.kid);
      });
    case "threshold":
      return {
        ...root,
        roles: { ...root.roles, [change.role]: { ...root.roles[change.role], threshold: change.threshold } },
      };
    case "successor":
      return { ...root, successor: { feed: change.feed, pin: change.pin } };
  }
}

const withKey = (root: Root, { kid, publicKey }: NamedKey) => ({ ...root.keys, [kid]: publicKey });

function withKids(root: Root, roles: readonly Role[], change: (kids: string[], name: Role) => string[]): Root {
  const changed = roles.map((name) => [name, { ...root.roles[name], kids: change(root.roles[name].kids, name) }]);
  return { ...root, roles: { ...root.roles, ...Object.fromEntries(changed) } };
}

/** Roles that a key holds. */
export function rolesOf(root: Root, kid: string): Role[] {
  const roles = roleNames.filter((name) => root.roles[name].kids.includes(kid));
  if (roles.length > 0) return roles;
  throw refusal(`Expected a key of root ${root.version}, found ${kid}. It names ${Object.keys(root.keys).join(", ")}.`);
}

function requireKid(kids: readonly string[], kid: string, name: Role): void {
  if (!kids.includes(kid)) {
    throw refusal(`Expected a key that holds the role "${name}", found ${kid}. Its keys are ${kids.join(", ")}.`);
  }
}

function refuseUnusable(name: Role, { kids, threshold }: Root["roles"]["root"]): void {
  if (kids.length > limits.signatures) {
    throw refusal(`The role "${name}" would have ${kids.length} keys. Expected at most ${limits.signatures}.`);
  }
  if (Number.isInteger(threshold) && threshold >= 1 && threshold <= kids.length) return;
  throw refusal(
    `The role "${name}" would have ${kids.length} keys and ask for ${threshold} of them. ` +
      `Expected a threshold from 1 to the number of keys: add a key first, or lower the threshold first.`,
  );
}

const refusal = (message: string) => new TrustCenterError("key-refused", message);
