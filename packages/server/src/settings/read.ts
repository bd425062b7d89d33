import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createSigner, fromPem, isEncryptedPem, type Signer, TrustCenterError } from "@trust-center/feed";
import { emailSchema } from "@trust-center/sdk";
import type { SmtpTls } from "../outbox/transport.ts";
import type { ServiceSettings } from "../service.ts";
import { type Definition, definitions, type SettingName } from "./define.ts";
import { SettingsError } from "./error.ts";
import { readSecret } from "./secret.ts";

export type Command =
  | { name: "help" }
  | { name: "serve" | "print-hook-token" | "print-health-token"; settings: ServiceSettings };

/**
 * Reads and checks every setting before anything is opened but the key and the secret.
 *
 * @throws {SettingsError}
 */
export async function readSettings(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Command> {
  const flags = parseFlags(args);
  if (flags.help) return { name: "help" };
  const get = (name: SettingName): string | undefined => {
    const definition: Definition = definitions[name];
    const found = (flags[name] as string | undefined) ?? env[definition.env] ?? definition.default;
    if (definition.required && !found)
      throw new SettingsError(`Expected --${name} (or ${definition.env}): ${definition.help}.`);
    return found;
  };
  const need = (name: SettingName) => get(name) ?? "";
  const database = need("database");
  const settings: ServiceSettings = {
    feed: address("feed", need("feed")),
    pin: matching("pin", need("pin"), /^sha256-[A-Za-z0-9_-]{43}$/, "sha256- and 43 characters of base64url"),
    database,
    host: need("host"),
    port: whole("port", need("port"), { least: 0, most: 65_535 }),
    publicAddress: address("public-address", need("public-address")),
    smtp: smtpAddress(need("smtp")),
    smtpTls: matching("smtp-tls", need("smtp-tls"), /^(?:required|none)$/, "required or none") as SmtpTls,
    mailFrom: mail("mail-from", need("mail-from")),
    privacyMail: mail("privacy-mail", need("privacy-mail")),
    receiptSigner: await readKey(need("receipt-key"), get("receipt-key-passphrase")),
    ...(await readTimeStampAuthority(get("time-stamp-authority"), get("time-stamp-certificates"))),
    origins: need("origins")
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean)
      .map(origin),
    secret: await readSecret(get("secret"), get("secret-file") ?? `${database}.secret`),
    pollInterval: whole("poll-interval", need("poll-interval"), { least: 1, most: 86_400 }) * 1000,
    trustProxy: flags["trust-proxy"] === true || /^(1|true|yes)$/i.test(env[definitions["trust-proxy"].env] ?? ""),
  };
  const print = (["print-hook-token", "print-health-token"] as const).find((name) => flags[name]);
  return { name: print ?? "serve", settings };
}

function parseFlags(args: readonly string[]): Record<string, string | boolean | undefined> {
  const settings = Object.entries(definitions as Record<string, Definition>)
    .filter(([, { environmentOnly }]) => !environmentOnly)
    .map(([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" }] as const);
  const options = {
    ...(Object.fromEntries(settings) as Record<string, { type: "boolean" | "string" }>),
    help: { type: "boolean", short: "h" },
    "print-hook-token": { type: "boolean" },
    "print-health-token": { type: "boolean" },
  } as const;
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (cause) {
    throw new SettingsError(`${(cause as Error).message} See --help.`, { cause });
  }
}

const refuse = (name: SettingName, expected: string, found: string) =>
  new SettingsError(`Expected --${name} (or ${definitions[name].env}) to be ${expected}, found "${found}".`);

function matching(name: SettingName, value: string, pattern: RegExp, expected: string): string {
  if (pattern.test(value)) return value;
  throw refuse(name, expected, value);
}

function whole(name: SettingName, value: string, { least, most }: { least: number; most: number }): number {
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

async function readKey(file: string, passphrase: string | undefined): Promise<Signer> {
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
