import type { Lifetimes } from "@trust-center/feed";
import {
  array,
  boolean,
  enum as enumeration,
  gte,
  int,
  lte,
  minLength,
  optional,
  type output,
  record,
  regex,
  strictObject,
  string,
  union,
} from "zod/mini";
import { day } from "../day.ts";

const address = /^https?:\/\/[^\s\\<>"'`?#@]+\/$/;
const days = string().check(regex(/^P[1-9]\d{0,3}D$/));

const keyFileSchema = strictObject({ file: string(), passphraseEnv: optional(string()) });
const keyCommandSchema = strictObject({
  /** The program and its arguments; no shell. */
  command: array(string()).check(minLength(1)),
  /** The file with its public key, as JWK. */
  public: string(),
  timeout: optional(string().check(regex(/^PT[1-9]\d{0,3}S$/))),
});

const witnessSchema = strictObject({
  key: string(),
  /** Where it takes checkpoints: the address before `/add-checkpoint` (C2SP tlog-witness). */
  url: string(),
});

/** The `publish:` block of `trust-center.yaml`. It is not part of the feed. */
export const settingsSchema = strictObject({
  /** The feed's address, ending in `/`. It is signed into the first root: choose it for good. */
  feed: string().check(regex(address)),
  /** Where the signed files are written, from the authoring folder. */
  out: optional(string()),
  /** The private key, PKCS#8 PEM, from the authoring folder. */
  key: optional(string()),
  /** The private keys, where there are several: PEM files, and commands that sign. */
  keys: optional(array(union([string(), keyFileSchema, keyCommandSchema])).check(minLength(1))),
  /** The log's own private key (Ed25519), which witnesses know it by; it signs checkpoints beside the manifest's keys. */
  logKey: optional(union([string(), keyFileSchema])),
  /** Verifier keys of the witnesses whose cosignatures are published; those with a `url` are asked by `publish`. */
  witnesses: optional(array(union([string(), witnessSchema]))),
  /** Who stamps each state of the log with a time (RFC 3161), and the file with the certificate that vouches for it, in PEM. */
  timeStampAuthority: optional(strictObject({ url: string(), certificates: string() })),
  /** Whose questions `check` asks: laws, contracts, habit. */
  askedBy: optional(array(enumeration(["gdpr", "dora", "data-act", "contract", "habit"])).check(minLength(1))),
  lifetimes: optional(strictObject({ timestamp: optional(days), manifest: optional(days) })),
  widget: optional(
    strictObject({
      script: string(),
      integrity: optional(string().check(regex(/^sha(?:256|384|512)-[A-Za-z0-9+/=]+$/))),
    }),
  ),
});

/** The `publish:` block of `trust-center.yaml`. */
export type Settings = output<typeof settingsSchema>;

/** The `up:` block of `trust-center.yaml`: how `trust-center up` serves it all. It is not part of the feed. */
export const upSchema = strictObject({
  /** The address to listen on. */
  host: optional(string().check(minLength(1))),
  port: optional(int().check(gte(0), lte(65_535))),
  /** A folder with a page of your own, `index.html`, from the authoring folder. */
  page: optional(string().check(minLength(1))),
  /** Settings of the service, by the names of its flags; where it is absent none runs. */
  service: optional(record(string(), union([string(), int(), boolean()]))),
});

/** The `up:` block of `trust-center.yaml`. */
export type UpSettings = output<typeof upSchema>;

export const defaultOut = "./public/.well-known/trust-center";
export const defaultKey = "./trust-center.key.pem";

/** The lifetimes of a settings block in milliseconds. Absent ones are the feed's defaults. */
export function lifetimesOf({ lifetimes }: Pick<Settings, "lifetimes">): Partial<Lifetimes> {
  const read = (duration: string | undefined) => Number(duration?.slice(1, -1)) * day;
  return {
    ...(lifetimes?.timestamp !== undefined && { timestamp: read(lifetimes.timestamp) }),
    ...(lifetimes?.manifest !== undefined && { manifest: read(lifetimes.manifest) }),
  };
}

/** Whether metadata may be served from there: HTTPS, or plain HTTP on this machine. */
export function isPublishableAddress(feed: string): boolean {
  const url = URL.parse(feed);
  if (url?.href !== feed) return false;
  const { protocol, hostname } = url;
  const local = hostname === "localhost" || hostname.endsWith(".localhost") || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && (local || hostname === "[::1]"));
}

/** Whether a feed may stand there: what names a host alone means the host's well-known address to readers. */
export const isFeedAddress = (feed: string): boolean => isPublishableAddress(feed) && URL.parse(feed)?.pathname !== "/";
