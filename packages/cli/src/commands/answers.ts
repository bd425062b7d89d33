import { type Answers, isPublishableAddress, UsageError } from "@trust-center/authoring";
import { type Algorithm, TrustCenterError } from "@trust-center/feed";
import type { Io } from "../output/io.ts";
import { readVariable } from "../output/passphrase.ts";
import { ask, askSecret } from "../output/prompt.ts";
import { typedAddress } from "../verify/target.ts";
import { algorithmFrom } from "./algorithm.ts";

/** What is asked before a folder is made, as options. */
export interface AnswerOptions {
  name?: string;
  feed?: string;
  email?: string;
  alg?: string;
  yes?: boolean;
  passphraseEnv?: string;
}

const wellKnown = ".well-known/trust-center/";

/** Something to be answered: by a flag, at the terminal, or by an example. */
interface Question<T> {
  flag: "name" | "feed" | "email" | "alg";
  words: string;
  /** What an empty answer means. */
  preset: string;
  /** What stands in the place of an answer with --yes. */
  example: string;
  /** The answer as it is used. Throws a {@link UsageError} that says what was expected. */
  read: (text: string) => T;
}

/** Whose list it is and where it will be found: by options, and what they lack by questions. */
export async function answersFrom(options: AnswerOptions, io: Io, isAsking: boolean): Promise<Answers> {
  // What is given is looked at before anything is asked.
  const given = { ...options, ...readGiven(options) };
  const name = await answerTo(question.name, given, { io, isAsking });
  const feed = await answerTo(question.feed, given, { io, isAsking });
  const { hostname } = new URL(feed);
  const host = /\.\p{L}+$/u.test(hostname) ? hostname : "replace-me.example";
  const email = await answerTo(question.email(host), given, { io, isAsking });
  return { name, feed, email };
}

/** The algorithm of the key: by its option, else asked for. */
export const algorithmAsked = (options: AnswerOptions, io: Io, isAsking: boolean): Promise<Algorithm> =>
  options.alg === undefined && !isAsking
    ? Promise.resolve(algorithmFrom(undefined))
    : answerTo(question.alg, options, { io, isAsking });

/** The flags that say again what was answered. */
export const flagsOf = ({ name, feed, email }: Answers, alg: Algorithm): string[] => [
  ...["--name", name, "--feed", feed, "--email", email],
  ...(alg === "Ed25519" ? [] : ["--alg", alg]),
];

const question = {
  name: { flag: "name", words: "Name of your company", preset: "Acme", example: "REPLACE ME", read: readName },
  feed: {
    flag: "feed",
    words: "Where the feed will be found: your site's host, or an address",
    preset: `https://acme.example/${wellKnown}`,
    example: `https://replace-me.example/${wellKnown}`,
    read: readFeed,
  },
  email: (host: string) => ({
    flag: "email",
    words: "E-mail address for privacy questions",
    preset: `privacy@${host}`,
    example: `privacy@${host}`,
    read: readEmail,
  }),
  alg: {
    flag: "alg",
    words: "Algorithm of the key: Ed25519, or ES256, which every browser verifies itself",
    preset: "Ed25519",
    example: "Ed25519",
    read: algorithmFrom,
  },
} as const satisfies Record<string, Question<unknown> | ((host: string) => Question<string>)>;

function readGiven({ name, feed, email }: AnswerOptions): Partial<Answers> {
  return {
    ...(name !== undefined && { name: readName(name) }),
    ...(feed !== undefined && { feed: readFeed(feed) }),
    ...(email !== undefined && { email: readEmail(email) }),
  };
}

async function answerTo<T>(
  { flag, words, preset, example, read }: Question<T>,
  options: AnswerOptions,
  { io, isAsking }: { io: Io; isAsking: boolean },
): Promise<T> {
  const given = options[flag];
  if (given !== undefined) return read(given);
  if (!isAsking) return read(exampleFor({ flag, example }, options));
  for (;;) {
    const answer = await ask(io, words, preset);
    try {
      return read(answer);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      // The words of the flag fit the question; its name does not.
      io.terminal.write(`${error.message.replace(/Expected --\w+ to be/, "Expected")}\n`);
    }
  }
}

/** Without a terminal every answer is a flag, unless --yes takes the examples. */
function exampleFor({ flag, example }: Pick<Question<unknown>, "flag" | "example">, { yes }: AnswerOptions): string {
  if (yes) return example;
  throw new UsageError(
    `Expected --${flag}, found nothing, and there is no terminal to ask on. For example: --${flag} "${example}". With --yes the examples are taken.`,
  );
}

/** The passphrase of a key that is to be made; undefined for none. */
export async function passphraseFor(
  { passphraseEnv }: AnswerOptions,
  io: Io,
  isAsking: boolean,
): Promise<string | undefined> {
  if (passphraseEnv !== undefined) return readVariable(io, passphraseEnv);
  if (!isAsking) return undefined;
  for (;;) {
    const first = await askSecret(io, "Passphrase for the key (empty for none)");
    if (first === "" || (await askSecret(io, "Once more")) === first) return first || undefined;
    io.terminal.write("Expected the same passphrase twice, found two.\n");
  }
}

function readName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (name.trim() !== "" && !/[\u0000-\u001f\u007f]/.test(name)) return name;
  throw new UsageError('Expected --name to be a line of text, found an empty one. For example: --name "Acme".');
}

/** A host alone means its well-known address, as it does for readers. */
function readFeed(text: string): string {
  const address = addressOf(text);
  if (address !== undefined && isPublishableAddress(address)) return address;
  throw new UsageError(
    `Expected --feed to be a host such as acme.example, or an https:// address (http:// on localhost alone), found “${text}”. For example: https://acme.example/${wellKnown}`,
  );
}

function addressOf(text: string): string | undefined {
  try {
    const address = typedAddress(text);
    const { hostname } = new URL(address);
    // A word is no host of the internet.
    return /[.:]/.test(hostname) || hostname === "localhost" ? address : undefined;
  } catch (error) {
    if (error instanceof TrustCenterError) return undefined;
    throw error;
  }
}

function readEmail(email: string): string {
  if (/^[^\s@<>"'\\]+@[^\s@<>"'\\]+\.[^\s@<>"'\\]+$/.test(email)) return email;
  throw new UsageError(`Expected --email to be an e-mail address, found “${email}”. For example: privacy@acme.example`);
}
