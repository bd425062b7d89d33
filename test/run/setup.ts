import { existsSync } from "node:fs";
import { findPostgres, postgresPackage, postgresVersions } from "../../packages/server/src/testing/postgres-server.ts";
import { packages as browsers, missingPrograms as missingBrowsers } from "../browsers/engines.ts";
import { postfixPackage, postfixProgram } from "../e2e/postfix.ts";
import { run } from "./process.ts";

/** What the tests start and that is no package of npm's. */
const missingPrograms = (): string[] => [
  ...missingBrowsers(),
  ...(findPostgres() === undefined ? [`${postgresVersions}/*/bin/postgres`] : []),
  ...(existsSync(postfixProgram) ? [] : [postfixProgram]),
];

/** Puts browsers, PostgreSQL and Postfix there, where this user may; else says exactly what to install. Returns whether they are there. */
export async function ensurePrograms(): Promise<boolean> {
  if (missingPrograms().length === 0) return true;
  const command = `apt-get update && apt-get install -y ${[...browsers, postgresPackage, postfixPackage].join(" ")}`;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log(`The tests need browsers, PostgreSQL and Postfix: ${command}`);
    process.env.DEBIAN_FRONTEND = "noninteractive";
    await run(["sh", "-c", `${command} -q`]);
  }
  const missing = missingPrograms();
  if (missing.length === 0) return true;
  console.error(
    `The tests need these programs:\n${missing.map((path) => `  ${path}`).join("\n")}\nOn Debian or Ubuntu, install them with:\n  sudo sh -c '${command}'\nThen run the tests again.`,
  );
  return false;
}
