import { createPrivateKey } from "node:crypto";
import { createSigner, fromBase64url, importPrivateJwk, pinOf, type RoleSigners, sha256Hex } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { day, publishVersion, signRoot, type Version } from "../conformance/attacks/publish.ts";

export const address = "https://acme.example/.well-known/trust-center/";
export const start = Date.parse("2026-01-10T12:00:00Z");
export const visit = start + 2 * day;

/** An Ed25519 key made of one byte: every run has the same keys, and with them the same bytes. */
async function signerOf(byte: number) {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, byte)]);
  const { x, d } = createPrivateKey({ key: der, format: "der", type: "pkcs8" }).export({ format: "jwk" });
  return createSigner(
    await importPrivateJwk({ kty: "OKP", crv: "Ed25519", alg: "Ed25519", x: String(x), d: String(d) }),
  );
}

/** A vendor with two versions, two roots, and a key for each role. */
export interface FuzzVendor {
  address: string;
  pin: string;
  first: Version;
  newest: Version;
  keys: RoleSigners;
  /** Who signed root 1, and with it root 2. */
  firstRootKeys: RoleSigners["root"];
}

async function makeVendor(address: string, firstByte: number): Promise<FuzzVendor> {
  const [a, b, manifest, timestamp, receipt] = await Promise.all([0, 1, 2, 3, 4].map((at) => signerOf(firstByte + at)));
  const old = { root: [a], manifest: [manifest], timestamp: [timestamp], receipt: [receipt] } as RoleSigners;
  const keys = { ...old, root: [b] } as RoleSigners;
  const root = await signRoot({ address, version: 1, now: start, keys: old, by: old.root });
  const second = await signRoot({ address, version: 2, now: start + day, keys, by: [...old.root, ...keys.root] });
  const first = await publishVersion({ address, content: mockContent(), keys: old, roots: [root], now: start });
  const newest = await publishVersion({
    address,
    content: mockChange({ intro: { en: "Ours", es: "Nuestra" } }),
    keys,
    roots: [root, second],
    now: start + day,
    before: first,
  });
  return {
    address,
    pin: pinOf(await sha256Hex(fromBase64url(root.payload))),
    first,
    newest,
    keys,
    firstRootKeys: old.root,
  };
}

/** The vendor, and another one at another address: parts of its files are put into the first one's. */
export const vendor: FuzzVendor = await makeVendor(address, 10);
export const stranger: FuzzVendor = await makeVendor("https://other.example/feed/", 20);
