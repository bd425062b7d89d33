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
  "database-url": {
    env: "DATABASE_URL",
    value: "URL",
    environmentOnly: true,
    help: "PostgreSQL database in the place of a file, for one or more replicas: postgres://user:password@host/name",
  },
  "database-tls": {
    env: "TRUST_CENTER_DATABASE_TLS",
    value: "required|none",
    default: "required",
    help: "none sends the password and all data to PostgreSQL in the clear: only for a server on this machine",
  },
  "database-certificates": {
    env: "TRUST_CENTER_DATABASE_CERTIFICATES",
    value: "FILE",
    help: "PEM file with certificates that PostgreSQL's must lead to; default: those that Node trusts",
  },
  "database-connections": {
    env: "TRUST_CENTER_DATABASE_CONNECTIONS",
    value: "NUMBER",
    default: "10",
    help: "the most connections to PostgreSQL of this process",
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
  "bounce-address": {
    env: "TRUST_CENTER_BOUNCE_ADDRESS",
    value: "ADDRESS",
    help: "address that takes notices which come back, each at an extension of it (bounces+…@); hand them to POST bounces",
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
    help: "file with the secret of links and limits; default: DATABASE.secret, made when absent; required with PostgreSQL",
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
  "contract-leave": {
    env: "TRUST_CENTER_CONTRACT_LEAVE",
    value: "go-on|stop",
    default: "go-on",
    help: "what a contract's notices do where whoever reads them asked to get no more; you are told of it either way",
  },
  "answer-within": {
    env: "TRUST_CENTER_ANSWER_WITHIN",
    value: "PERIOD",
    help: 'within what time you promise to answer an objection: P5D, or "P2D business" in working days; default: by its deadline',
  },
  "webhook-targets": {
    env: "TRUST_CENTER_WEBHOOK_TARGETS",
    value: "public|private",
    default: "public",
    help: "where webhooks may go: private takes http: and addresses of your own networks too, for tests and receivers beside it",
  },
  "inbox-people": {
    env: "TRUST_CENTER_INBOX_PEOPLE",
    value: "LIST",
    default: "",
    help: "who may sign in to the inbox, and as what: ADDRESS=reader|handler|admin, separated by commas; default: nobody, and there is no inbox",
  },
  "inbox-address": {
    env: "TRUST_CENTER_INBOX_ADDRESS",
    value: "URL",
    help: "address of the inbox, ending in /inbox/, on an origin that serves nothing else; default: inbox/ below the public address",
  },
  "inbox-oidc-issuer": {
    env: "TRUST_CENTER_INBOX_OIDC_ISSUER",
    value: "URL",
    help: "provider of OpenID Connect by which people sign in to the inbox; default: by links that are mailed to them",
  },
  "inbox-oidc-client": {
    env: "TRUST_CENTER_INBOX_OIDC_CLIENT",
    value: "ID",
    help: "the inbox's client id there; required with an issuer",
  },
  "inbox-oidc-secret": {
    env: "TRUST_CENTER_INBOX_OIDC_SECRET",
    value: "TEXT",
    environmentOnly: true,
    help: "the client's secret there, where it has one",
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
  recipients:
    "import FILE takes over whom contracts name from CSV, all of it or nothing (--dry-run, --remove-missing); export prints " +
    "that CSV; list prints JSON; remove removes --customer NAME, or one --email ADDRESS",
  tasks:
    "prints which recipients of contracts cannot be told, and until when to mend that; --done ID --how TEXT ends one",
  objections:
    "prints what waits for an answer, the first deadline first (--all, --change ID, --json); show ID prints one with its trail; " +
    "review ID, answer ID, resolve ID --outcome, and reject ID take a step, signed with --receipt-key and mailed (--text, " +
    "--text-file, --by, --seen); erase ID erases who objected and what was written",
  standings:
    "CHANGE prints where each customer of a contract stands to it, and whose approval is missing; --approve CUSTOMER or --revoke " +
    "CUSTOMER, with --how TEXT, notes its word",
  evidence: "CHANGE prints who was told of a change, when, what, and with what outcome, signed with --receipt-key",
} as const;

/** Flags of {@link actions} alone. */
export const actionFlags = {
  delivery: { value: "ID", help: "of `resend`: this mail alone, by its id in `status` or in the log" },
  unsent: {
    value: "send|drop",
    help: "of `release`: `send` what waits and was published since (some get a mail twice), or `drop` it",
  },
  "dry-run": { help: "of `recipients import`: prints what it would do, and does nothing" },
  "remove-missing": { help: "of `recipients import`: removes who is kept and not in the file" },
  customer: { value: "NAME", help: "of `recipients remove`: all of this customer, or with --email one of them" },
  email: { value: "ADDRESS", help: "of `recipients remove`: this address, of all customers or of --customer" },
  done: { value: "ID", help: "of `tasks`: this one is done" },
  how: { value: "TEXT", help: "of `tasks --done`: what was done; of `standings --approve`: how the customer said it" },
  approve: { value: "CUSTOMER", help: "of `standings`: this customer approves the change" },
  revoke: { value: "CUSTOMER", help: "of `standings`: this customer takes its approval back" },
  all: { help: "of `objections`: also those that wait for no answer" },
  change: { value: "ID", help: "of `objections`: those to this change" },
  json: { help: "of `objections` and `doctor`: as JSON" },
  outcome: { value: "cease-use|corrective-action|cease-service", help: "of `objections resolve`: what was decided" },
  text: { value: "TEXT", help: "of `objections review|answer|resolve|reject`: what the objector is told" },
  "text-file": { value: "FILE", help: "likewise, from a file in UTF-8" },
  by: { value: "NAME", help: "likewise: who takes the step; stands in the trail, and in no mail" },
  seen: {
    value: "NUMBER",
    help: "likewise: the newest step that you have read; nothing is done where there is a newer one",
  },
} as const satisfies Record<string, { value?: string; help: string }>;

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
       trust-center-server doctor [settings]
       trust-center-server ${Object.keys(actions).join("|")} [--database FILE]

Takes subscriptions and objections for one vendor's trust center, signs receipts, sends notices.
Each setting is a flag or an environment variable; a flag goes first.

${rows.join("\n")}

Actions on a database, whether a service runs on it or not:

${named(actions).join("\n")}
${Object.entries(actionFlags as Record<string, { value?: string; help: string }>)
  .map(([name, { value, help }]) => `  --${[name, value].filter(Boolean).join(" ")}\n      ${help}`)
  .join("\n")}

Others:
  doctor
      tries everything that the settings name: the feed, the receipt key, the database, the mail server, the clock, the public
      address, and what DNS says of mails (SPF, DKIM, DMARC); sends no mail (--json)
  --print-hook-token
      prints the bearer token of POST hooks/published, and ends
  --print-health-token
      prints the bearer token with which GET health tells details, and ends
  --print-operator-token
      prints the bearer token of every address that is the operator's, and ends
  --help
      prints this, and ends

Exit codes: 0 ended by SIGINT or SIGTERM, 1 failed, or \`doctor\` found what fails, 2 a setting cannot work.
`;
}
