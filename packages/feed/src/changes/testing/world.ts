import { sha256Hex } from "../../bytes/sha256.ts";
import type { Announce } from "../../document/announce.ts";
import type { Change } from "../../document/change.ts";
import { check } from "../../document/check.ts";
import { toInstant } from "../../document/date.ts";
import { type Feed, type FeedContent, feedSchema } from "../../document/feed.ts";
import type { NoticeTerms } from "../../document/notice-terms.ts";
import type { LogEntry } from "../../log/entry.ts";
import { factsOf } from "../facts.ts";
import { planVersion } from "../plan/plan.ts";
import type { History } from "../replay.ts";
import { canonical } from "../same.ts";

/** Milliseconds. */
export const day = 24 * 60 * 60 * 1000;
export const hour = 60 * 60 * 1000;
export const start = Date.parse("2026-01-01T09:00:00Z");

/** A vendor who edits and publishes: all that a reader could fetch from it, without signatures. */
export class World {
  author: FeedContent;
  announce: readonly Announce[];
  now = start;
  readonly feeds: Feed[] = [];
  readonly log: LogEntry[] = [];

  constructor(author: FeedContent, announce: readonly Announce[] = []) {
    this.author = author;
    this.announce = announce;
  }

  /** A vendor who has published once. */
  static async of(author: FeedContent, announce?: readonly Announce[]): Promise<World> {
    const world = new World(author, announce);
    await world.publish();
    return world;
  }

  get first(): Feed {
    return this.feeds[0] as Feed;
  }

  get feed(): Feed {
    return this.feeds.at(-1) as Feed;
  }

  get history(): History | undefined {
    return this.feeds[0] && { first: this.feeds[0], log: this.log };
  }

  async publish(): Promise<Change[]> {
    const { author: content, announce, now, history } = this;
    const { feed, changes } = await planVersion({ content, announce, now, history, previous: this.feeds.at(-1) });
    if (changes.length === 0) return [];
    // Through JSON and the schema: what cannot be written and read cannot be relied on.
    const text = JSON.stringify(feed);
    this.feeds.push(check(feedSchema, JSON.parse(text), "the feed"));
    const sha256 = await sha256Hex(new TextEncoder().encode(text));
    for (const change of JSON.parse(JSON.stringify(changes)) as Change[]) {
      this.log.push({ type: "change", at: feed.published, feed: { version: feed.version, sha256 }, change });
    }
    return changes;
  }

  /** Some days later the author edits the file and publishes. */
  edit(days: number, content: Partial<FeedContent>, ...announce: Announce[]): Promise<Change[]> {
    this.now += days * day;
    this.author = { ...this.author, ...content };
    this.announce = announce;
    return this.publish();
  }

  /** An instant so many days from now, in the form of `announce`. */
  in(days: number): string {
    return toInstant(this.now + days * day);
  }
}

/** What a list says, whatever its order. */
export const saidBy = (content: FeedContent): string =>
  canonical(Object.entries(factsOf(content)).map(([type, items]) => [type, items.map(canonical).sort()]));

/** A list with these terms and entries. */
export const listOf = (
  noticeTerms: NoticeTerms | undefined,
  ...subprocessors: FeedContent["subprocessors"]
): FeedContent => ({ publisher: { name: "P" }, ...(noticeTerms && { noticeTerms }), subprocessors });
