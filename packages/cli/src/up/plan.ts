import { join, resolve } from "node:path";
import {
  CheckError,
  keySourcesOf,
  type PublishPlace,
  placeOf,
  readAuthoring,
  type Settings,
  type UpSettings,
  UsageError,
} from "@trust-center/authoring";
import type { ServiceSettings } from "@trust-center/server";
import { MistakesError } from "../output/mistakes-error.ts";
import { serviceSettings } from "./service.ts";

export interface PlanOptions {
  /** The folder of the widget's script. */
  script: string;
  host?: string | undefined;
  port?: number | undefined;
  page?: string | undefined;
  /** Settings of the service, by name; they go over the file and the environment. */
  set: Readonly<Record<string, string>>;
  env: Readonly<Record<string, string | undefined>>;
}

/** What is to be served, checked before anything is opened. */
export interface UpPlan {
  folder: string;
  settings: Settings;
  place: PublishPlace;
  host: string;
  port: number;
  /** The folder of the vendor's own page; absent: a page is made. */
  page: string | undefined;
  script: string;
  /** The service's public address and settings, but for the feed's pin, which the first publish makes. Absent: none runs. */
  service?: { address: string; settings: Omit<ServiceSettings, "pin"> };
  /** The service's address where the list names one that does not run here. */
  elsewhere?: string;
}

const defaultPort = 8080;

/** Stands for the pin until it is made: it has the form of one. */
const anyPin = `sha256-${"A".repeat(43)}`;

/**
 * Reads the folder's settings, flags and environment.
 *
 * @throws {CheckError} where nothing can be served for what stands in the file
 * @throws {UsageError} with all that is wrong of flags, environment and the service's settings, one a line
 */
export async function planUp(folder: string, options: PlanOptions): Promise<UpPlan> {
  const { settings, up = {}, report, content, source } = await readAuthoring(folder);
  if (!settings || report.errors.some(({ path }) => path === "up" || path.startsWith("up/")))
    throw new CheckError(report);
  // A list that does not pass is served as it was published last: its address is needed all the same.
  const address = content?.service ?? serviceIn(source.value);
  const service = up.service === undefined ? undefined : await planService({ folder, settings, up, address, options });
  const page = options.page ?? (up.page === undefined ? undefined : resolve(folder, up.page));
  return {
    ...{ folder, settings, place: placeOf(folder, settings), page, script: options.script },
    host: options.host ?? up.host ?? "127.0.0.1",
    port: options.port ?? up.port ?? defaultPort,
    ...(service && { service }),
    ...(!service && address !== undefined && { elsewhere: address }),
  };
}

const serviceIn = (value: unknown): string | undefined => {
  const { service } = (value ?? {}) as { service?: unknown };
  return typeof service === "string" ? service : undefined;
};

interface Planning {
  folder: string;
  settings: Settings;
  up: UpSettings;
  address: string | undefined;
  options: PlanOptions;
}

async function planService({ folder, settings, up, address, options }: Planning): Promise<UpPlan["service"]> {
  const { env, set } = options;
  const problems =
    address === undefined
      ? [
          "Expected `service:` in the list to name the service's address, such as https://acme.example/trust-center/: readers go there.",
        ]
      : [];
  const [key] = keySourcesOf(folder, settings);
  const isFile = env.DATABASE_URL === undefined && env.TRUST_CENTER_DATABASE === undefined;
  const written = {
    ...(isFile && { database: "trust-center.db" }),
    ...(key && "file" in key && { "receipt-key": key.file }),
    // It is looked at in its folder, at no cost.
    "poll-interval": "5",
    ...Object.fromEntries(Object.entries(up.service ?? {}).map(([name, value]) => [name, String(value)])),
  };
  const own = { feed: settings.feed, pin: anyPin, "public-address": address ?? settings.feed };
  const origin = new URL(settings.feed).origin;
  const withOrigins = { origins: origin, ...written };
  try {
    const given = { ...set, ...own };
    const { pin: _pin, ...checked } = await serviceSettings({ written: withOrigins, given, env, folder });
    if (problems.length === 0 && address !== undefined) return { address: checked.publicAddress, settings: checked };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    problems.push(...error.message.split("\n"));
  }
  throw new MistakesError(problems, { file: join(folder, "trust-center.yaml") });
}
