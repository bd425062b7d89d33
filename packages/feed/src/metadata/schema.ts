import {
  array,
  gte,
  int,
  literal,
  looseObject,
  lte,
  maxLength,
  minLength,
  optional,
  type output,
  record,
  regex,
  strictObject,
  string,
  union,
} from "zod/mini";
import { instantSchema } from "../document/date.ts";
import { pinSchema, urlSchema } from "../document/link.ts";
import { sha256Schema } from "../document/policy.ts";
import { limits } from "../limits.ts";

const versionSchema = int().check(gte(1));

export const publicKeySchema = union([
  strictObject({ kty: literal("OKP"), crv: literal("Ed25519"), x: string(), alg: literal("Ed25519") }),
  strictObject({
    kty: literal("EC"),
    crv: literal("P-256"),
    x: string(),
    y: string(),
    alg: literal("ES256"),
  }),
]);

/** A public key as JWK (RFC 7517); its `alg` binds what its signatures must be. */
export type PublicKey = output<typeof publicKeySchema>;

/** A key of a kind that this version does not know: it may hold a role, and nothing that it signs counts. */
const otherKeySchema = looseObject({ kty: string(), alg: string().check(regex(/^(?!Ed25519$|ES256$)./)) });

/** A key of a root. */
export type RootKey = PublicKey | output<typeof otherKeySchema>;

/** Signature algorithms: `Ed25519` (RFC 9864), `ES256` (RFC 7518 §3.4). */
export type Algorithm = PublicKey["alg"];

const roleSchema = looseObject({
  threshold: int().check(gte(1)),
  kids: array(string()).check(minLength(1), maxLength(limits.signatures)),
});

const metadata = { feed: string(), version: versionSchema, issued: instantSchema, expires: instantSchema };

export const rootSchema = looseObject({
  type: literal("root"),
  ...metadata,
  keys: record(string(), union([publicKeySchema, otherKeySchema])),
  roles: looseObject({ root: roleSchema, manifest: roleSchema, timestamp: roleSchema, receipt: roleSchema }),
  /** Where the feed has moved, and the pin of the feed there: signed by the root keys, so that a reader may follow. */
  successor: optional(looseObject({ feed: urlSchema, pin: pinSchema })),
});

/** Which keys may sign what, and how many of them it takes. */
export type Root = output<typeof rootSchema>;

/** The parts that a root gives to keys. */
export const roleNames = ["root", "manifest", "timestamp", "receipt"] as const;

/** A part that a root gives to keys. */
export type Role = (typeof roleNames)[number];

/** A file of one folder. Its name is its hash: a manifest must not lead a reader anywhere else. */
const fileIn = (folder: string, ending = "json") =>
  looseObject({ path: string(), sha256: sha256Schema, length: int().check(gte(0), lte(limits.file)) }).check(
    ({ value: { path, sha256 }, issues }) => {
      if (path !== `${folder}/${sha256}.${ending}`) issues.push({ code: "custom", input: path, path: ["path"] });
    },
  );

const feedFileSchema = fileIn("feed");

/** A file, pinned. `path` is below the feed's address. */
export type FileReference = output<typeof feedFileSchema>;

export const manifestSchema = looseObject({
  type: literal("manifest"),
  ...metadata,
  root: versionSchema,
  files: looseObject({
    feed: feedFileSchema,
    history: fileIn("history", "ndjson"),
    policies: array(fileIn("policies")),
  }),
  log: looseObject({ size: versionSchema, root: sha256Schema }),
});

/** Names and pins every file of one published version. */
export type Manifest = output<typeof manifestSchema>;

export const timestampSchema = looseObject({
  type: literal("timestamp"),
  ...metadata,
  root: versionSchema,
  manifest: looseObject({ version: versionSchema, sha256: sha256Schema, length: int().check(gte(1)) }),
});

/** Says which manifest is the newest. Short-lived, so that a freeze shows. */
export type Timestamp = output<typeof timestampSchema>;

export const envelopeSchema = strictObject({
  payload: string(),
  signatures: array(strictObject({ protected: string(), signature: string() })).check(
    minLength(1),
    maxLength(limits.signatures),
  ),
});

/** General JSON serialisation of a JWS (RFC 7515 §7.2.1) without unprotected headers. */
export type Envelope = output<typeof envelopeSchema>;

/** The `typ` of each kind of signed metadata. */
export const envelopeTypes = {
  root: "trust-center-root+json",
  manifest: "trust-center-manifest+json",
  timestamp: "trust-center-timestamp+json",
  receipt: "trust-center-receipt+jwt",
  evidence: "trust-center-evidence+jwt",
} as const;

export const protectedHeaderSchema = strictObject({
  alg: string(),
  kid: string(),
  typ: string(),
});

export const headSchema = looseObject({
  type: literal("head"),
  roots: array(envelopeSchema).check(minLength(1)),
  timestamp: envelopeSchema,
  manifest: envelopeSchema,
  log: looseObject({
    /** The C2SP checkpoint, as in `log/checkpoint`. */
    checkpoint: string(),
    /** The newest entry's line (without its newline) and its inclusion proof. */
    last: looseObject({ entry: string(), proof: array(sha256Schema) }),
  }),
});

/** `head.json`: the only file that must be fresh. */
export type Head = output<typeof headSchema>;
