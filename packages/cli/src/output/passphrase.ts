import { type Passphrase, UsageError } from "@trust-center/authoring";
import type { Io } from "./io.ts";
import { askSecret } from "./prompt.ts";

/** The passphrase of an encrypted key: from the named environment variable, else asked for on a terminal. */
export function passphraseFrom(io: Io, variable: string | undefined): Passphrase {
  if (variable !== undefined) return readVariable(io, variable);
  return io.interactive ? (what) => askSecret(io, `Passphrase of ${what}`) : undefined;
}

/** @throws {TrustCenterError} `malformed` where the variable is empty */
export function readVariable(io: Io, variable: string): string {
  const value = io.env[variable];
  if (value) return value;
  throw new UsageError(
    `Expected the passphrase in the environment variable ${variable}, found nothing. Set it, for example: read -rs ${variable}; export ${variable}`,
  );
}
