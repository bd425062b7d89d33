import { type Envelope, signReceipt, toBase64url } from "@trust-center/feed";
import { firstKeys, newestKeys, thief } from "./keys.ts";
import { decode, encode, headOf, payloadOf } from "./publish.ts";
import { type Attack, resign, type Scene, withHead, withManifest } from "./scene.ts";

const typ = "trust-center-timestamp+json";

/** The newest tree whose timestamp claims another protected header. */
const withHeader = (scene: Scene, header: unknown) =>
  withHead(scene, (head) => {
    head.timestamp.signatures[0].protected = toBase64url(encode(header));
  });

const { kid } = newestKeys.timestamp[0] as { kid: string };

/** Something that was signed is passed off as something else. */
export const typeConfusion: readonly Attack[] = [
  {
    name: "a timestamp as a manifest",
    attack: "type-confusion",
    code: "signature-invalid",
    build: (scene) => withHead(scene, (head) => ({ ...head, manifest: head.timestamp })),
  },
  {
    name: "a manifest as a timestamp",
    attack: "type-confusion",
    code: "signature-invalid",
    build: (scene) => withHead(scene, (head) => ({ ...head, timestamp: head.manifest })),
  },
  {
    name: "a root as a manifest",
    attack: "type-confusion",
    code: "signature-invalid",
    build: (scene) => withHead(scene, (head) => ({ ...head, manifest: head.roots[1] })),
  },
  {
    name: "a manifest as a root",
    attack: "type-confusion",
    code: "malformed",
    build: (scene) => withHead(scene, (head) => ({ ...head, roots: [...head.roots, head.manifest] })),
  },
  {
    name: "a root's payload under a receipt's signature",
    attack: "type-confusion",
    code: "signature-invalid",
    build: async (scene) => {
      const [header, , signature] = (await receiptOf(scene)).split(".");
      return withHead(scene, (head) => {
        const root = head.roots[1] as Envelope;
        head.roots[1] = { payload: root.payload, signatures: [{ protected: header, signature }] };
      });
    },
  },
  {
    name: "a timestamp's payload, signed as a manifest by the manifest's key",
    attack: "type-confusion",
    code: "malformed",
    build: (scene) =>
      withManifest(scene, { bytes: encode(payloadOf(headOf(scene.newest.tree).timestamp)), timestamp: {} }),
  },
];

export const receiptOf = (scene: Scene, more: object = {}): Promise<string> =>
  signReceipt(
    {
      type: "receipt",
      feed: scene.address,
      pin: scene.pin,
      id: "receipt-of-a-test",
      action: "objection-filed",
      change: "2.1",
      version: 2,
      sha256: scene.newest.manifest.files.feed.sha256,
      log: scene.newest.manifest.log,
      filed: "2026-01-12T00:00:00Z",
      deadline: "2026-02-12T00:00:00Z",
      objection: "0".repeat(64),
      ...more,
    },
    newestKeys.receipt[0] as never,
  );

/** The header's word is taken for the key's. */
export const algorithmConfusion: readonly Attack[] = [
  {
    name: "another algorithm in the header than the root binds to the key",
    attack: "algorithm-confusion",
    code: "signature-invalid",
    build: (scene) => withHeader(scene, { alg: "ES256", kid, typ }),
  },
  ...["none", "HS256", "EdDSA", "ed25519"].map(
    (alg): Attack => ({
      name: `a header that says alg ${alg}`,
      attack: "algorithm-confusion",
      code: "signature-invalid",
      build: (scene) => withHeader(scene, { alg, kid, typ }),
    }),
  ),
  {
    name: "a header that brings its own key",
    attack: "algorithm-confusion",
    code: "malformed",
    build: (scene) => withHeader(scene, { alg: "Ed25519", kid, typ, jwk: thief.publicKey }),
  },
  {
    name: "a header with a critical extension",
    attack: "algorithm-confusion",
    code: "malformed",
    build: (scene) => withHeader(scene, { alg: "Ed25519", kid, typ, crit: ["b64"], b64: false }),
  },
  {
    name: "a header that names its algorithm twice",
    attack: "algorithm-confusion",
    code: "malformed",
    build: (scene) =>
      withHead(scene, (head) => {
        const header = decode(Buffer.from(head.timestamp.signatures[0].protected, "base64url"));
        const twice = header.replace("{", '{"alg":"ES256",');
        head.timestamp.signatures[0].protected = toBase64url(encode(twice));
      }),
  },
  {
    name: "an unprotected header",
    attack: "algorithm-confusion",
    code: "malformed",
    build: (scene) =>
      withHead(scene, (head) => {
        head.timestamp.signatures[0].header = { kid };
      }),
  },
];

