import { resolve } from "node:path";
import { outOf, readAuthoring } from "../authoring/check.ts";
import { lifetimesOf } from "../authoring/settings.ts";
import { CheckError } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { keySourcesOf } from "../keys/source.ts";
import { nowFrom } from "../output/clock.ts";
import { passphraseFrom } from "../output/passphrase.ts";
import { refreshTree } from "../publish/refresh.ts";
import type { Context } from "./context.ts";

export interface RefreshCommandOptions {
  now?: string;
  out?: string;
  key?: string[];
  passphraseEnv?: string;
}

/** `trust-center refresh` */
export async function refresh(
  folder: string,
  options: RefreshCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  const { out, keys, lifetime } = await locate(resolve(io.cwd, folder), options, io.cwd);
  const result = await refreshTree(out, keys, {
    now: nowFrom(io, options.now),
    lifetime,
    keyPassphrase: passphraseFrom(io, options.passphraseEnv),
    env: io.env,
    signal: io.signal,
  });
  reporter.data(result);
  for (const warning of result.warnings) reporter.complain(`${reporter.paint("yellow", "warning")}  ${warning}`);
  const { version, expires } = result.timestamp;
  reporter.say(`Timestamp ${version} of ${result.address} is signed until ${expires}.`);
  reporter.say(`Upload ${result.out}/head.json.`);
  return exitCodes.ok.code;
}

/** With both flags no authoring folder is needed: a server that refreshes has the tree and the key alone. */
async function locate(folder: string, options: RefreshCommandOptions, cwd: string) {
  const given = (options.key ?? []).map((file) => ({ file: resolve(cwd, file) }));
  if (options.out !== undefined && options.key !== undefined) {
    return { out: resolve(cwd, options.out), keys: given, lifetime: undefined };
  }
  const { settings, report } = await readAuthoring(folder);
  if (!settings) throw new CheckError(report);
  return {
    out: options.out === undefined ? outOf(folder, settings) : resolve(cwd, options.out),
    keys: options.key === undefined ? keySourcesOf(folder, settings) : given,
    lifetime: lifetimesOf(settings).timestamp,
  };
}
