import { UsageError } from "@trust-center/authoring";
import type { Service, ServiceSettings } from "@trust-center/server";
import { MistakesError } from "../output/mistakes-error.ts";

/** The package of the service: it is installed beside this one by who runs it. */
const load = () => import("@trust-center/server");

const packageName = "@trust-center/server";

async function loaded() {
  return load().catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ERR_MODULE_NOT_FOUND" || !cause.message.includes(packageName)) throw cause;
    throw new UsageError(
      `Expected the package ${packageName} for the block \`up.service\`, found none. Install it beside this one: npm install ${packageName}`,
      {},
      { cause },
    );
  });
}

export interface AskedService {
  /** By the names of the service's flags: from the file, and from `--set`. */
  written: Readonly<Record<string, string>>;
  given: Readonly<Record<string, string>>;
  env: Readonly<Record<string, string | undefined>>;
  folder: string;
}

/**
 * The service's settings, checked.
 *
 * @throws {UsageError} with all that is wrong, one a line
 */
export async function serviceSettings(asked: AskedService): Promise<ServiceSettings> {
  const { settingsByName, SettingsError } = await loaded();
  return settingsByName(asked).catch((cause: unknown) => {
    throw cause instanceof SettingsError ? new MistakesError(cause.message.split("\n"), {}, { cause }) : cause;
  });
}

/** @throws {UsageError} where the service cannot run as it is set */
export async function startOwnService(settings: ServiceSettings): Promise<Service> {
  const { startService, SettingsError } = await loaded();
  return startService(settings).catch((cause: unknown) => {
    throw cause instanceof SettingsError ? new MistakesError(cause.message.split("\n"), {}, { cause }) : cause;
  });
}
