import { describeError, type Logger } from "../log/logger.ts";
import { findObjection, keepTimeStamp, type StoredObjection } from "../store/objections.ts";
import { clock } from "../store/query.ts";
import { countOne, type Rate } from "../store/rates.ts";
import type { Store } from "../store/store.ts";
import { second } from "../time.ts";

/** A time stamp authority (RFC 3161). */
export interface TimeStampAuthority {
  /** Where it takes requests: HTTP, or HTTPS. */
  url: string;
  /** Its certificate, or its root's, in PEM: a token that does not lead there is not kept. */
  certificates: string;
}

/** Time stamps of receipts. */
export interface ReceiptStamps {
  /**
   * The time stamp of a receipt: a token over the bytes of the compact JWS, in base64. Where there is none the authority is
   * asked, once for all who want it at the same time. What comes after somebody's patience is kept for whoever asks next.
   *
   * @param patience Milliseconds.
   * @returns undefined where none came in that time; never an error
   */
  of(objection: StoredObjection, patience: number): Promise<string | undefined>;
  /** Gives up what is asked for. */
  stop(): Promise<void>;
}

export interface ReceiptStampOptions {
  store: Store;
  /** Absent: nobody is asked. */
  authority: TimeStampAuthority | undefined;
  /** How many it is asked for, in all. */
  rate: Rate;
  log: Logger;
}

/** Milliseconds for the authority's answer. Nobody waits for all of it: what comes late is kept. */
const longest = 30 * second;

/** Bytes of a token: what is larger does not fit into an answer of the service. */
const largest = 32 * 1024;

/** Gives receipts the time stamps of an authority, and keeps them beside the receipts. */
export function createReceiptStamps({ store, authority, rate, log }: ReceiptStampOptions): ReceiptStamps {
  const underWay = new Map<string, Promise<string | undefined>>();
  const stopping = new AbortController();

  const ask = async (id: string, { url, certificates }: TimeStampAuthority) => {
    try {
      const objection = await store.read((db) => findObjection(db, id));
      if (!objection || objection.time_stamp !== null) return objection?.time_stamp ?? undefined;
      if (await store.write(async (tx) => countOne(tx, "time stamps", rate, await clock(tx)))) {
        log.warn("time-stamp-left-out", { objection: id, most: rate.most });
        return undefined;
      }
      const { requestTimeStamp } = await import("@trust-center/sdk/time-stamps");
      const data = new TextEncoder().encode(objection.receipt);
      // By the machine's own clock, for the authority's time is its own.
      const about = { data, certificates, now: Date.now() };
      const asked = await requestTimeStamp({ ...about, url, timeout: longest, signal: stopping.signal });
      if (asked.token.length > largest) {
        log.warn("time-stamp-too-large", { objection: id, bytes: asked.token.length, most: largest });
        return undefined;
      }
      const token = Buffer.from(asked.token).toString("base64");
      await store.write((tx) => keepTimeStamp(tx, id, token));
      log.info("time-stamp-kept", { objection: id });
      return token;
    } catch (error) {
      log.warn("time-stamp-missing", { objection: id, ...describeError(error) });
      return undefined;
    }
  };

  return {
    of: async (objection, patience) => {
      const { id, time_stamp: token } = objection;
      if (token !== null) return token;
      if (!authority || stopping.signal.aborted) return undefined;
      const asked = underWay.get(id) ?? ask(id, authority).finally(() => underWay.delete(id));
      underWay.set(id, asked);
      return within(asked, patience);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(underWay.values());
    },
  };
}

/** What comes in so many milliseconds, else nothing. */
async function within<T>(work: Promise<T>, patience: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patience, undefined);
  });
  return Promise.race([work, end]).finally(() => clearTimeout(timer));
}
