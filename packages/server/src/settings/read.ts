import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createSigner, fromPem, isEncryptedPem, type Period, type Signer, TrustCenterError } from "@trust-center/feed";
import { emailSchema } from "@trust-center/sdk";
import { inboxPath } from "../inbox/address.ts";
import { type Role, roles } from "../inbox/people.ts";
import type { SmtpTls } from "../outbox/transport.ts";
import { readPeriod } from "../recipients/period.ts";
import type { ServiceSettings } from "../service.ts";
import type { WebhookTargets } from "../webhooks/target.ts";

import { type Action, readAction } from "./action.ts";
import { actionFlags, type Definition, definitions, type SettingName } from "./define.ts";
import { SettingsError } from "./error.ts";
import { realPlace } from "./place.ts";
import { parseAddress } from "./postgres.ts";
import { readSecret } from "./secret.ts";

type DatabasePlace = ServiceSettings["database"];

/** Flags that print a token and end. */
const printedTokens = ["print-hook-token", "print-health-token", "print-operator-token"] as const;

type PrintedToken = (typeof printedTokens)[number];

/** Whoever only looks needs no secret, and none is made. */
export type SettingsWithoutSecret = Omit<ServiceSettings, "secret">;

export type Command =
  | { name: "help" }
  | { name: "act"; action: Action }
  | { name: "doctor"; settings: SettingsWithoutSecret; isJson: boolean }
  | { name: "serve" | PrintedToken; settings: ServiceSettings };

/**
 * Reads and checks every setting before anything is opened but the key and the secret.
 *
 * @throws {SettingsError} with all that is wrong, one a line
 */
export async function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Command> {
  const { flags, words } = parseFlags(args);
  if (flags.help) return { name: "help" };
  const problems = new Problems();
  const get = (name: SettingName): string | undefined => {
    const definition: Definition = definitions[name];
    return (flags[name] as string | undefined) ?? env[definition.env] ?? definition.default;
  };
  /** A setting, checked; what is wrong is collected, so that all of it is told at once. */
  const read = <T>(name: SettingName, check: (value: string) => T): T => {
    const value = get(name);
    const { required, env, help }: Definition = definitions[name];
    if (value || !required) return problems.collect(() => check(value ?? ""));
    return problems.collect((): T => {
      throw new SettingsError(`Expected --${name} (or ${env}): ${help}.`);
    });
  };
  const whole = (name: SettingName, bounds: Bounds) => read(name, (value) => wholeNumber(name, value, bounds));
  const readPostgres = async (url: string): Promise<DatabasePlace> => {
    if (env[definitions.database.env] !== undefined) problems.collect(refuseTwoDatabases);
    const certificates = await problems.collectFrom(readCertificates(get("database-certificates")));
    return {
      url: problems.collect(() => checkedUrl(url)),
      tls: read("database-tls", (value) => matching("database-tls", value, tlsForm)) as SmtpTls,
      ...(certificates !== undefined && { certificates }),
      connections: whole("database-connections", { least: 2, most: 1000 }),
    };
  };
  /** A flag goes first, so a file that is named by one is meant whatever the environment has. */
  const url = flags.database === undefined ? env[definitions["database-url"].env] : undefined;
  const file = realPlace(get("database") ?? "");
  const database: DatabasePlace = url === undefined ? file : await readPostgres(url);
  const isDoctor = words[0] === "doctor" && words.length === 1;
  if (words.length > 0 && !isDoctor) {
    problems.throwIfAny();
    const readSecretOf = async () => {
      const file = secretFileOf(database, get("secret"), get("secret-file"));
      return await readSecret(get("secret"), file, "as it is");
    };
    const signer = () => readKey(get("receipt-key"), get("receipt-key-passphrase"));
    return { name: "act", action: await readAction(words, { flags, database, secret: readSecretOf, signer }) };
  }
  const checked: SettingsWithoutSecret = {
    feed: read("feed", (value) => address("feed", value)),
    pin: read("pin", (value) => matching("pin", value, pinForm)),
    database,
    host: read("host", String),
    port: whole("port", { least: 0, most: 65_535 }),
    publicAddress: read("public-address", (value) => address("public-address", value)),
    smtp: read("smtp", smtpAddress),
    smtpTls: read("smtp-tls", (value) => matching("smtp-tls", value, tlsForm)) as SmtpTls,
    pace: {
      connections: whole("smtp-connections", { least: 1, most: 1000 }),
      perSecond: whole("smtp-rate", { least: 0, most: 100_000 }),
    },
    mailFrom: read("mail-from", (value) => mail("mail-from", value)),
    ...(get("bounce-address") && { bounceAddress: read("bounce-address", (value) => mail("bounce-address", value)) }),
    privacyMail: read("privacy-mail", (value) => mail("privacy-mail", value)),
    receiptSigner: await problems.collectFrom(readKey(get("receipt-key"), get("receipt-key-passphrase"))),
    ...(await problems.collectFrom(
      readTimeStampAuthority(get("time-stamp-authority"), get("time-stamp-certificates")),
    )),
    origins: read("origins", originsOf),
    pollInterval: whole("poll-interval", { least: 1, most: 86_400 }) * 1000,
    webhookTargets: read("webhook-targets", (value) =>
      matching("webhook-targets", value, targetsForm),
    ) as WebhookTargets,
    inboxPeople: read("inbox-people", peopleIn),
    ...(get("inbox-address") && { inboxAddress: read("inbox-address", inboxAddressIn) }),
    ...problems.collect(() => oidcIn(get("inbox-oidc-issuer"), get("inbox-oidc-client"), get("inbox-oidc-secret"))),
    ...(get("answer-within") && { answerWithin: read("answer-within", periodIn) }),
    contractLeave: read("contract-leave", (value) => matching("contract-leave", value, leaveForm)) as NonNullable<
      ServiceSettings["contractLeave"]
    >,
    trustProxy: flags["trust-proxy"] === true || /^(1|true|yes)$/i.test(env[definitions["trust-proxy"].env] ?? ""),
  };
  const secretFile = problems.collect(() => secretFileOf(database, get("secret"), get("secret-file")));
  problems.throwIfAny();
  if (isDoctor) return { name: "doctor", settings: checked, isJson: flags.json === true };
  // Only now: it makes a file where there is none.
  const secret = await readSecret(get("secret"), secretFile);
  const settings: ServiceSettings = { ...checked, secret };
  const print = printedTokens.find((name) => flags[name]);
  return { name: print ?? "serve", settings };
}

