import { statSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { measureFanOut } from "./fan-out.ts";
import { measureInbox } from "./inbox.ts";
import { measureMails } from "./mails.ts";
import { measurePosts } from "./posts.ts";

export interface GrowthStep {
  /** Recipients. */
  count: number;
  /** Requests to subscribe in a second, and microseconds of the service's processor for one. */
  posts: number;
  microseconds: number;
  /** Seconds to put the notices of one publish in the outbox, and milliseconds in which nobody else was served at most. */
  enqueued: number;
  blocked: number;
  /** Of the pages of the inbox, the dearest, milliseconds at its fastest. */
  page: { what: string; ms: number };
  /** The first mails of a publish to all, in a second. */
  mails: number;
  /** Bytes of a database with so many recipients, each told once, as `inbox.ts` fills it. */
  size: number;
}

/** How many of the mails of one publish are waited for. */
const firstMails = 2000;

/** What changes from a thousand recipients to a hundred thousand, on SQLite. */
export async function measureGrowth(folder: string, count: number): Promise<GrowthStep> {
  const own = await mkdtemp(join(folder, `${count}-`));
  const { posted, microseconds } = await measurePosts(own, { count: 3000, subscribers: count });
  const { seconds, blocked } = await measureFanOut(own, count);
  const { pages } = await measureInbox(own, count);
  const dearest = pages.reduce((one, other) => (other.fastest > one.fastest ? other : one));
  const mails = await measureMails(own, {
    ...{ count: Math.min(count, firstMails), subscribers: count, latency: 0, connections: 64 },
  });
  return {
    ...{ count, posts: posted.perSecond, microseconds, enqueued: seconds, blocked, mails: mails.perSecond },
    page: { what: dearest.what, ms: dearest.fastest },
    size: statSync(join(own, "inbox.db")).size,
  };
}
