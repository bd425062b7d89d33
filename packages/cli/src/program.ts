import { Command, CommanderError, Option } from "commander";
import { completionOf } from "./completion/declaration.ts";
import { declarations } from "./declarations/all.ts";
import type { Declaration } from "./declarations/declaration.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { printError } from "./output/error.ts";
import { type Io, processIo } from "./output/io.ts";
import { createReporter } from "./output/reporter.ts";
import { version } from "./version.ts";

/**
 * The command line as a commander program. Its actions give their exit code to `done`.
 *
 * @param io What it may touch; the process itself where absent.
 */
export function program(
  io: Io = processIo(),
  done: (code: number) => void = (code) => (process.exitCode = code),
): Command {
  const commands = [...declarations, completionOf(declarations)];
  const root = new Command("trust-center")
    .version(version, "--version", "print the version")
    .description("Keeps a list of sub-processors and policies, signs it, publishes it, verifies it.")
    .addOption(new Option("--json", "print data for programs on stdout, and nothing else there"))
    .addOption(new Option("--quiet", "print problems alone"))
    .showHelpAfterError("Run with --help for usage and examples.")
    .addHelpText(
      "after",
      `\nExamples:\n${commands.map(({ examples }) => `  ${examples[0]}\n`).join("")}${exitCodeText()}`,
    );
  configure(root, io);
  for (const declaration of commands) root.addCommand(commandOf(declaration, root, io, done));
  return root;
}

function commandOf(declaration: Declaration, root: Command, io: Io, done: (code: number) => void): Command {
  const { name, summary, action } = declaration;
  const command = new Command(name).summary(summary).description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`);
  configure(command, io);
  describe(command, declaration);
  for (const inner of declaration.commands ?? []) command.addCommand(commandOf(inner, root, io, done));
  if (!action) return command;
  return command.action(async (...given: unknown[]) => {
    // Commander adds the options and the command itself behind the arguments.
    const arguments_ = given.slice(0, -2);
    // Of an option that an outer command has too, the outer one gets the value.
    const values = command.optsWithGlobals();
    const reporter = createReporter(io, root.opts());
    try {
      done(await action(...arguments_, values, { io, reporter }));
    } catch (error) {
      printError(error, reporter);
      done(exitCodeOf(error));
    }
  });
}

function describe(command: Command, { arguments: arguments_ = [], options = [], examples }: Declaration): void {
  for (const { name, about, preset } of arguments_) command.argument(name, about, preset);
  for (const [flags, about, several] of options) {
    const option = new Option(flags, about);
    command.addOption(several ? option.argParser(collect) : option);
  }
  command.addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}\n`).join("")}${exitCodeText()}`);
  command.showHelpAfterError("Run with --help for usage and examples.");
}

/** An option that may be given more than once. */
const collect = (value: string, before: string[] = []): string[] => [...before, value];

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
