import { Command, CommanderError, Option } from "commander";
import { check } from "./commands/check.ts";
import type { Context } from "./commands/context.ts";
import { init } from "./commands/init.ts";
import { publish } from "./commands/publish.ts";
import { refresh } from "./commands/refresh.ts";
import { serve } from "./commands/serve.ts";
import { verify } from "./commands/verify.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { printError } from "./output/error.ts";
import { type Io, processIo } from "./output/io.ts";
import { createReporter } from "./output/reporter.ts";

type Action = (argument: string, options: never, context: Context) => Promise<number>;

interface Declaration {
  name: string;
  summary: string;
  argument: { name: string; about: string; preset?: string };
  options: [flags: string, about: string][];
  examples: string[];
  action: Action;
}

const folder = { name: "[folder]", about: "the folder that holds trust-center.yaml", preset: "." };
const passphrase: [string, string] = [
  "--passphrase-env <variable>",
  "environment variable that holds the key's passphrase",
];
const now: [string, string] = [
  "--now <instant>",
  "RFC 3339 time to work at, instead of the clock's (also TRUST_CENTER_NOW)",
];

/** Every command, option and example. */
const declarations: Declaration[] = [
  {
    name: "init",
    summary: "make a folder with a list, a policy and a key to start from",
    argument: { ...folder, about: "the folder to make or fill" },
    options: [
      ["--name <name>", "your company's name"],
      ["--feed <address>", "where the feed will be found, ending in /"],
      ["--email <address>", "where privacy questions go"],
      ["--yes", "ask nothing; take the examples for what is not given"],
      passphrase,
    ],
    examples: [
      "trust-center init",
      'trust-center init trust --name "Acme" --feed https://acme.example/.well-known/trust-center/ --email privacy@acme.example',
    ],
    action: init as Action,
  },
  {
    name: "check",
    summary: "name what is wrong in the list, and what law and habit ask for that it lacks",
    argument: folder,
    options: [["--strict", "fail on legal gaps too"]],
    examples: ["trust-center check", "trust-center check trust --strict --json"],
    action: check as Action,
  },
  {
    name: "publish",
    summary: "check, sign, and write the files for your web server",
    argument: folder,
    options: [
      ["--dry-run", "show what would be published, write nothing"],
      ["--force-refresh", "renew the timestamp even where it is young"],
      now,
      passphrase,
    ],
    examples: [
      "trust-center publish",
      "trust-center publish trust --dry-run",
      "trust-center publish --passphrase-env KEY_PASSPHRASE",
    ],
    action: publish as Action,
  },
  {
    name: "refresh",
    summary: "sign anew that the published list is the newest; once a week, from a timer",
    argument: folder,
    options: [
      ["--out <folder>", "the published tree, where there is no trust-center.yaml"],
      ["--key <file>", "the timestamp's key (PKCS#8 PEM)"],
      now,
      passphrase,
    ],
    examples: [
      "trust-center refresh",
      "trust-center refresh --out /srv/www/.well-known/trust-center --key timestamp.key.pem",
    ],
    action: refresh as Action,
  },
  {
    name: "verify",
    summary: "verify a feed, a published folder, or a receipt",
    argument: { name: "<target>", about: "an address, a folder, or a file with a receipt" },
    options: [
      ["--pin <pin>", "sha256-…, as the vendor printed it; without it a feed is first seen, never verified"],
      ["--state <folder>", "remember here what was seen, to notice rollbacks and rewritten history"],
      ["--root <folder>", "for a receipt: a published tree to verify it under, offline"],
      ["--no-strict", "do not replay the whole history"],
      now,
    ],
    examples: [
      "trust-center verify https://acme.example/.well-known/trust-center/ --pin sha256-… --state ~/.trust-center",
      "trust-center verify ./public/.well-known/trust-center",
      "trust-center verify receipt.json --pin sha256-…",
    ],
    action: verify as Action,
  },
  {
    name: "serve",
    summary: "serve the published files on this machine",
    argument: { ...folder, about: "the published tree, or the folder it was published from" },
    options: [
      ["--port <number>", "port to listen on; where it is taken, the next free one (default: 8080)"],
      ["--host <address>", "address to listen on (default: 127.0.0.1)"],
    ],
    examples: ["trust-center serve", "trust-center serve trust --port 3000"],
    action: serve as Action,
  },
];

/**
 * The command line as a commander program. Its actions give their exit code to `done`.
 *
 * @param io What it may touch; the process itself where absent.
 */
export function program(
  io: Io = processIo(),
  done: (code: number) => void = (code) => (process.exitCode = code),
): Command {
  const root = new Command("trust-center")
    .description("Keeps a list of sub-processors and policies, signs it, publishes it, verifies it.")
    .addOption(new Option("--json", "print data for programs on stdout, and nothing else there"))
    .addOption(new Option("--quiet", "print problems alone"))
    .showHelpAfterError("Run with --help for usage and examples.")
    .addHelpText(
      "after",
      `\nExamples:\n${declarations.map(({ examples }) => `  ${examples[0]}\n`).join("")}${exitCodeText()}`,
    );
  configure(root, io);
  for (const declaration of declarations) root.addCommand(commandOf(declaration, root, io, done));
  return root;
}

function commandOf(declaration: Declaration, root: Command, io: Io, done: (code: number) => void): Command {
  const { name, summary, argument, options, examples, action } = declaration;
  const command = new Command(name).summary(summary).description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`);
  configure(command, io);
  command.argument(argument.name, argument.about, argument.preset);
  for (const [flags, about] of options) command.option(flags, about);
  command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}\n`).join("")}${exitCodeText()}`);
  command.showHelpAfterError("Run with --help for usage and examples.");
  return command.action(async (given: string, values: object) => {
    const reporter = createReporter(io, root.opts());
    try {
      done(await action(given, values as never, { io, reporter }));
    } catch (error) {
      printError(error, reporter);
      done(exitCodeOf(error));
    }
  });
}

const configure = (command: Command, io: Io) =>
  command
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr });

const exitCodeText = () =>
  `\nExit codes:\n${Object.values(exitCodes)
    .map(({ code, meaning }) => `  ${String(code).padEnd(4)}${meaning}\n`)
    .join("")}`;

/**
 * Runs the command line.
 *
 * @param arguments_ Without the names of Node and script.
 * @returns the exit code: see {@link exitCodes}
 */
export async function run(arguments_: readonly string[], io: Io = processIo()): Promise<number> {
  let code: number = exitCodes.ok.code;
  try {
    await program(io, (result) => {
      code = result;
    }).parseAsync([...arguments_], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version end with 0; everything else of commander's is wrong usage.
    code = error.exitCode === 0 ? exitCodes.ok.code : exitCodes.usage.code;
  }
  return code;
}