/** One key is counted as several. */
export const duplicateSignatures: readonly Attack[] = [
  {
    name: "one signature twice toward a threshold of two",
    attack: "duplicate-signature",
    code: "signature-invalid",
    build: (scene) =>
      withHead(scene, (head) => {
        const [signature] = head.roots[1].signatures;
        head.roots[1].signatures = [signature, signature];
      }),
  },
  {
    name: "one key twice, its header spelled in two ways",
    attack: "duplicate-signature",
    code: "signature-invalid",
    build: async (scene) => {
      const root = headOf(scene.newest.tree).roots[1] as Envelope;
      const [old] = firstKeys.root;
      const header = toBase64url(
        encode(`{ "alg": "${old?.publicKey.alg}", "kid": "${old?.kid}", "typ": "trust-center-root+json" }`),
      );
      const signature = await old?.sign(encode(`${header}.${root.payload}`));
      const again = { protected: header, signature: toBase64url(signature as Uint8Array) };
      return withHead(scene, (head) => {
        const [first, , ...own] = head.roots[1].signatures;
        head.roots[1].signatures = [first, again, ...own];
      });
    },
  },
  {
    name: "a threshold of two that one key met",
    attack: "duplicate-signature",
    code: "signature-invalid",
    build: (scene) =>
      withHead(scene, (head) => {
        head.roots[1].signatures.splice(1, 1);
      }),
  },
  {
    name: "signatures of strangers beside too few of the vendor's",
    attack: "duplicate-signature",
    code: "signature-invalid",
    build: async (scene) => {
      const stranger = await resign(headOf(scene.newest.tree).roots[1], "root", [thief], {});
      return withHead(scene, (head) => {
        head.roots[1].signatures.splice(1, 1, stranger.signatures[0]);
      });
    },
  },
];

const spellings: [what: string, (text: string) => string][] = [
  ["padding", (text) => `${text}==`],
  ["a space", (text) => ` ${text}`],
  ["a newline", (text) => `${text}\n`],
  ["stray trailing bits", (text) => text.slice(0, -1) + next(text.at(-1) as string)],
  ["the alphabet of base64", (text) => text.replace(/[-_]|.$/, "+")],
];

const next = (letter: string) => String.fromCharCode(letter.charCodeAt(0) + 1);

/** The same bytes, written in another way. */
export const otherSpellings: readonly Attack[] = spellings.map(([what, change]) => ({
  name: `a signature with ${what}`,
  attack: "other-spelling",
  code: "malformed",
  build: (scene) =>
    withHead(scene, (head) => {
      head.timestamp.signatures[0].signature = change(head.timestamp.signatures[0].signature);
    }),
}));

const thiefOfTimestamp = newestKeys.timestamp;

/** Only the key that a server holds to sign weekly is stolen. */
export const stolenTimestampKey: readonly Attack[] = [
  {
    name: "a manifest signed with the timestamp's key",
    attack: "stolen-timestamp-key",
    code: "signature-invalid",
    build: (scene) => withManifest(scene, { change: { version: 9 }, manifestBy: thiefOfTimestamp }),
  },
  {
    name: "an older manifest, vouched for anew",
    attack: "stolen-timestamp-key",
    code: "rollback",
    memories: ["newest"],
    build: async (scene) => {
      const old = headOf(scene.first.tree);
      const { sha256, length, version } = payloadOf(old.timestamp).manifest;
      const timestamp = await resign(headOf(scene.newest.tree).timestamp, "timestamp", thiefOfTimestamp, {
        version: 3,
        manifest: { sha256, length, version },
      });
      return withHead(scene, (head) => ({ ...old, roots: head.roots, timestamp }));
    },
  },
  {
    name: "a timestamp that names another version for the manifest's bytes",
    attack: "stolen-timestamp-key",
    code: "malformed",
    build: async (scene) => {
      const { timestamp } = headOf(scene.newest.tree);
      const { manifest } = payloadOf(timestamp);
      const forged = await resign(timestamp, "timestamp", thiefOfTimestamp, { manifest: { ...manifest, version: 9 } });
      return withHead(scene, (head) => ({ ...head, timestamp: forged }));
    },
  },
];
