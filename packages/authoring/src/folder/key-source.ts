import { resolve } from "node:path";
import { defaultKey, type Settings } from "../format/settings.ts";

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

/** The log's own key, where the settings name one. */
export function logKeySourceOf(folder: string, { logKey }: Pick<Settings, "logKey">): KeySource | undefined {
  if (logKey === undefined) return undefined;
  if (typeof logKey === "string") return { file: resolve(folder, logKey) };
  return { file: resolve(folder, logKey.file), passphraseEnv: logKey.passphraseEnv };
}

/** A source in words. */
export const sourceText = (source: KeySource): string =>
  "file" in source ? source.file : `the command ${source.command.join(" ")}`;
