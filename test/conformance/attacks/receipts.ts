import { type ErrorCode, type Signer, signEnvelope } from "@trust-center/feed";
import { firstKeys, newestKeys, thief } from "./keys.ts";
import { encode, headOf } from "./publish.ts";
import type { Scene } from "./scene.ts";
import { receiptOf } from "./signing.ts";

/** A receipt that proves nothing. */
export interface ReceiptAttack {
  name: string;
  /** Which row of docs/attacks.md it is. */
  attack: string;
  code: ErrorCode;
  build(scene: Scene): string | Promise<string>;
}

/** The compact form of an envelope's first signature. */
const compactOf = (envelope: { payload: string; signatures: { protected: string; signature: string }[] }) =>
  `${envelope.signatures[0]?.protected}.${envelope.payload}.${envelope.signatures[0]?.signature}`;

const [receiptKey] = newestKeys.receipt;

export const receiptAttacks: readonly ReceiptAttack[] = [
  ...(["timestamp", "manifest"] as const).map(
    (kind): ReceiptAttack => ({
      name: `a ${kind} as a receipt`,
      attack: "type-confusion",
      code: "signature-invalid",
      build: ({ newest }) => compactOf(headOf(newest.tree)[kind]),
    }),
  ),
  {
    name: "a root as a receipt",
    attack: "type-confusion",
    code: "signature-invalid",
    build: ({ newest }) => compactOf(headOf(newest.tree).roots[1]),
  },
  {
    name: "a receipt's payload, signed by the receipt's key as a manifest",
    attack: "type-confusion",
    code: "signature-invalid",
    build: async (scene) => {
      const payload = Buffer.from((await receiptOf(scene)).split(".")[1] ?? "", "base64url");
      return compactOf(await signEnvelope(payload, "manifest", [receiptKey as Signer]));
    },
  },
  {
    name: "a receipt signed by the timestamp's key",
    attack: "stolen-timestamp-key",
    code: "signature-invalid",
    build: async (scene) => compactOf(await signedBy(scene, newestKeys.timestamp[0])),
  },
  {
    name: "a receipt signed by a stranger",
    attack: "tamper",
    code: "signature-invalid",
    build: async (scene) => compactOf(await signedBy(scene, thief)),
  },
  {
    name: "a receipt signed by the receipt key that was retired, filed since",
    attack: "retired-key",
    code: "key-refused",
    build: async (scene) => compactOf(await signedBy(scene, firstKeys.receipt[0], { filed: "2026-01-20T00:00:00Z" })),
  },
  {
    name: "a receipt with another deadline",
    attack: "tamper",
    code: "signature-invalid",
    build: async (scene) => {
      const [header, , signature] = (await receiptOf(scene)).split(".");
      const [, payload] = (await receiptOf(scene, { deadline: "2030-01-01T00:00:00Z" })).split(".");
      return [header, payload, signature].join(".");
    },
  },
  {
    name: "a receipt of another feed, signed by the same key",
    attack: "cross-feed-replay",
    code: "wrong-feed",
    build: (scene) => receiptOf(scene, { feed: "https://other.example/" }),
  },
  {
    name: "a receipt of a feed with another pin, signed by the same key",
    attack: "cross-feed-replay",
    code: "pin-mismatch",
    build: (scene) => receiptOf(scene, { pin: `sha256-${"A".repeat(43)}` }),
  },
  {
    name: "a receipt of two parts",
    attack: "hostile-bytes",
    code: "malformed",
    build: async (scene) => (await receiptOf(scene)).replace(/\.[^.]*$/, ""),
  },
  {
    name: "a receipt that names a member twice",
    attack: "hostile-bytes",
    code: "malformed",
    build: async (scene) => {
      const payload = Buffer.from((await receiptOf(scene)).split(".")[1] ?? "", "base64url").toString();
      const twice = payload.replace("{", '{"deadline":"2030-01-01T00:00:00Z",');
      return compactOf(await signEnvelope(encode(twice), "receipt", [receiptKey as Signer]));
    },
  },
  {
    name: "a receipt in another spelling",
    attack: "other-spelling",
    code: "signature-invalid",
    build: async (scene) => `${await receiptOf(scene)}=`,
  },
];

async function signedBy(scene: Scene, signer: Signer | undefined, more: object = {}) {
  const payload = Buffer.from((await receiptOf(scene, more)).split(".")[1] ?? "", "base64url");
  return signEnvelope(payload, "receipt", [signer as Signer]);
}
