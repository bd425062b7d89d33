import type { Period, Signer } from "@trust-center/feed";
import { createApp } from "./app.ts";
import { adoptObjections } from "./cases/adopt.ts";
import { feedLoader, type Watch, watchFeed } from "./feed/watch.ts";
import { type Handle, handleOf, listen } from "./http/listen.ts";
import { inboxPath } from "./inbox/address.ts";
import type { OidcSettings } from "./inbox/oidc.ts";
import { type People, peopleOf, type Role } from "./inbox/people.ts";
import { createLogger, describeError, type Logger } from "./log/logger.ts";
import { createComposer } from "./outbox/compose.ts";
import { startFanOut } from "./outbox/fan-out.ts";
import { mailChannel } from "./outbox/mail-channel.ts";
import { watchMailServer } from "./outbox/mail-server.ts";
import type { RetryTerms } from "./outbox/outcome.ts";
import { defaultPace, type PaceOptions } from "./outbox/pace.ts";
import { startSender } from "./outbox/sender.ts";
import { createSmtpTransport, type SmtpTls } from "./outbox/transport.ts";
import { builtPage } from "./pages/inbox.ts";
import { createReceiptStamps, type ReceiptStamps, type TimeStampAuthority } from "./receipt/time-stamps.ts";
import { createKeyed, type Keyed } from "./secret/keyed.ts";
import { SettingsError } from "./settings/error.ts";
import { readFeedState } from "./store/feed-state.ts";
import { type HoldReason, readHold } from "./store/hold.ts";
import { startIntakeWorker } from "./store/intake-worker.ts";
import { leaveFeed } from "./store/leave-feed.ts";
import { openStore } from "./store/open/open.ts";
import { purge } from "./store/purge.ts";
import { defaultRates, type Rates } from "./store/rates.ts";
import type { DatabasePlace, Store } from "./store/store.ts";
import type { ContractLeave } from "./store/subscriptions.ts";
import { hour, minute } from "./time.ts";
import { webhookChannel } from "./webhooks/channel.ts";
import { createPost } from "./webhooks/post.ts";
import type { WebhookTargets } from "./webhooks/target.ts";

/** What one service needs: one instance serves one vendor's feed. */
export interface ServiceSettings {
  /** The feed's address, ending in `/`. */
  feed: string;
  /** `sha256-…`, as `trust-center publish` prints it. */
  pin: string;
  /**
   * Where everything is kept. What is remembered of the feed lies beside a file, in `<database>-feed`, and else in the
   * database.
   */
  database: DatabasePlace;
  /** Default 127.0.0.1. */
  host?: string;
  /** 0 takes a free one. Absent: it listens nowhere, and is reached by `handle` alone. */
  port?: number;
  /** The address under which readers reach the service, ending in `/`: the feed's `service`. Stands in mails' links. */
  publicAddress: string;
  /** `smtp://user:password@host:port` or `smtps://…` */
  smtp: string;
  /** Whether mails go over an encrypted connection alone. Default `required`. */
  smtpTls?: SmtpTls;
  /** The bare address that mails come from. */
  mailFrom: string;
  /** Takes notices that come back, a bare address: each gets a return path of its own (`bounces+…@`). Default: `mailFrom`. */
  bounceAddress?: string;
  /** Whom to tell of objections, a bare address. */
  privacyMail: string;
  /** Holds the key of the feed's receipt role. */
  receiptSigner: Signer;
  /** Whose time stamp each receipt gets (RFC 3161). Default: none. */
  timeStampAuthority?: TimeStampAuthority;
  /** Origins whose pages may call the service, such as `https://acme.example`. */
  origins: readonly string[];
  /** 32 bytes or more. Mails' links, limits and suppressions hang on it: keep it with the database. */
  secret: Uint8Array;
  /** How the feed is read. Default: the platform's `fetch`. */
  feedFetch?: typeof globalThis.fetch;
  /** Milliseconds between looks at the feed. Default five minutes. */
  pollInterval?: number;
  /** Whether a contract's notices go on where whoever reads them asked to get no more. Default `go-on`. */
  contractLeave?: ContractLeave;
  /** Within what time the privacy team promises to answer an objection. Default: by its deadline. */
  answerWithin?: Period;
  /** Whether a proxy that is trusted writes the last entry of X-Forwarded-For. */
  trustProxy?: boolean;
  /** Who may sign in to the inbox, by bare addresses, and as what. Nobody: there is no inbox. */
  inboxPeople?: readonly (readonly [email: string, role: Role])[];
  /** Where the inbox is, ending in `/inbox/`: give it an origin of its own. Default: `inbox/` below `publicAddress`. */
  inboxAddress?: string;
  /** By whose word people sign in to it (OpenID Connect). Default: by links that are mailed to them. */
  inboxOidc?: OidcSettings;
  /** The folder of the inbox's script. Default: where the build puts it. */
  inboxScript?: string;
  /** Takes log lines. Default: stderr. */
  log?: (line: string) => void;
  /** How many connections to the mail server, and mails in a second, at most. */
  pace?: Partial<PaceOptions>;
  rates?: Partial<Rates>;
  retry?: RetryTerms;
  /** Where webhooks may go. Default `public`: over https, to the public internet alone. */
  webhookTargets?: WebhookTargets;
  /** Milliseconds until the next attempt at a webhook, after each that failed; then its endpoint is disabled. */
  webhookDelays?: readonly number[];
  /** Milliseconds that a mail under way belongs to this process alone, renewed while it is. Default one minute. */
  leaseSpan?: number;
  /** Milliseconds between looks for mails and webhooks that have become due. Default one second. */
  lookInterval?: number;
  /** The clock of a database that has none but its host's, milliseconds since 1970. */
  now?: () => number;
}

