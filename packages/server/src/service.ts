import type { Signer } from "@trust-center/feed";
import { fileStore } from "@trust-center/sdk/file-store";
import { createApp } from "./app.ts";
import { feedLoader, type Watch, watchFeed } from "./feed/watch.ts";
import { listen } from "./http/listen.ts";
import { createLogger, describeError, type Logger } from "./log/logger.ts";
import { createComposer } from "./outbox/compose.ts";
import { watchMailServer } from "./outbox/mail-server.ts";
import type { RetryTerms } from "./outbox/outcome.ts";
import { startSender } from "./outbox/sender.ts";
import { createSmtpTransport, type SmtpTls } from "./outbox/transport.ts";
import { createReceiptStamps, type ReceiptStamps, type TimeStampAuthority } from "./receipt/time-stamps.ts";
import { createKeyed, type Keyed } from "./secret/keyed.ts";
import { SettingsError } from "./settings/error.ts";
import { startIntakeWorker } from "./store/intake-worker.ts";
import { openStore, type Store } from "./store/open.ts";
import { purge } from "./store/purge.ts";
import { defaultRates, type Rates } from "./store/rates.ts";
import { hour, minute } from "./time.ts";

/** What one service needs: one instance serves one vendor's feed. */
export interface ServiceSettings {
  /** The feed's address, ending in `/`. */
  feed: string;
  /** `sha256-…`, as `trust-center publish` prints it. */
  pin: string;
  /** Path of the SQLite file. What is remembered of the feed lies beside it, in `<database>-feed`. */
  database: string;
  /** Default 127.0.0.1. */
  host?: string;
  /** 0 takes a free one. */
  port: number;
  /** The address under which readers reach the service, ending in `/`: the feed's `service`. Stands in mails' links. */
  publicAddress: string;
  /** `smtp://user:password@host:port` or `smtps://…` */
  smtp: string;
  /** Whether mails go over an encrypted connection alone. Default `required`. */
  smtpTls?: SmtpTls;
  /** The bare address that mails come from. */
  mailFrom: string;
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
  /** Milliseconds between looks at the feed. Default five minutes. */
  pollInterval?: number;
  /** Whether a proxy that is trusted writes the last entry of X-Forwarded-For. */
  trustProxy?: boolean;
  /** Takes log lines. Default: stderr. */
  log?: (line: string) => void;
  rates?: Partial<Rates>;
  retry?: RetryTerms;
  /** The database's clock, milliseconds since 1970. */
  now?: () => number;
}

export interface Service {
  /** Where it listens, such as `http://127.0.0.1:8787/`. */
  address: string;
  /** Bearer token of `POST hooks/published`. */
  hookToken: string;
  /** Bearer token with which `GET health` tells details. */
  healthToken: string;
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
    return await compose(settings, store, log);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function compose(settings: ServiceSettings, store: Store, log: Logger): Promise<Service> {
  const keyed = createKeyed(settings.secret);
  const rates: Rates = { ...defaultRates, ...settings.rates };
  const watch = await watchOwnFeed(settings, store, log);
  const receiptStamps = createReceiptStamps({
    store,
    authority: settings.timeStampAuthority,
    rate: rates.timeStamps,
    log,
  });
  const work = startWork(settings, { store, keyed, watch, log, rates, receiptStamps });
  watch.onNotice = work.wakeSender;
  const hookToken = keyed.token("hook", "published");
  const healthToken = keyed.token("hook", "health");
  const app = createApp({
    store,
    keyed,
    log,
    rates,
    hookToken,
    healthToken,
    mailServer: work.mailServer,
    receiptStamps,
    feed: () => watch.current,
    receiptSigner: settings.receiptSigner,
    publicAddress: settings.publicAddress,
    origins: settings.origins,
    trustProxy: settings.trustProxy ?? false,
    onWork: work.wake,
    checkFeed: watch.check,
  });
  const stop = async () => {
    await watch.stop();
    await receiptStamps.stop();
    await work.stop();
  };
  const listener = await listen(app, settings.host ?? "127.0.0.1", settings.port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    address: listener.address,
    hookToken,
    healthToken,
    close: async () => {
      await listener.close();
      await stop();
      await store.close();
    },
  };
}

/** Starts to watch the feed, and refuses to serve with what belongs to another one. */
async function watchOwnFeed(settings: ServiceSettings, store: Store, log: Logger): Promise<Watch> {
  await refuseOtherFeed(store, settings);
  const memory = fileStore(`${settings.database}-feed`);
  const load = feedLoader({ address: settings.feed, pin: settings.pin, memory, now: settings.now });
  const watch = await watchFeed({ store, load, log, interval: settings.pollInterval ?? 5 * minute });
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
}

/** What goes on apart from requests: mails, requests to subscribe, purging. */
function startWork(settings: ServiceSettings, { store, keyed, watch, log, rates, receiptStamps }: Parts) {
  const { publicAddress, mailFrom, privacyMail, retry } = settings;
  const feed = () => watch.current;
  const transport = createSmtpTransport(settings.smtp, settings.smtpTls ?? "required");
  const mailServer = watchMailServer(settings.smtp, transport, log);
  const sender = startSender({
    store,
    transport,
    compose: createComposer({ db: store.db, keyed, publicAddress, mailFrom, privacyMail, receiptStamps, feed }),
    log,
    retry,
  });
  const intake = startIntakeWorker({ store, keyed, rates, log, onMail: sender.wake });
  const purges = startPurging(store, log);
  return {
    mailServer,
    wake: intake.wake,
    wakeSender: sender.wake,
    stop: async () => {
      clearInterval(purges);
      await intake.stop();
      await sender.stop();
    },
  };
}

function startPurging(store: Store, log: Logger): NodeJS.Timeout {
  const run = () => {
    store.write(purge).catch((error: unknown) => log.error("purge-error", describeError(error)));
  };
  run();
  return setInterval(run, hour);
}

async function refuseOtherFeed({ db }: Store, { feed }: ServiceSettings): Promise<void> {
  const row = await db.selectFrom("feed_state").select("feed").where("feed", "!=", feed).executeTakeFirst();
  if (!row) return;
  throw new SettingsError(
    `Expected a database of ${feed}, found one of ${row.feed}. Give each feed a file of its own.`,
  );
}
