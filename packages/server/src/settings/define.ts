/** One setting of the program: a flag, and an environment variable that stands in for it. */
export interface Definition {
  env: string;
  help: string;
  /** What its value looks like; absent for a switch. */
  value?: string;
  default?: string;
  required?: true;
  /** Not as a flag: other users of the machine can read a program's arguments. */
  environmentOnly?: true;
}

/** Every setting of `trust-center-server`, in the order of its help. */
export const definitions = {
  feed: { env: "TRUST_CENTER_FEED", value: "URL", required: true, help: "address of the vendor's feed, ending in /" },
  pin: {
    env: "TRUST_CENTER_PIN",
    value: "sha256-…",
    required: true,
    help: "the feed's pin, as `trust-center publish` printed it",
  },
  database: {
    env: "TRUST_CENTER_DATABASE",
    value: "FILE",
    default: "trust-center.db",
    help: "SQLite file; made when absent",
  },
  host: { env: "TRUST_CENTER_HOST", value: "ADDRESS", default: "127.0.0.1", help: "address to listen on" },
  port: { env: "TRUST_CENTER_PORT", value: "NUMBER", default: "8787", help: "port to listen on; 0 takes a free one" },
  "public-address": {
    env: "TRUST_CENTER_PUBLIC_ADDRESS",
    value: "URL",
    required: true,
    help: "address under which readers reach this service, ending in /; the feed's `service`",
  },
  smtp: {
    env: "TRUST_CENTER_SMTP",
    value: "URL",
    required: true,
    help: "mail server: smtp://user:password@host:587 or smtps://…",
  },
  "smtp-tls": {
    env: "TRUST_CENTER_SMTP_TLS",
    value: "required|none",
    default: "required",
    help: "none sends addresses and objections in the clear: only for a mail server on this machine",
  },
  "smtp-connections": {
    env: "TRUST_CENTER_SMTP_CONNECTIONS",
    value: "NUMBER",
    default: "64",
    help: "the most connections to the mail server at once; fewer where it turns some away",
  },
  "smtp-rate": {
    env: "TRUST_CENTER_SMTP_RATE",
    value: "NUMBER",
    default: "0",
    help: "the most mails in a second, where the mail server has a quota; 0 sets no limit",
  },
  "mail-from": {
    env: "TRUST_CENTER_MAIL_FROM",
    value: "ADDRESS",
    required: true,
    help: "address that mails come from",
  },
  "privacy-mail": {
    env: "TRUST_CENTER_PRIVACY_MAIL",
    value: "ADDRESS",
    required: true,
    help: "address that is told of objections",
  },
  "receipt-key": {
    env: "TRUST_CENTER_RECEIPT_KEY",
    value: "FILE",
    required: true,
    help: "PEM file with the private key of the feed's receipt role",
  },
  "receipt-key-passphrase": {
    env: "TRUST_CENTER_RECEIPT_KEY_PASSPHRASE",
    value: "TEXT",
    environmentOnly: true,
    help: "passphrase of that file, where it has one",
  },
  "time-stamp-authority": {
    env: "TRUST_CENTER_TIME_STAMP_AUTHORITY",
    value: "URL",
    help: "time stamp authority (RFC 3161) that is asked for a time stamp of each receipt; default: none",
  },
  "time-stamp-certificates": {
    env: "TRUST_CENTER_TIME_STAMP_CERTIFICATES",
    value: "FILE",
    help: "PEM file with the authority's certificate, or its root's; required with an authority",
  },
  origins: {
    env: "TRUST_CENTER_ORIGINS",
    value: "LIST",
    default: "",
    help: "origins whose pages may call the service, separated by commas",
  },
  "secret-file": {
    env: "TRUST_CENTER_SECRET_FILE",
    value: "FILE",
    help: "file with the secret of links and limits; default: DATABASE.secret, made when absent",
  },
  secret: {
    env: "TRUST_CENTER_SECRET",
    value: "TEXT",
    environmentOnly: true,
    help: "the secret itself, 32 characters or more, instead of a file",
  },
  "poll-interval": {
    env: "TRUST_CENTER_POLL_INTERVAL",
    value: "SECONDS",
    default: "300",
    help: "seconds between looks at the feed",
  },
  "trust-proxy": {
    env: "TRUST_CENTER_TRUST_PROXY",
    help: "a proxy that you trust writes the last entry of X-Forwarded-For",
  },
} as const satisfies Record<string, Definition>;

export type SettingName = keyof typeof definitions;

/** What the program does beside serving, to a database: each is a word before the flags. */
export const actions = {
  status: "prints what waits, what failed and why, and whether mails are held; changes nothing",
  resend: "sends mails again that were given up, and those without an answer at once: all, or --delivery ID",
  hold: "keeps every mail back until `release`",
  release: "lets mails go out after `hold` or a restored backup: --unsent send or --unsent drop",
} as const;

/** Flags of {@link actions} alone. */
export const actionFlags = {
  delivery: { value: "ID", help: "of `resend`: this mail alone, by its id in `status` or in the log" },
  unsent: {
    value: "send|drop",
    help: "of `release`: `send` what waits and was published since (some get a mail twice), or `drop` it",
  },
} as const;

/** What becomes of mails that were held. */
export type Unsent = "send" | "drop";

/** The text of `--help`. */
export function helpText(): string {
  const rows = Object.entries(definitions as Record<string, Definition>).map(([name, definition]) => {
    const flag = definition.environmentOnly ? "" : `--${name}${definition.value ? ` ${definition.value}` : ""}`;
    const more = definition.default ? ` (default ${definition.default})` : definition.required ? " (required)" : "";
    return `  ${[flag, definition.env].filter(Boolean).join("\n  ")}\n      ${definition.help}${more}`;
  });
  const named = (list: Record<string, string>) =>
    Object.entries(list).map(([name, help]) => `  ${name}\n      ${help}`);
  return `Usage: trust-center-server [settings]
       trust-center-server ${Object.keys(actions).join("|")} --database FILE

Takes subscriptions and objections for one vendor's trust center, signs receipts, sends notices.
Each setting is a flag or an environment variable; a flag goes first.

${rows.join("\n")}

Actions on a database, whether a service runs on it or not:

${named(actions).join("\n")}
${Object.entries(actionFlags)
  .map(([name, { value, help }]) => `  --${name} ${value}\n      ${help}`)
  .join("\n")}

Others:
  --print-hook-token
      prints the bearer token of POST hooks/published, and ends
  --print-health-token
      prints the bearer token with which GET health tells details, and ends
  --help
      prints this, and ends

Exit codes: 0 ended by SIGINT or SIGTERM, 1 failed, 2 a setting cannot work.
`;
}
