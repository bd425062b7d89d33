/** What no shell takes for more than a letter (POSIX.1-2024, Shell Command Language, §2.2), of what addresses are made of. */
const plainWord = /^[\w:/.%-]+$/;

/**
 * How to verify something oneself: a command that works as it is pasted. What is named may hold what a shell would run.
 *
 * @param target A feed's address, or the name of a file.
 * @param pin `sha256-…`
 */
export const verifyCommand = (target: string, pin: string): string =>
  `npx @trust-center/cli verify ${plainWord.test(target) ? target : `'${target.replaceAll("'", "'\\''")}'`} --pin ${pin}`;
