/** Does the work of a command: gets its arguments in order, its options and the context; gives the exit code. */
// biome-ignore lint/suspicious/noExplicitAny: commander gives arguments and options by the declaration, which no type follows
export type Action = (...given: any[]) => Promise<number>;

/** A command as `--help` shows it. */
export interface Declaration {
  name: string;
  summary: string;
  /** `<required>`, `[optional]`, `<several...>` */
  arguments?: { name: string; about: string; preset?: string }[];
  options?: [flags: string, about: string, several?: "several"][];
  examples: string[];
  /** Absent where it only groups others. */
  action?: Action;
  commands?: Declaration[];
}

export const folder = { name: "[folder]", about: "the folder that holds trust-center.yaml", preset: "." };

export const passphrase: [string, string] = [
  "--passphrase-env <variable>",
  "environment variable that holds the key's passphrase",
];

export const now: [string, string] = [
  "--now <instant>",
  "RFC 3339 time to work at, instead of the clock's (also TRUST_CENTER_NOW)",
];

/** Whom a reader knows as witnesses, and how many of them must have signed. */
export const witnesses: NonNullable<Declaration["options"]> = [
  ["--witness <key>", "verifier key of a witness that you know; may be given more than once", "several"],
  ["--min-witnesses <number>", "fail with 7 unless so many of them have signed this state of the log"],
  ["--policy <file>", "witnesses and quorum in a file (C2SP tlog-policy), in the place of both"],
];

/** Whose time stamps date what is shown. */
export const tsa: [string, string] = [
  "--tsa-certificates <file>",
  "certificates in PEM of time stamp authorities that you trust (RFC 3161), or of those above them",
];

/** Whose cosignatures and time stamps date what is shown. */
export const dating: NonNullable<Declaration["options"]> = [
  ["--witness <key>", "verifier key of a witness whose cosignature says since when it was public", "several"],
  ["--policy <file>", "witnesses and quorum in a file (C2SP tlog-policy), in the place of keys"],
  tsa,
];

export const pin: [string, string] = [
  "--pin <pin>",
  "sha256-…, as the vendor printed it; without it a feed is first seen, never verified",
];
