import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { SettingsError } from "./error.ts";

const shortest = 32;

/**
 * The secret of links and limits: as given, or from a file, which is made, readable by its owner alone, when absent.
 *
 * @param absent What to do where there is no such file.
 * @throws {SettingsError}
 */
export async function readSecret(
  given: string | undefined,
  file: string,
  absent: "make" | "as it is" = "make",
): Promise<Uint8Array> {
  if (given !== undefined) return checked(given, "TRUST_CENTER_SECRET");
  try {
    return checked((await readFile(file, "utf8")).trim(), file);
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || absent === "as it is") {
      throw new SettingsError(`Expected to read the secret from ${file}; the system refused.`, { cause: error });
    }
  }
  const made = randomBytes(32).toString("base64url");
  await writeFile(file, `${made}\n`, { mode: 0o600, flag: "wx" }).catch((cause: unknown) => {
    throw new SettingsError(`Expected to write a new secret to ${file}; the system refused.`, { cause });
  });
  return checked(made, file);
}

function checked(text: string, where: string): Uint8Array {
  if (text.length >= shortest) return new TextEncoder().encode(text);
  throw new SettingsError(`Expected a secret of ${shortest} characters or more in ${where}, found ${text.length}.`);
}
