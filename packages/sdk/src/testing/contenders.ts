import { type FeedRecord, keep, recall } from "../load/record.ts";
import type { Store } from "../store/store.ts";

const hash = (letter: string) => letter.repeat(64);

/** A record that a load would keep: `version` and `sha256` tell forks apart. */
function recordOf(feed: string, version: number, letter: string): FeedRecord {
  const pinned = {
    version,
    sha256: hash(letter),
    envelope: { payload: "e30", signatures: [{ protected: "e30", signature: "e30" }] },
  };
  return {
    format: 1,
    state: {
      format: 1,
      feed,
      pin: `sha256-${"A".repeat(43)}`,
      trust: "verified",
      firstSeen: "2026-01-01T00:00:00Z",
      root: pinned,
      timestamp: pinned,
      manifest: pinned,
      log: { size: version, root: hash(letter) },
      issued: "2026-01-01T00:00:00Z",
    },
    head: "{}",
    feed: "{}",
    verified: "2026-01-01T00:00:00Z",
  } as FeedRecord;
}

/**
 * Two readers keep two forks in one memory at once, time and again, each with a store of its own over it.
 *
 * @returns how often both were told that theirs is kept, or neither, or the memory holds another one
 */
export async function lostForks(make: () => Store, rounds: number): Promise<number> {
  let lost = 0;
  const feed = `https://a.example/${Math.random()}/`;
  for (let round = 0; round < rounds; round++) {
    const stores = [make(), make()] as const;
    const [first, second] = await Promise.all(stores.map((store) => recall(store, feed)));
    const contend = async (letter: string, store: Store, against: FeedRecord | undefined) => {
      // A fetch and a verification take their time, now this one's and now that one's.
      for (let waits = Math.floor(Math.random() * 4); waits > 0; waits--) await Promise.resolve();
      return keep(store, recordOf(feed, round + 1, letter), against);
    };
    const [a, b] = await Promise.all([contend("a", stores[0], first), contend("b", stores[1], second)]);
    const kept = (await recall(make(), feed))?.state.timestamp;
    const isSound = a !== b && kept?.version === round + 1 && kept.sha256 === hash(a ? "a" : "b");
    if (!isSound) lost++;
  }
  return lost;
}
