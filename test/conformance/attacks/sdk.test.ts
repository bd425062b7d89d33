import { limits } from "@trust-center/feed";
import { LoadError, load, memoryStore, type Store, type TrustCenter, TrustCenterError } from "@trust-center/sdk";
import { expect, test } from "vitest";
import { day } from "./publish.ts";
import { type Memory, makeScene, marker, type Scene, start, visit } from "./scene.ts";
import { type FeedServer, startFeedServer } from "./server.ts";
import { type Case, cases } from "./table.ts";

/** What an honest vendor also meets: the last verified copy stands, marked as stale. */
const staleCodes = ["network", "timeout", "expired"];

/**
 * Bytes that a server can get rid of before a reader stops: what is read of a file, again to see whether a server on the
 * way writes it anew, and what the system may hold of two connections.
 */
const mostSent = limits.head + 8 * 1024 * 1024 + 2 * 16e6;

/** Milliseconds that a file may take where no deadline is what is awaited: much, on a machine that does fifteen things. */
const patience = 50_000;

/** The reader's earlier visit, if there was one: what it was given then. */
async function visitEarlier(memory: Memory, scene: Scene, server: FeedServer, store: Store) {
  if (memory === "none") return undefined;
  server.tree = memory === "first" ? scene.first.tree : scene.newest.tree;
  const now = start + (memory === "first" ? 0 : day);
  return load(server.address, { pin: scene.pin, store, now: () => now, timeout: patience });
}

/** The later visit, under attack. */
async function visitUnderAttack({ now = visit, code, strict, unpinned }: Case, scene: Scene, store: Store) {
  return load(scene.address, {
    ...(!unpinned && { pin: scene.pin }),
    store,
    strict,
    now: () => now,
    timeout: code === "timeout" ? 400 : patience,
  }).catch((error: unknown) => error);
}

/** What a reader can show after a failure: the error's last verified copy, or the stale one. */
function handedOut(outcome: unknown, code: string, earlier: TrustCenter | undefined): TrustCenter | undefined {
  if (!(outcome instanceof TrustCenterError)) {
    expect(earlier && staleCodes.includes(code)).toBe(true);
    const center = outcome as TrustCenter;
    expect({ freshness: center.freshness, code: center.problem?.code }).toEqual({ freshness: "stale", code });
    return center;
  }
  expect(outcome).toBeInstanceOf(LoadError);
  expect(outcome.code).toBe(code);
  expect(earlier && staleCodes.includes(code)).toBeFalsy();
  return (outcome as LoadError).lastVerified;
}

test.concurrent.each(cases)("$title: $code", async (attack) => {
  const server = await startFeedServer();
  try {
    const scene = await makeScene(server.address, attack.memory);
    const store = memoryStore();
    const earlier = await visitEarlier(attack.memory, scene, server, store);
    const before = JSON.stringify(await store.read(server.address));
    server.tree = await attack.build(scene);
    server.trick = attack.trick?.();
    server.requests.length = 0;

    const outcome = await visitUnderAttack(attack, scene, store);

    const shown = handedOut(outcome, attack.code, earlier);
    expect(shown?.feed).toEqual(earlier?.feed);
    expect(shown?.verified).toBe(earlier?.verified);
    expect(JSON.stringify(shown ?? "")).not.toContain(marker);
    expect(JSON.stringify(await store.read(server.address))).toBe(before);
    expect(server.requests.filter((path) => /elsewhere|evil|passwd|\.\./.test(path))).toEqual([]);
    expect(server.trick?.sent ?? 0).toBeLessThan(mostSent);
    await expectHonestAccepted(attack, scene, server, store);
  } finally {
    await server.close();
  }
});

/** An attack that failed has not locked the reader out. */
async function expectHonestAccepted({ unpinned }: Case, scene: Scene, server: FeedServer, store: Store) {
  server.tree = scene.newest.tree;
  server.trick = undefined;
  const pin = unpinned ? {} : { pin: scene.pin };
  const center = await load(server.address, { ...pin, store, now: () => visit, timeout: patience });
  expect(center).toMatchObject({ freshness: "fresh", feed: { version: 2 } });
}
