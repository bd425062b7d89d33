import { type PublicKey, type Root, thumbprint } from "@trust-center/feed";
import { fixedSigner } from "../../vectors/keys.ts";
import { type Attack, withThirdRoot } from "./scene.ts";

const bytes = (...parts: number[]) => Buffer.from(parts).toString("base64url");
const hex = (text: string) => Buffer.from(text, "hex").toString("base64url");
const point = (x: string): PublicKey => ({ kty: "OKP", crv: "Ed25519", x, alg: "Ed25519" });
const filled = (byte: number) => Array(30).fill(byte) as number[];

const honest = (await fixedSigner("odd", "ES256")).publicKey as Extract<PublicKey, { kty: "EC" }>;
const nextLetter = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 1);

const keys: [what: string, key: PublicKey][] = [
  ["of order 1", point(bytes(1, ...filled(0), 0))],
  ["of order 2", point(bytes(0xec, ...filled(0xff), 0x7f))],
  ["of order 4", point(bytes(0, ...filled(0), 0))],
  ["of order 4 with the other sign", point(bytes(0, ...filled(0), 0x80))],
  ["of order 8", point(hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))],
  ["of order 8, the other one", point(hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"))],
  ["whose y is p + 1", point(bytes(0xee, ...filled(0xff), 0x7f))],
  ["whose y is all ones", point(bytes(0xff, ...filled(0xff), 0xff))],
  ["of 31 bytes", point(bytes(7, ...filled(7)))],
  ["of 33 bytes", point(bytes(7, ...filled(7), 7, 7))],
  ["not on P-256", { ...honest, y: bytes(...filled(7), 7, 7) }],
  // The same point under a second id: engines take stray bits, so that one key would meet a threshold of two.
  ["of P-256 in another spelling", { ...honest, x: honest.x.slice(0, -1) + nextLetter(honest.x.at(-1) as string) }],
];

/** Keys that verify what they should not, or have two names; the holders of the root keys have signed them in. */
export const weakKeys: readonly Attack[] = keys.map(([what, key]) => ({
  name: `a key ${what}`,
  attack: "weak-key",
  code: "key-refused",
  build: async (scene) => {
    const kid = await thumbprint(key);
    return withThirdRoot(scene, withTimestampKey(kid, key));
  },
}));

const withTimestampKey = (kid: string, key: unknown) => (root: Root) => ({
  keys: { ...root.keys, [kid]: key },
  roles: { ...root.roles, timestamp: { threshold: 1, kids: [kid] } },
});

/** Keys of a form that no root may have. */
export const oddKeys: readonly Attack[] = [
  {
    name: "a key under an id that is not its thumbprint",
    attack: "weak-key",
    code: "key-refused",
    build: (scene) => withThirdRoot(scene, withTimestampKey("A".repeat(43), honest)),
  },
  ...(
    [
      ["a symmetric key", { kty: "oct", k: "AAAA", alg: "HS256" }],
      ["an RSA key", { kty: "RSA", n: "AAAA", e: "AQAB", alg: "RS256" }],
    ] as const
  ).map(
    ([what, key]): Attack => ({
      name: `${what} in a root, and no other in its role`,
      attack: "weak-key",
      code: "unsupported",
      build: (scene) => withThirdRoot(scene, withTimestampKey("x", key)),
    }),
  ),
  ...(
    [
      ["a key that names no algorithm", { kty: "RSA", n: "AAAA", e: "AQAB" }],
      ["a private key", { ...point(bytes(7, ...filled(7), 7)), d: "AAAA" }],
      ["an Ed25519 key that is bound to ES256", { ...point(bytes(7, ...filled(7), 7)), alg: "ES256" }],
    ] as const
  ).map(
    ([what, key]): Attack => ({
      name: `${what} in a root`,
      attack: "weak-key",
      code: "malformed",
      build: (scene) => withThirdRoot(scene, withTimestampKey("x", key)),
    }),
  ),
];
