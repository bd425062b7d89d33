import { relative, resolve } from "node:path";
import { createAuthoringFolder, refuseAuthoringFolder } from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { commandLine } from "../output/command.ts";
import { type AnswerOptions, algorithmAsked, answersFrom, flagsOf, passphraseFor } from "./answers.ts";
import type { Context } from "./context.ts";

/** `trust-center init` */
export async function init(folder: string, options: AnswerOptions, { io, reporter }: Context): Promise<number> {
  const isAsking = io.interactive && !options.yes && !reporter.json;
  const path = resolve(io.cwd, folder);
  await refuseAuthoringFolder(path);
  const answers = await answersFrom(options, io, isAsking);
  const alg = await algorithmAsked(options, io, isAsking);
  const made = async () => {
    const passphrase = await passphraseFor(options, io, isAsking);
    return createAuthoringFolder(path, answers, { passphrase, alg });
  };
  const result = await made().catch((error: unknown) => {
    // What was typed is not typed again.
    const again = commandLine(["init", folder, ...flagsOf(answers, alg)], io);
    if (isAsking) reporter.complain(`Your answers, for the next time: ${again}`);
    throw error;
  });
  reporter.data(result);
  const where = relative(io.cwd, result.folder) || ".";
  const secret = result.encrypted && options.passphraseEnv ? ["--passphrase-env", options.passphraseEnv] : [];
  const { say } = reporter;
  say(`Made ${result.created.join(", ")} in ${where}.`);
  say(`The feed's address is ${answers.feed}: it is signed for good by the first publish.`);
  if (!result.encrypted) say("The key is not encrypted: keep it where only you can read it, and keep a copy.");
  say();
  say("Next:");
  say(`  1. Write your list into ${where}/trust-center.yaml.`);
  say(`  2. ${commandLine(["check", where], io)}`);
  say(`  3. ${commandLine(["publish", where, ...secret], io)}`);
  say(`  4. ${commandLine(["embed", where], io)}`);
  return exitCodes.ok.code;
}
