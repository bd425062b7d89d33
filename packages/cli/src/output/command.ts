import type { Io } from "./io.ts";

/**
 * A command of this program, to be typed as it stands: with the way in which the program was started this time, and with
 * what a shell would read otherwise between quotes.
 */
export const commandLine = (words: readonly string[], { env }: Pick<Io, "env">): string =>
  [startedAs(env), ...words.map(quoted)].join(" ");

/** npm, and those like it, say how they run a program: https://docs.npmjs.com/cli/using-npm/scripts#environment */
function startedAs(env: Io["env"]): string {
  const isOnce = env.npm_lifecycle_event === "npx" || env.npm_command === "exec";
  // `npm create trust-center` is `npm init`.
  if (isOnce || env.npm_command === "init") return "npx @trust-center/cli";
  return "trust-center";
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
