import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import {
  CheckError,
  folderFetch,
  ignoreKeys,
  keySourcesOf,
  lifetimesOf,
  listPage,
  locateTree,
  type Passphrase,
  type PublishOptions,
  type PublishResult,
  publishFolder,
  readTextFile,
  refreshTree,
  UnconfirmedError,
} from "@trust-center/authoring";
import type { Service } from "@trust-center/server";
import { isAbort } from "../exit-codes.ts";
import { listen } from "../serve/listen.ts";
import type { UpPlan } from "./plan.ts";
import { onSave } from "./saves.ts";
import { startOwnService } from "./service.ts";
import { createSiteHandler, policyFor, type Site } from "./site.ts";

export interface UpOptions {
  env: Readonly<Record<string, string | undefined>>;
  keyPassphrase?: Passphrase;
  /** Whether the list is published as it is saved; else what somebody else publishes is served, and its timestamp renewed. */
  publishes: boolean;
  /** Asked before something unusual is signed for good. */
  confirm: NonNullable<PublishOptions["confirm"]>;
  /** Milliseconds between renewals of the timestamp. Default one day. */
  refreshEvery?: number;
  /** Told of every publish, and of what went wrong meanwhile: what was published last goes on being served. */
  onPublished(result: PublishResult): void;
  onProblem(error: unknown): void;
  signal: AbortSignal;
}

/** All of it, running. */
export interface Running {
  /** Where it listens: `http://127.0.0.1:8080/`. */
  url: string;
  port: number;
  pin: string;
  service: Service | undefined;
  /** Ends: what was begun is ended first. */
  close(): Promise<void>;
}

const portsToTry = 20;
const day = 24 * 60 * 60 * 1000;

/**
 * Serves a vendor's folder: page, feed, script, service and inbox on one port; publishes it as it is saved, and keeps its
 * timestamp fresh. A list that does not pass changes nothing of what is served.
 *
 * @throws what the first publish throws, unless the list alone is to blame and something was published before
 */
export async function startUp(plan: UpPlan, options: UpOptions): Promise<Running> {
  const publisher = createPublisher(plan, options);
  // What is served until the list is mended must be fresh, and no older than what was published from here.
  if (!options.publishes || !(await publisher.publishFirst())) await publisher.refresh();
  const { pin } = await locateTree(plan.place.out);
  await ignoreDatabase(plan);
  const service =
    plan.service &&
    (await startOwnService({
      ...plan.service.settings,
      pin,
      feedFetch: folderFetch(plan.place.out, plan.settings.feed),
    }));
  const handle = createSiteHandler(siteOf(plan, service));
  const server = createServer({ requestTimeout: 20_000, headersTimeout: 10_000 }, (request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const close = async () => {
    watching?.close();
    clearInterval(renewing);
    if (server.listening) {
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), longestEnd);
      await closed;
      clearTimeout(late);
    }
    await publisher.settled();
    await service?.close();
  };
  const watching = options.publishes ? onSave(plan.folder, () => void publisher.publish()) : undefined;
  const renewing = setInterval(() => void publisher.refresh().catch(options.onProblem), options.refreshEvery ?? day);
  try {
    const port = await listen(server, plan.host, { port: plan.port, more: portsToTry });
    const name = plan.host.includes(":") ? `[${plan.host}]` : plan.host;
    return { url: `http://${name}:${port}/`, port, pin, service, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A database in the folder, its secret and what is kept beside it are nothing to commit with the list. */
async function ignoreDatabase({ folder, service }: UpPlan): Promise<void> {
  const { database } = service?.settings ?? {};
  const real = await realpath(folder);
  if (typeof database !== "string" || dirname(database) !== real) return;
  await ignoreKeys(real, [`${database}*`], "The service's database, its secret, and what is kept beside it.");
}

/** Milliseconds that an end waits for requests under way. */
const longestEnd = 5000;

function siteOf({ settings, place: { out }, script, page, service: planned }: UpPlan, service?: Service): Site {
  const scriptPath = "/trust-center/";
  const index = page === undefined ? undefined : join(page, "index.html");
  return {
    ...{ feed: settings.feed, out, script, scriptPath },
    page: keptWhile([join(out, "head.json"), ...(index === undefined ? [] : [index])], () =>
      listPage({ settings, out, script, scriptPath, page: index }),
    ),
    ...(page === undefined ? { policy: policyFor(settings.feed, planned?.address) } : { files: page }),
    ...(planned && service && { service: { address: planned.address, handle: service.handle } }),
  };
}

/** Makes a text anew where one of some files has changed: making it verifies the whole feed. */
function keptWhile(files: readonly string[], make: () => Promise<string>): () => Promise<string> {
  let kept: { of: string; text: Promise<string> } | undefined;
  return async () => {
    const stats = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
    const of = stats.map((found) => `${found?.ino} ${found?.size} ${found?.mtimeMs}`).join();
    if (kept?.of === of) return kept.text;
    const text = make();
    kept = { of, text };
    text.catch(() => {
      kept = undefined;
    });
    return text;
  };
}

/** Does one thing after the other; saves that come meanwhile are one. */
function createPublisher({ folder, settings, place }: UpPlan, options: UpOptions) {
  const { env, keyPassphrase, confirm, signal, onPublished, onProblem } = options;
  let last: Promise<void> = Promise.resolve();
  let waits = false;
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
  const publishNow = async () =>
    onPublished(
      await publishFolder(folder, {
        ...{ env, keyPassphrase, signal, confirm, online: false, askWitnesses: true },
      }),
    );
  const isThere = () => readTextFile(join(place.out, "head.json"), 10_000_000).then(({ text }) => text !== undefined);
  return {
    /**
     * @returns false where the list does not pass, or is unusual, and something was published before
     * @throws whatever else it meets
     */
    publishFirst: async (): Promise<boolean> => {
      try {
        await publishNow();
        return true;
      } catch (error) {
        const isOfList = error instanceof CheckError || error instanceof UnconfirmedError;
        if (!isOfList || !(await isThere())) throw error;
        onProblem(error);
        return false;
      }
    },
    publish: async (): Promise<void> => {
      if (waits) return;
      waits = true;
      await inTurn(async () => {
        waits = false;
        await publishNow();
      }).catch((error: unknown) => {
        if (!isAbort(error)) onProblem(error);
      });
    },
    refresh: (): Promise<void> =>
      inTurn(async () => {
        await refreshTree(place, keySourcesOf(folder, settings), {
          ...{ env, keyPassphrase, signal, lifetime: lifetimesOf(settings).timestamp },
          ...{ witnesses: settings.witnesses, timeStampAuthority: settings.timeStampAuthority },
        });
      }),
    settled: () => last,
  };
}
