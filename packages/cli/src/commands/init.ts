import { relative, resolve } from "node:path";
import { type Answers, createAuthoringFolder, isPublishableAddress, UsageError } from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import type { Io } from "../output/io.ts";
import { readVariable } from "../output/passphrase.ts";
import { ask, askSecret } from "../output/prompt.ts";
import { algorithmFrom } from "./algorithm.ts";
import type { Context } from "./context.ts";

export interface InitOptions {
  name?: string;
  feed?: string;
  email?: string;
  alg?: string;
  yes?: boolean;
  passphraseEnv?: string;
}

const wellKnown = ".well-known/trust-center/";

/** `trust-center init` */
export async function init(folder: string, options: InitOptions, { io, reporter }: Context): Promise<number> {
  const alg = algorithmFrom(options.alg);
  const isAsking = io.interactive && !options.yes && !reporter.json;
  const answers = await answersFrom(options, io, isAsking);
  const passphrase = await passphraseFor(options, io, isAsking);
  const result = await createAuthoringFolder(resolve(io.cwd, folder), answers, { passphrase, alg });
  reporter.data(result);
  const where = relative(io.cwd, result.folder) || ".";
  reporter.say(`Made ${result.created.join(", ")} in ${where}.`);
  if (!result.encrypted) reporter.say("The key is not encrypted: keep it where only you can read it, and keep a copy.");
  reporter.say();
  reporter.say("Next:");
  reporter.say(`  1. Write your list into ${where}/trust-center.yaml.`);
  reporter.say(`  2. trust-center check ${where}`);
  reporter.say(
    `  3. trust-center publish ${where}${result.encrypted && options.passphraseEnv ? ` --passphrase-env ${options.passphraseEnv}` : ""}`,
  );
  return exitCodes.ok.code;
}

async function answersFrom(options: InitOptions, io: Io, isAsking: boolean): Promise<Answers> {
  const name =
    options.name ?? (isAsking ? await ask(io, "Name of your company", "Acme") : preset(options, "name", "REPLACE ME"));
  const feed =
    options.feed ??
    (isAsking
      ? await ask(io, "Address of the feed", `https://acme.example/${wellKnown}`)
      : preset(options, "feed", `https://replace-me.example/${wellKnown}`));
  const host = URL.parse(feed)?.hostname ?? "replace-me.example";
  const email =
    options.email ??
    (isAsking
      ? await ask(io, "E-mail address for privacy questions", `privacy@${host}`)
      : preset(options, "email", `privacy@${host}`));
  return { name: checkName(name), feed: checkFeed(feed), email: checkEmail(email) };
}

/** Without a terminal every answer is a flag, unless --yes takes the examples. */
function preset(options: InitOptions, name: "name" | "feed" | "email", value: string): string {
  if (options.yes) return value;
  throw new UsageError(
    `Expected --${name}, found nothing, and there is no terminal to ask on. For example: --${name} "${value}". With --yes the examples are taken.`,
  );
}

async function passphraseFor({ passphraseEnv }: InitOptions, io: Io, isAsking: boolean): Promise<string | undefined> {
  if (passphraseEnv !== undefined) return readVariable(io, passphraseEnv);
  if (!isAsking) return undefined;
  const first = await askSecret(io, "Passphrase for the key (empty for none)");
  if (first === "") return undefined;
  if ((await askSecret(io, "Once more")) === first) return first;
  throw new UsageError("Expected the same passphrase twice, found two. Nothing was written.");
}

function checkName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (name.trim() !== "" && !/[\u0000-\u001f\u007f]/.test(name)) return name;
  throw new UsageError('Expected --name to be a line of text, found an empty one. For example: --name "Acme".');
}

function checkFeed(feed: string): string {
  const address = feed.endsWith("/") ? feed : `${feed}/`;
  if (isPublishableAddress(address) && !/[?#@]/.test(address)) return address;
  throw new UsageError(
    `Expected --feed to be an https:// address (http:// on localhost alone), found “${feed}”. For example: https://acme.example/${wellKnown}`,
  );
}

function checkEmail(email: string): string {
  if (/^[^\s@<>"'\\]+@[^\s@<>"'\\]+$/.test(email)) return email;
  throw new UsageError(`Expected --email to be an e-mail address, found “${email}”. For example: privacy@acme.example`);
}
