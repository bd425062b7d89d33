import { resolve } from "node:path";
import type { ServiceSettings } from "../service.ts";
import { type Definition, definitions, type SettingName } from "./define.ts";
import { SettingsError } from "./error.ts";
import { readSettings } from "./read.ts";

/** Settings by the names of the program's flags: `smtp`, `mail-from`, … */
export type NamedSettings = Readonly<Record<string, string>>;

export interface ByName {
  /** What stands in a file: the environment goes over it. Files are named from `folder`. */
  written: NamedSettings;
  /** What goes over the environment. Files are absolute. */
  given: NamedSettings;
  env: Readonly<Record<string, string | undefined>>;
  folder: string;
}

/** What is the same wherever it is set: whoever runs the service in its own process knows it. */
const own: readonly string[] = ["host", "port"];

/**
 * The settings of a service that another program runs, and that listens nowhere itself.
 *
 * @throws {SettingsError} with all that is wrong, one a line
 */
export async function settingsByName({ written, given, env, folder }: ByName): Promise<ServiceSettings> {
  const unknown = Object.keys(written).filter((name) => !isWritable(name));
  const named = Object.entries(written).filter(([name]) => isWritable(name));
  const asEnv = named.map(([name, value]) => {
    const { env: variable, value: form }: Definition = definitions[name as SettingName];
    return [variable, form === "FILE" ? resolve(folder, value) : value] as const;
  });
  const flags = Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]);
  const problems = unknown.map(problemOf);
  try {
    const command = await readSettings(flags, { ...Object.fromEntries(asEnv), ...env });
    if (problems.length === 0 && command.name === "serve") {
      const { port: _port, host: _host, ...settings } = command.settings;
      return settings;
    }
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    problems.push(error.message);
  }
  throw new SettingsError(problems.join("\n"));
}

const isWritable = (name: string) => {
  const definition: Definition | undefined = Object.hasOwn(definitions, name)
    ? definitions[name as SettingName]
    : undefined;
  return definition !== undefined && !definition.environmentOnly && !own.includes(name);
};

function problemOf(name: string): string {
  const isSecret = Object.hasOwn(definitions, name) && !own.includes(name);
  return isSecret
    ? `Expected "${name}" as the environment variable ${definitions[name as SettingName].env}, found it in a file that is kept with the list.`
    : `Expected the name of a setting of trust-center-server, such as mail-from, found "${name}".`;
}
