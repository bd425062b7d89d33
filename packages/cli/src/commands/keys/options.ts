import { resolve } from "node:path";
import { type RootOptions, UsageError } from "@trust-center/authoring";
import { type Role, type Root, roleNames } from "@trust-center/feed";
import { nowFrom } from "../../output/clock.ts";
import { passphraseFrom, readVariable } from "../../output/passphrase.ts";
import { askSecret } from "../../output/prompt.ts";
import type { Context } from "../context.ts";

/** Options of every command that changes the root. */
export interface ChangeOptions {
  key?: string[];
  propose?: string;
  passphraseEnv?: string;
  now?: string;
}

/** Options of a command that makes keys. */
export interface NewKeyOptions {
  alg?: string;
  newPassphraseEnv?: string;
}

export function rootOptions(options: ChangeOptions, { io }: Context): RootOptions {
  return {
    now: nowFrom(io, options.now),
    keys: (options.key ?? []).map((file) => ({ file: resolve(io.cwd, file) })),
    passphrase: passphraseFrom(io, options.passphraseEnv),
    env: io.env,
    signal: io.signal,
    ...(options.propose !== undefined && { propose: resolve(io.cwd, options.propose) }),
  };
}

/** @throws {TrustCenterError} `malformed` */
export function rolesFrom(names: readonly string[]): Role[] {
  return names
    .flatMap((text) => text.split(","))
    .map((name) => {
      const role = roleNames.find((role) => role === name.trim());
      if (role) return role;
      throw new UsageError(`Expected one of the roles ${roleNames.join(", ")}, found “${name}”.`);
    });
}

/** The passphrase of a key to be made: from a variable, else asked for on a terminal; empty for none. */
export async function newPassphrase(
  { newPassphraseEnv }: NewKeyOptions,
  { io, reporter }: Context,
  what: string,
): Promise<string | undefined> {
  if (newPassphraseEnv !== undefined) return readVariable(io, newPassphraseEnv);
  if (!io.interactive || reporter.json) return undefined;
  const first = await askSecret(io, `Passphrase for ${what} (empty for none)`);
  if (first === "") return undefined;
  if ((await askSecret(io, "Once more")) === first) return first;
  throw new UsageError("Expected the same passphrase twice, found two. Nothing was written.");
}

/**
 * The key of a root that an id, or the beginning of one, names.
 *
 * @throws {TrustCenterError} `malformed` where none or several begin like that
 */
export function kidFrom(root: Root, text: string): string {
  const found = Object.keys(root.keys).filter((kid) => kid.startsWith(text));
  if (text.length >= 4 && found.length === 1) return found[0] as string;
  throw new UsageError(
    `Expected the id of a key of root ${root.version}, or four or more characters that one alone begins with; found “${text}”. ` +
      `Its keys are ${Object.keys(root.keys).join(", ")}.`,
  );
}
