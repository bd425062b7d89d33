import { resolve } from "node:path";
import { defaultKey, type Settings } from "./settings.ts";

/** Where a private key is: a PEM file, or a command that signs (KMS, HSM, smart card). Paths are absolute. */
export type KeySource =
  | { file: string; passphraseEnv?: string | undefined }
  | { command: readonly [string, ...string[]]; public: string; cwd: string; timeout?: number | undefined };

/** The keys that an authoring folder's settings name: `publish.keys`, else `publish.key`. */
export function keySourcesOf(folder: string, { key, keys }: Pick<Settings, "key" | "keys">): KeySource[] {
  if (keys === undefined) return [{ file: resolve(folder, key ?? defaultKey) }];
  return keys.map((one): KeySource => {
    if (typeof one === "string") return { file: resolve(folder, one) };
    if ("file" in one) return { file: resolve(folder, one.file), passphraseEnv: one.passphraseEnv };
    const timeout = one.timeout === undefined ? undefined : Number(one.timeout.slice(2, -1)) * 1000;
    const command = one.command as [string, ...string[]];
    return { command, public: resolve(folder, one.public), cwd: folder, timeout };
  });
}

/** A source in words. */
export const sourceText = (source: KeySource): string =>
  "file" in source ? source.file : `the command ${source.command.join(" ")}`;
