import { once } from "node:events";
import { resolve } from "node:path";
import { CheckError, UnconfirmedError, UsageError } from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { printError } from "../output/error.ts";
import { passphraseFrom } from "../output/passphrase.ts";
import { portFrom } from "../serve/port.ts";
import { planUp } from "../up/plan.ts";
import { startUp } from "../up/up.ts";
import { confirmed } from "./confirmed.ts";
import type { Context } from "./context.ts";
import { installedScript } from "./installed-script.ts";

export interface UpCommandOptions {
  port?: string;
  host?: string;
  page?: string;
  script?: string;
  /** `name=value`, of the service. */
  set?: string[];
  accept?: string;
  /** `--no-publish` makes it false. */
  publish?: boolean;
  passphraseEnv?: string;
}

/** `trust-center up` */
export async function up(folder: string, options: UpCommandOptions, { io, reporter }: Context): Promise<number> {
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(io.cwd, path));
  const plan = await planUp(resolve(io.cwd, folder), {
    script: absolute(options.script) ?? installedScript(),
    host: options.host,
    port: options.port === undefined ? undefined : portFrom(options.port),
    page: absolute(options.page),
    set: pairsOf(options.set ?? [], io.cwd),
    env: io.env,
  });
  const { say, complain, paint } = reporter;
  const running = await startUp(plan, {
    env: io.env,
    keyPassphrase: passphraseFrom(io, options.passphraseEnv),
    publishes: options.publish ?? true,
    confirm: (doubts) => confirmed(doubts, options, { io, reporter }),
    signal: io.signal,
    onPublished: ({ outcome, version, warnings }) => {
      for (const warning of warnings) complain(`${paint("yellow", "warning")}  ${warning}`);
      if (outcome === "published") say(`Version ${version} is published.`);
    },
    onProblem: (error) => {
      printError(error, reporter);
      if (error instanceof CheckError) complain("What was published before goes on being served. Mend it and save.");
      if (error instanceof UnconfirmedError)
        complain(`What was published before goes on being served. Publish it yourself: trust-center publish ${folder}`);
    },
  });
  const { url, port, pin, service } = running;
  const address = new URL(plan.settings.feed);
  reporter.data({ url, port, pin, feed: plan.settings.feed, ...(plan.service && { service: plan.service.address }) });
  if (plan.port !== 0 && port !== plan.port) complain(`Port ${plan.port} is taken.`);
  say("Serving");
  say(`  ${url}   the page with the list`);
  say(`  ${new URL(address.pathname, url).href}   the feed`);
  if (plan.service) {
    const { pathname } = new URL(plan.service.address);
    say(`  ${new URL(pathname, url).href}   the service`);
    if ((plan.service.settings.inboxPeople ?? []).length > 0)
      say(`  ${new URL(`${pathname}inbox/`, url).href}   the inbox`);
  }
  say(`Pin  ${pin}`);
  const isLocal = address.protocol === "http:";
  if (isLocal && address.port !== String(port))
    complain(`The feed itself names ${address.href}: readers verify it there alone.`);
  if (!isLocal) say(`Readers come to ${address.origin}/: have what ends TLS there hand requests on to ${url}`);
  if (plan.elsewhere !== undefined)
    complain(`The list names a service at ${plan.elsewhere}, and none runs here: add \`up.service\` for one.`);
  say(options.publish === false ? "Ctrl-C ends it." : "It publishes as you save. Ctrl-C ends it.");
  if (!io.signal.aborted) await once(io.signal, "abort");
  await running.close();
  if (service) say("Ended; what was under way is recorded.");
  return exitCodes.ok.code;
}

/** Files among them are named from where the command was given. */
function pairsOf(given: readonly string[], cwd: string): Record<string, string> {
  return Object.fromEntries(
    given.map((pair) => {
      const [, name, value] = /^([a-z][a-z-]*)=(.+)$/.exec(pair) ?? [];
      if (name === undefined || value === undefined)
        throw new UsageError(`Expected --set name=value, such as smtp=smtp://localhost:25, found “${pair}”.`);
      return [name, /(?:^|-)(?:key|file|database|certificates)$/.test(name) ? resolve(cwd, value) : value];
    }),
  );
}
