import { existsSync } from "node:fs";
import { missingPrograms, packages } from "../browsers/engines.ts";
import { run } from "./process.ts";

/** Puts the browsers there, where this user may; else says exactly what to install. Returns whether they are there. */
export async function ensureBrowsers(): Promise<boolean> {
  if (missingPrograms().length === 0) return true;
  const command = `apt-get update && apt-get install -y ${packages.join(" ")}`;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    console.log(`The tests need browsers: ${command}`);
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
