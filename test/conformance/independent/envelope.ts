import { require } from "./failure.ts";
import { base64url, type Json, parse } from "./json.ts";
import { isKnown, isSignature } from "./keys.ts";
import { follows } from "./schema.ts";

/* §3 */

/** Ids of a role's keys that signed an envelope. Its own form is the schema's. */
export function signers(envelope: Json, typ: string, root: Json, role: string): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const { protected: encoded, signature } of envelope.signatures) {
    const header = follows("header", parse(base64url(encoded), 1));
    require(header.typ === typ && !seen.has(header.kid), "signature-invalid", "another typ, or a key twice");
    seen.add(header.kid);
    if (!root.roles[role].kids.includes(header.kid)) continue;
    const key = root.keys[header.kid];
    if (!isKnown(key) || key.alg !== header.alg) continue;
    if (isSignature(key, base64url(signature), Buffer.from(`${encoded}.${envelope.payload}`))) found.push(header.kid);
  }
  return found;
}

/** The payload of an envelope that a role's threshold has signed. */
export function open(envelope: Json, kind: "root" | "manifest" | "timestamp", root: Json): Buffer {
  const found = signers(envelope, `trust-center-${kind}+json`, root, kind);
  require(found.length >= root.roles[kind].threshold, "signature-invalid", `${kind}: too few signatures`);
  return base64url(envelope.payload);
}
