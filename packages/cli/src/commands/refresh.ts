import { realpath, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  authoringFile,
  keySourcesOf,
  lifetimesOf,
  type PublishPlace,
  readPlace,
  refreshTree,
} from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { passphraseFrom } from "../output/passphrase.ts";
import { stampText } from "../output/times-words.ts";
import type { Context } from "./context.ts";
import { saySent, sendTo, targetsFrom } from "./send.ts";

export interface RefreshCommandOptions {
  now?: string;
  out?: string;
  offline?: boolean;
  key?: string[];
  passphraseEnv?: string;
  /** Where the files are sent. */
  to?: string[];
}

/** `trust-center refresh` */
export async function refresh(
  folder: string,
  options: RefreshCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  const targets = targetsFrom(options.to, io);
  const { place, keys, lifetime, witnesses, timeStampAuthority } = await locate(
    resolve(io.cwd, folder),
    options,
    io.cwd,
  );
  const result = await refreshTree(place, keys, {
    now: nowFrom(io, options.now),
    lifetime,
    ...(!options.offline && { witnesses, timeStampAuthority }),
    keyPassphrase: passphraseFrom(io, options.passphraseEnv),
    env: io.env,
    signal: io.signal,
  });
  const sent = await sendTo(targets, result, io);
  reporter.data({ ...result, ...(sent.length > 0 && { sent }) });
  for (const warning of result.warnings) reporter.complain(`${reporter.paint("yellow", "warning")}  ${warning}`);
  const { version, expires } = result.timestamp;
  reporter.say(`Timestamp ${version} of ${result.address} is signed until ${expires}.`);
  for (const { name, at } of result.cosignatures) reporter.say(`Witness ${name} saw this state of the log on ${at}.`);
  if (result.timeStamp) reporter.say(stampText(result.timeStamp));
  const more = result.cosignatures.length > 0 ? ", then log/checkpoint" : "";
  if (sent.length === 0) reporter.say(`Upload ${result.out}/head.json${more}.`);
  saySent(sent, reporter, io.cwd);
  return exitCodes.ok.code;
}

/** With both flags no authoring folder is needed: a server that refreshes has the tree and the key alone. */
async function locate(folder: string, options: RefreshCommandOptions, cwd: string) {
  const given = options.key?.map((file) => ({ file: resolve(cwd, file) }));
  const out = options.out === undefined ? undefined : resolve(cwd, options.out);
  const isAlone = out !== undefined && given !== undefined && !(await isThere(join(folder, authoringFile)));
  if (isAlone)
    return {
      place: { out, authoring: null },
      keys: given,
      lifetime: undefined,
      witnesses: undefined,
      timeStampAuthority: undefined,
    };
  const { settings, place } = await readPlace(folder);
  return {
    place:
      out === undefined || (await isSame(out, place.out)) ? place : ({ out, authoring: null } satisfies PublishPlace),
    keys: given ?? keySourcesOf(folder, settings),
    witnesses: settings.witnesses,
    timeStampAuthority: settings.timeStampAuthority,
    lifetime: out !== undefined && given !== undefined ? undefined : lifetimesOf(settings).timestamp,
  };
}

const isThere = (path: string): Promise<boolean> => stat(path).then(Boolean, () => false);

/** Whether two paths lead to one folder. */
async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((path) => realpath(path).catch(() => path)));
  return first === second;
}