/** What was wrong so far. A value that is wrong stands for nothing: it is never used, for all of it is thrown. */
class Problems {
  readonly #messages: string[] = [];

  collect<T>(check: () => T): T {
    try {
      return check();
    } catch (error) {
      return this.#note(error);
    }
  }

  async collectFrom<T>(check: Promise<T>): Promise<T> {
    return check.catch((error: unknown) => this.#note(error));
  }

  throwIfAny(): void {
    if (this.#messages.length > 0) throw new SettingsError(this.#messages.join("\n"));
  }

  #note(error: unknown): never {
    if (!(error instanceof SettingsError)) throw error;
    this.#messages.push(error.message);
    return undefined as never;
  }
}

function refuseTwoDatabases(): never {
  const { database, "database-url": url } = definitions;
  throw new SettingsError(`Expected ${database.env} or ${url.env}, found both. Name one database.`);
}

function checkedUrl(url: string): string {
  parseAddress(url);
  return url;
}

async function readCertificates(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  return readFile(file, "utf8").catch((cause: unknown) => {
    const { env } = definitions["database-certificates"];
    throw new SettingsError(
      `Expected --database-certificates (or ${env}) to be a PEM file; the system refused to read ${file}.`,
      { cause },
    );
  });
}

/** Replicas share one secret: one that each makes for itself would break the others' links. */
function secretFileOf(database: DatabasePlace, secret: string | undefined, file: string | undefined): string {
  if (typeof database === "string") return file ?? `${database}.secret`;
  if (secret !== undefined || file !== undefined) return file ?? "";
  const { env } = definitions.secret;
  throw new SettingsError(
    `Expected ${env} or --secret-file (or ${definitions["secret-file"].env}), the same for all replicas, found neither.`,
  );
}

type Flags = Record<string, string | boolean | undefined>;

function parseFlags(args: readonly string[]): { flags: Flags; words: string[] } {
  const settings = Object.entries(definitions as Record<string, Definition>)
    .filter(([, { environmentOnly }]) => !environmentOnly)
    .map(([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" }] as const);
  const options = {
    ...(Object.fromEntries(settings) as Record<string, { type: "boolean" | "string" }>),
    help: { type: "boolean", short: "h" },
    "print-hook-token": { type: "boolean" },
    "print-health-token": { type: "boolean" },
    "print-operator-token": { type: "boolean" },
    ...(Object.fromEntries(
      Object.entries(actionFlags as Record<string, { value?: string }>).map(([name, { value }]) => [
        name,
        { type: value === undefined ? "boolean" : "string" },
      ]),
    ) as Record<string, { type: "boolean" | "string" }>),
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    return { flags: values, words: positionals };
  } catch (cause) {
    throw new SettingsError(`${(cause as Error).message} See --help.`, { cause });
  }
}

const refuse = (name: SettingName, expected: string, found: string) =>
  new SettingsError(`Expected --${name} (or ${definitions[name].env}) to be ${expected}, found "${found}".`);

/** What a value looks like, and how to say so. */
interface Form {
  pattern: RegExp;
  expected: string;
}

const pinForm: Form = {
  pattern: /^sha256-[A-Za-z0-9_-]{43}$/,
  expected: "sha256- and 43 characters of base64url",
};

function periodIn(value: string): Period {
  const period = readPeriod(value);
  if (period !== undefined) return period;
  throw refuse("answer-within", 'a period: P5D, or "P2D business" in working days', value);
}

const leaveForm: Form = { pattern: /^(?:go-on|stop)$/, expected: "go-on or stop" };

const targetsForm: Form = { pattern: /^(?:public|private)$/, expected: "public or private" };

const tlsForm: Form = { pattern: /^(?:required|none)$/, expected: "required or none" };

function matching(name: SettingName, value: string, { pattern, expected }: Form): string {
  if (pattern.test(value)) return value;
  throw refuse(name, expected, value);
}

interface Bounds {
  least: number;
  most: number;
}

const originsOf = (value: string) =>
  value
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)
    .map(origin);

function wholeNumber(name: SettingName, value: string, { least, most }: Bounds): number {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw refuse(name, `a whole number from ${least} to ${most}`, value);
}

function mail(name: SettingName, value: string): string {
  if (emailSchema.safeParse(value, { jitless: true }).success) return value;
  throw refuse(name, "one bare e-mail address, such as privacy@acme.example", value);
}

function address(name: SettingName, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const local = url?.hostname === "localhost" || url?.hostname === "[::1]" || /^127\./.test(url?.hostname ?? "");
  const safe = url?.protocol === "https:" || (url?.protocol === "http:" && local);
  if (url && safe && url.pathname.endsWith("/") && !url.search && !url.hash && !url.username) return url.href;
  throw refuse(name, "an https: address that ends in / (http: for this machine alone), without query", value);
}

function peopleIn(value: string): (readonly [email: string, role: Role])[] {
  const entries = value.split(",").map((one) => one.trim());
  return entries.filter(Boolean).map((entry) => {
    const [email = "", role = ""] = entry.split("=");
    const isRole = (roles as readonly string[]).includes(role);
    if (isRole && emailSchema.safeParse(email, { jitless: true }).success) return [email, role as Role];
    throw refuse("inbox-people", `addresses and roles such as lucia@acme.example=handler (${roles.join(", ")})`, entry);
  });
}

/** An issuer's address may end without a slash: it is compared as it is. */
function oidcIn(issuer?: string, clientId?: string, clientSecret?: string): Pick<ServiceSettings, "inboxOidc"> {
  if (issuer === undefined && clientId === undefined) return {};
  if (!clientId) throw refuse("inbox-oidc-client", "the client id that the issuer gave you", "none");
  address("inbox-oidc-issuer", issuer?.replace(/\/?$/, "/") ?? "");
  return { inboxOidc: { issuer: issuer ?? "", clientId, ...(clientSecret && { clientSecret }) } };
}

function inboxAddressIn(value: string): string {
  const url = address("inbox-address", value);
  if (url.endsWith(`/${inboxPath}`)) return url;
  throw refuse("inbox-address", `an address that ends in /${inboxPath}`, value);
}

function origin(value: string): string {
  if (URL.canParse(value) && new URL(value).origin === value) return value;
  throw refuse("origins", "origins such as https://acme.example, without a path, separated by commas", value);
}

/** Its text stays out of the message: it can hold a password. */
function smtpAddress(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  // Behind a question mark nodemailer takes options, such as one that stops checking certificates.
  const isPlain = url?.search === "" && url.hash === "";
  if ((url?.protocol === "smtp:" || url?.protocol === "smtps:") && url.hostname && isPlain) return value;
  throw refuse("smtp", "an address such as smtp://user:password@mail.acme.example:587, without options", "another");
}

/** An authority may be asked over plain HTTP: tokens are signed. */
async function readTimeStampAuthority(
  url: string | undefined,
  file: string | undefined,
): Promise<Pick<ServiceSettings, "timeStampAuthority">> {
  if (url === undefined && file === undefined) return {};
  if (!/^https?:$/.test(URL.parse(url ?? "")?.protocol ?? ""))
    throw refuse("time-stamp-authority", "an http: or https: address such as https://tsa.example/", url ?? "none");
  const name = "time-stamp-certificates";
  const certificates = await readFile(file ?? "", "utf8").catch((cause: unknown) => {
    throw new SettingsError(`Expected --${name} (or ${definitions[name].env}): ${definitions[name].help}.`, { cause });
  });
  try {
    const { readCertificates } = await import("@trust-center/sdk/time-stamps");
    readCertificates(certificates);
  } catch (cause) {
    throw new SettingsError(`The certificates in ${file} cannot be used. ${(cause as Error).message}`, { cause });
  }
  return { timeStampAuthority: { url: url ?? "", certificates } };
}

async function readKey(file: string | undefined, passphrase: string | undefined): Promise<Signer> {
  const { env, help } = definitions["receipt-key"];
  if (!file) throw new SettingsError(`Expected --receipt-key (or ${env}): ${help}.`);
  const pem = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new SettingsError(`Expected to read the receipt key from ${file}; the system refused.`, { cause });
  });
  if (isEncryptedPem(pem) && !passphrase) {
    throw new SettingsError(
      `The receipt key in ${file} is encrypted: give its passphrase in ${definitions["receipt-key-passphrase"].env}.`,
    );
  }
  try {
    return await createSigner(await fromPem(pem, passphrase));
  } catch (cause) {
    const why = cause instanceof TrustCenterError ? cause.message : "It could not be read.";
    throw new SettingsError(`The receipt key in ${file} cannot be used. ${why}`, { cause });
  }
}