export interface Service {
  /** Where it listens, such as `http://127.0.0.1:8787/`; its public address where it does not. */
  address: string;
  /** Answers requests of a server that it shares the process with, below the path of its public address. */
  handle: Handle;
  /** Bearer token of `POST hooks/published`. */
  hookToken: string;
  /** Bearer token with which `GET health` tells details. */
  healthToken: string;
  /** Bearer token of the addresses for recipients, tasks, bounces and evidence. */
  operatorToken: string;
  /** Takes no more requests, finishes mails under way, closes the database. */
  close(): Promise<void>;
}

/**
 * Starts a service. It listens once the database is open and the feed was looked at; a feed that cannot be reached
 * does not keep it from starting.
 *
 * @throws {SettingsError} another process holds the database; it belongs to another feed; the receipt key is not the feed's
 */
export async function startService(settings: ServiceSettings): Promise<Service> {
  const log = createLogger(settings.log ?? ((line) => process.stderr.write(line)));
  const store = await openStore(settings.database, settings.now);
  try {
    const held = await store.read(readHold);
    if (held) log.warn("mails-held", { reason: holdReasons[held.reason] });
    return await compose(settings, store, log);
  } catch (error) {
    await store.close();
    throw error;
  }
}

const holdReasons: Readonly<Record<HoldReason, string>> = {
  restored: "the database is a backup: it knows less than the file DATABASE-kept. Choose: trust-center-server release",
  "kept-missing": "the file DATABASE-kept is not there: this may be a backup. Choose: trust-center-server release",
  moved: "the database is a copy: it lies elsewhere than it did. Choose: trust-center-server release",
  operator: "by `hold`, until `release`",
};

async function compose(settings: ServiceSettings, store: Store, log: Logger): Promise<Service> {
  const keyed = createKeyed(settings.secret);
  const rates: Rates = { ...defaultRates, ...settings.rates };
  const people = peopleOf(settings.inboxPeople ?? []);
  const inboxAddress = settings.inboxAddress ?? `${settings.publicAddress}${inboxPath}`;
  const watch = await watchOwnFeed(settings, store, log);
  const receiptStamps = createReceiptStamps({
    store,
    authority: settings.timeStampAuthority,
    rate: rates.timeStamps,
    log,
  });
  const work = startWork(settings, { store, keyed, watch, log, rates, receiptStamps, people, inboxAddress });
  watch.onPublish = work.wakeFanOut;
  const hookToken = keyed.token("hook", "published");
  const healthToken = keyed.token("hook", "health");
  const operatorToken = keyed.token("hook", "operator");
  const app = createApp({
    store,
    keyed,
    log,
    rates,
    hookToken,
    healthToken,
    operatorToken,
    people,
    inboxAddress,
    oidc: settings.inboxOidc,
    inboxScript: settings.inboxScript ?? builtPage,
    mailServer: work.mailServer,
    receiptStamps,
    feed: () => watch.current,
    feedReaching: (version) => watch.reaching(version),
    feedTrouble: () => watch.trouble,
    receiptSigner: settings.receiptSigner,
    publicAddress: settings.publicAddress,
    origins: settings.origins,
    trustProxy: settings.trustProxy ?? false,
    contractLeave: settings.contractLeave ?? "go-on",
    answerWithin: settings.answerWithin,
    webhookTargets: settings.webhookTargets ?? "public",
    onWork: work.wake,
    onWebhook: work.wakeWebhooks,
    checkFeed: watch.check,
  });
  const stop = async () => {
    await watch.stop();
    await receiptStamps.stop();
    await work.stop();
  };
  const { host = "127.0.0.1", port } = settings;
  const listener = await (port === undefined ? undefined : listen(app, host, port))?.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    address: listener?.address ?? settings.publicAddress,
    handle: handleOf(app),
    hookToken,
    healthToken,
    operatorToken,
    close: async () => {
      await Promise.all([listener?.close(), stop()]);
      await store.close();
      log.close();
    },
  };
}

