import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createSigner, fromPem, isEncryptedPem, type Signer, TrustCenterError } from "@trust-center/feed";
import { emailSchema } from "@trust-center/sdk";
import type { SmtpTls } from "../outbox/transport.ts";
import type { ServiceSettings } from "../service.ts";
import { actions, type Definition, definitions, type SettingName, type Unsent } from "./define.ts";
import { SettingsError } from "./error.ts";
import { realPlace } from "./place.ts";
import { readSecret } from "./secret.ts";

/** What is asked of a database. */
export type Action = { database: string } & (
  | { name: "status" | "hold" }
  | { name: "resend"; delivery: string | undefined }
  | { name: "release"; unsent: Unsent }
);

export type Command =
  | { name: "help" }
  | { name: "act"; action: Action }
  | { name: "serve" | "print-hook-token" | "print-health-token"; settings: ServiceSettings };

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
  const database = realPlace(get("database") ?? "");
  if (words.length > 0) return { name: "act", action: readAction(words, flags, database) };
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
  const checked: Omit<ServiceSettings, "secret"> = {
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
    privacyMail: read("privacy-mail", (value) => mail("privacy-mail", value)),
    receiptSigner: await problems.collectFrom(readKey(get("receipt-key"), get("receipt-key-passphrase"))),
    ...(await problems.collectFrom(
      readTimeStampAuthority(get("time-stamp-authority"), get("time-stamp-certificates")),
    )),
    origins: read("origins", originsOf),
    pollInterval: whole("poll-interval", { least: 1, most: 86_400 }) * 1000,
    trustProxy: flags["trust-proxy"] === true || /^(1|true|yes)$/i.test(env[definitions["trust-proxy"].env] ?? ""),
  };
  problems.throwIfAny();
  // Only now: it makes a file where there is none.
  const secret = await readSecret(get("secret"), get("secret-file") ?? `${database}.secret`);
  const settings: ServiceSettings = { ...checked, secret };
  const print = (["print-hook-token", "print-health-token"] as const).find((name) => flags[name]);
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

function readAction(words: readonly string[], flags: Flags, database: string): Action {
  const [name = "", ...more] = words;
  if (!(name in actions) || more.length > 0) {
    throw new SettingsError(
      `Expected one of: ${Object.keys(actions).join(", ")}. Found "${words.join(" ")}". See --help.`,
    );
  }
  const { delivery, unsent } = flags as { delivery?: string; unsent?: string };
  if (name === "resend") return { name, database, delivery };
  if (name !== "release") return { name: name as "status" | "hold", database };
  if (unsent === "send" || unsent === "drop") return { name, database, unsent };
  throw new SettingsError(
    `Expected --unsent to be send or drop, found "${unsent ?? ""}". \`send\`: what waits goes out, and what was published ` +
      "since the backup: some get a mail for the second time. `drop`: nobody gets any of it.",
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
    delivery: { type: "string" },
    unsent: { type: "string" },
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
