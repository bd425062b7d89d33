import { open } from "./envelope.ts";
import { require } from "./failure.ts";
import { base64url, type Json, parse } from "./json.ts";
import { checkKey, hex, isKnown, sha256 } from "./keys.ts";
import { follows } from "./schema.ts";

/* §6.1, step 3 */

interface Read {
  root: Json;
  sha256: string;
  envelope: Json;
}

export const pinOf = (payload: Uint8Array): string => `sha256-${sha256(payload).toString("base64url")}`;

/** 1: form, address, keys and roles of one root. */
function readRoot(envelope: Json, address: string): Read {
  const payload = base64url(envelope.payload);
  const root = follows("root", parse(payload, 16));
  require(root.feed === address, "wrong-feed", "a root of another feed");
  for (const [id, key] of Object.entries(root.keys)) checkKey(id, key);
  for (const name of ["root", "manifest", "timestamp", "receipt"]) {
    const { kids, threshold } = root.roles[name];
    const isThere = kids.every((kid: string) => Object.hasOwn(root.keys, kid));
    require(isThere && new Set(kids).size === kids.length && threshold <= kids.length, "key-refused", `role ${name}`);
    const usable = kids.filter((kid: string) => isKnown(root.keys[kid]));
    require(threshold <= usable.length, "unsupported", `role ${name}`);
  }
  return { root, sha256: hex(payload), envelope };
}

export interface Walk {
  root: Json;
  /** As it is remembered. */
  newest: { version: number; sha256: string; envelope: Json };
  pin: string;
  isRotated: boolean;
  /** Every root that was verified, the first one included. */
  roots: Json[];
}

export interface Reader {
  address: string;
  pin: string | null;
  state: Json | null;
}

export function walk(envelopes: readonly Json[], { address, pin, state }: Reader): Walk {
  const all = envelopes.map((envelope) => readRoot(envelope, address));
  const [first] = all as [Read];
  all.forEach(({ root }, at) => {
    require(root.version === first.root.version + at, "root-chain", "not consecutive");
  });
  let start = first;
  let next = all.slice(1);
  let itsPin = pinOf(base64url(first.envelope.payload));
  if (state) {
    itsPin = state.pin;
    require(pin === null || pin === itsPin, "pin-mismatch");
    start = readRoot(state.root.envelope, address);
    const same = all.findIndex(({ root }) => root.version === start.root.version);
    if (same >= 0) require(all[same]?.sha256 === start.sha256, "fork", "another root of the version");
    else require((all.at(-1) as Read).root.version > start.root.version, "rollback", "older roots");
    next = all.slice(same + 1);
  } else {
    require(pin === null || pin === itsPin, "pin-mismatch");
    require(first.root.version === 1, "root-chain", "not root 1");
    open(first.envelope, "root", first.root);
  }
  require(next.length <= 256, "root-chain", "too many");
  let newest = start;
  const roots = [start.root];
  for (const one of next) {
    require(one.root.version === newest.root.version + 1, "root-chain", "a gap");
    open(one.envelope, "root", newest.root);
    open(one.envelope, "root", one.root);
    newest = one;
    roots.push(one.root);
  }
  const ids = (root: Json, role: string) => JSON.stringify([...root.roles[role].kids].sort());
  const isRotated = ["timestamp", "manifest"].some((role) => ids(start.root, role) !== ids(newest.root, role));
  const { root, sha256, envelope } = newest;
  return { root, newest: { version: root.version, sha256, envelope }, pin: itsPin, isRotated, roots };
}