/** Starts to watch the feed, and refuses to serve with what belongs to another one. */
async function watchOwnFeed(settings: ServiceSettings, store: Store, log: Logger): Promise<Watch> {
  await comeToFeed(store, settings, log);
  await adoptObjections(store, createKeyed(settings.secret));
  const { feed: address, pin, feedFetch } = settings;
  const load = feedLoader({ address, pin, memory: store.memory, ...(feedFetch && { fetch: feedFetch }) });
  const { host } = new URL(settings.feed);
  const watch = await watchFeed({ store, load, log, host, interval: settings.pollInterval ?? 5 * minute });
  await watch.check();
  if (watch.current && !watch.current.receiptKids.includes(settings.receiptSigner.kid)) {
    await watch.stop();
    throw new SettingsError(
      "Expected the receipt key to be one that the feed's root gives the receipt role " +
        `(${watch.current.receiptKids.join(", ")}), found ${settings.receiptSigner.kid}. Nobody could verify its receipts.`,
    );
  }
  // Readers go where the signed feed sends them.
  if (watch.current && watch.current.feed.service !== settings.publicAddress) log.warn("feed-names-another-service");
  return watch;
}

interface Parts {
  store: Store;
  keyed: Keyed;
  watch: Watch;
  log: Logger;
  rates: Rates;
  receiptStamps: ReceiptStamps;
  people: People;
  inboxAddress: string;
}

/** What goes on apart from requests: mails, requests to subscribe, purging. */
function startWork(settings: ServiceSettings, { store, keyed, watch, log, rates, ...parts }: Parts) {
  const { publicAddress, mailFrom, privacyMail, bounceAddress, retry, leaseSpan, lookInterval } = settings;
  const feed = () => watch.current;
  const pace = { ...defaultPace, ...settings.pace };
  const { connections } = pace;
  const transport = createSmtpTransport({ url: settings.smtp, tls: settings.smtpTls ?? "required", connections });
  const mailServer = watchMailServer(settings.smtp, transport, log);
  const compose = createComposer({
    ...{ store, keyed, publicAddress, mailFrom, privacyMail, bounceAddress, feed, ...parts },
  });
  const mayGoOut = async () => (await store.read(readHold)) === undefined;
  const sender = startSender({
    store,
    channel: mailChannel({ store, transport, mailServer, compose, log, retry }),
    pace,
    leaseSpan,
    lookInterval,
    mayGoOut,
    log,
  });
  const post = createPost({ targets: settings.webhookTargets ?? "public" });
  const webhooks = startSender({
    store,
    channel: webhookChannel({ store, keyed, post, log, delays: settings.webhookDelays }),
    pace: webhookPace,
    leaseSpan,
    lookInterval,
    mayGoOut,
    log,
  });
  const fanOut = startFanOut({ store, log, onMail: sender.wake, onWebhook: webhooks.wake });
  const intake = startIntakeWorker({ store, keyed, rates, log, onMail: sender.wake });
  const purges = startPurging(store, keyed, log);
  return {
    mailServer,
    wake: intake.wake,
    wakeWebhooks: webhooks.wake,
    wakeFanOut: fanOut.wake,
    stop: async () => {
      clearInterval(purges);
      mailServer.stop();
      await Promise.all([intake.stop(), fanOut.stop()]);
      await Promise.all([sender.stop(), webhooks.stop()]);
    },
  };
}

/** How many endpoints are posted to at once. */
const webhookPace: PaceOptions = { connections: 32, perSecond: 0 };

/** Milliseconds in which one purge of any replica is enough. */
const purgeSpan = 50 * minute;

function startPurging(store: Store, keyed: Keyed, log: Logger): NodeJS.Timeout {
  const run = () => {
    store
      .exclusive("purge", purgeSpan, purge)
      // An older version that still runs beside this one files without a case.
      .then(() => adoptObjections(store, keyed))
      .catch((error: unknown) => log.error("purge-error", describeError(error)));
  };
  run();
  return setInterval(run, hour);
}

/** A database goes with its feed where the old feed's root has said to which address and pin it moved. */
async function comeToFeed(store: Store, { feed, pin }: ServiceSettings, log: Logger): Promise<void> {
  const state = await store.read(readFeedState);
  if (!state || state.address === feed) return;
  if (state.successor?.feed !== feed || state.successor.pin !== pin) {
    throw new SettingsError(
      `Expected a database of ${feed}, found one of ${state.address}. Give each feed a file of its own. Where the feed ` +
        "has moved, name address and pin of its successor, after the service has seen them in the old feed's root.",
    );
  }
  await store.write(leaveFeed);
  log.warn("feed-followed", { from: new URL(state.address).host, to: new URL(feed).host });
}
