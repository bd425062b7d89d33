import { relative, resolve } from "node:path";
import { openLogKey, readPlace, readRoot, UsageError } from "@trust-center/authoring";
import { logOrigin, type PublicKey, toLogKey } from "@trust-center/feed";
import { exitCodes } from "../../exit-codes.ts";
import type { Context } from "../context.ts";
import { makeKeyFiles } from "./make.ts";
import { type ChangeOptions, type NewKeyOptions, rootOptions } from "./options.ts";

type LogOptions = ChangeOptions & Pick<NewKeyOptions, "newPassphraseEnv"> & { new?: boolean };

/** `trust-center keys log` */
export async function logKeys(folder: string, options: LogOptions, context: Context): Promise<number> {
  const { reporter, io } = context;
  const path = resolve(io.cwd, folder);
  const { settings } = await readPlace(path);
  const origin = logOrigin(settings.feed);
  const file = options.new ? await makeLogKey(path, settings.logKey, options, context) : undefined;
  const keys = file ? [file.publicKey] : await signingKeys(path, settings, options, context);
  const logKeys = await Promise.all(keys.map((key) => toLogKey({ origin, key })));
  const setting = file && `./${relative(path, file.file).replaceAll("\\", "/")}`;
  reporter.data({ origin, keys: logKeys, ...(setting && { setting }) });
  if (setting) {
    reporter.say("Name it in trust-center.yaml, and publish:");
    reporter.say("publish:");
    reporter.say(`  logKey: ${setting}`);
  }
  reporter.say(`Tell your witnesses: the log ${origin} is signed by`);
  for (const key of logKeys) reporter.tell(key);
  if (settings.logKey === undefined && !setting) {
    reporter.say("That key changes with the root. One that stays: trust-center keys log --new");
  }
  return exitCodes.ok.code;
}

/** A log that witnesses know keeps its key: another one is another decision. */
async function makeLogKey(path: string, logKey: unknown, options: LogOptions, context: Context) {
  if (logKey !== undefined) {
    throw new UsageError(
      "Expected no `publish.logKey` yet, found one: witnesses know the log by it. To replace it, remove that line first, and tell them the new key.",
    );
  }
  const made = await makeKeyFiles(path, ["log"] as const, options, context);
  return made.get("log");
}

/** The log's own key; without one the manifest's, of the kind that checkpoints are signed with. */
async function signingKeys(
  path: string,
  settings: { logKey?: Parameters<typeof openLogKey>[1]["logKey"] },
  options: LogOptions,
  context: Context,
): Promise<PublicKey[]> {
  const opening = rootOptions(options, context);
  const own = await openLogKey(path, settings, opening);
  if (own) return [own.publicKey];
  const { root } = await readRoot(path, opening);
  const named = root.roles.manifest.kids.map((kid) => root.keys[kid]);
  const keys = named.filter((key) => key?.alg === "Ed25519") as PublicKey[];
  if (keys.length > 0) return keys;
  throw new UsageError(
    "Expected an Ed25519 key that signs the log, found none: the manifest is signed with another algorithm. Make one: trust-center keys log --new",
  );
}
