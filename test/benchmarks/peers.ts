import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * Installs packages by npm, away from the workspace.
 *
 * @param wanted Ranges by name.
 * @returns the versions found, by name
 */
export async function installPeers(
  folder: string,
  wanted: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true });
  const ranges = Object.entries(wanted).map(([name, version]) => `${name}@${version}`);
  const options = ["--prefix", folder, "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", ["install", ...options, ...ranges]);
  const read = async (name: string) => {
    const text = await readFile(join(folder, "node_modules", name, "package.json"), "utf8");
    return [name, (JSON.parse(text) as { version: string }).version] as const;
  };
  return Object.fromEntries(await Promise.all(Object.keys(wanted).map(read)));
}
