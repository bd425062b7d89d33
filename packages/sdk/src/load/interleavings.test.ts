import { type ReadFile, TrustCenterError, verifyView } from "@trust-center/feed";
import { type MockVendor, mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";
import { readConfigureGlobal } from "fast-check";
import { expect, test, vi } from "vitest";
import { memoryStore } from "../store/memory.ts";
import type { Store } from "../store/store.ts";
import { LoadError } from "./error.ts";
import { loadFrom } from "./load-from.ts";
import type { FeedRecord } from "./record.ts";
import type { Source } from "./source.ts";

/**
 * Every interleaving of readers that share one memory. Each step that others can come between (reading the memory,
 * fetching, writing the memory, going on after it) waits at a gate; all orders in which the gates can open are tried,
 * with each reader killed at each of its gates too. The code is the real one, signatures included.
 */

/** Hundreds of orders, each with its signatures: seconds of work, and as many times that as the machine has other work. */
vi.setConfig({ testTimeout: 300_000 });

const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");
const address = "https://acme.example/trust/";

/** What one reader did, in the end. `killed` readers say nothing. */
type End = { is: "ok"; state: string; version: number } | { is: "refused"; code: string } | { is: "killed" };

interface Actor {
  /** Gates that it has passed. */
  passed: number;
  /** Opens the gate that it waits at; nothing while it runs or when it is done. */
  open: (() => void) | undefined;
  end: End | undefined;
}

interface Scenario {
  /** What each reader is served when it fetches, by the number of publishes that were made meanwhile. */
  served: ((published: number) => MockVendor)[];
  /** What the memory holds before. */
  before?: MockVendor;
  /** How many publishes come in between, as steps of their own. */
  publishes?: number;
  pin?: string;
}

/** An order is a list of choices: which of the waiting readers goes on, which is killed, or that a version is published. */
async function runOnce(scenario: Scenario, order: readonly number[], kills: boolean) {
  const store = memoryStore();
  if (scenario.before) await load(store, scenario.before.files, scenario.pin);
  let published = 0;
  let moved = () => {};
  const actors = scenario.served.map((serve): Actor => {
    const actor: Actor = { passed: 0, open: undefined, end: undefined };
    const gate = () =>
      new Promise<void>((opened) => {
        actor.open = () => {
          actor.open = undefined;
          actor.passed += 1;
          opened();
        };
        moved();
      });
    const gated: Store = {
      read: async (key) => {
        await gate();
        return store.read(key);
      },
      update: async (key, next) => {
        await gate();
        await store.update(key, next);
        await gate();
      },
    };
    void load(gated, undefined, scenario.pin, async () => {
      await gate();
      return serve(published).files;
    }).then((end) => {
      actor.end ??= end;
      moved();
    });
    return actor;
  });
  const choices: number[] = [];
  const states: string[] = [];
  for (let step = 0; ; step++) {
    // Until each waits at a gate, or is done. What they do takes other threads: to look over and over would keep those busy.
    while (actors.some(({ open, end }) => !open && !end)) await new Promise<void>((go) => (moved = go));
    const memory = (await store.read(address)) as FeedRecord | undefined;
    const where = actors.map(({ passed, end }) => [passed, end?.is]);
    states.push(JSON.stringify([where, published, memory && stateOf(memory.state)]));
    const waiting = actors.filter(({ open, end }) => open && !end);
    if (waiting.length === 0) break;
    const isPublishing = published < (scenario.publishes ?? 0);
    const count = waiting.length * (kills ? 2 : 1) + (isPublishing ? 1 : 0);
    choices.push(count);
    const choice = (order[step] ?? 0) % count;
    if (isPublishing && choice === count - 1) published += 1;
    else if (choice < waiting.length) waiting[choice]?.open?.();
    else (waiting[choice - waiting.length] as Actor).end = { is: "killed" };
  }
  const kept = (await store.read(address)) as FeedRecord | undefined;
  return { ends: actors.map(({ end }) => end as End), kept: kept && stateOf(kept.state), choices, states };
}

/** Tries all orders, depth first: the last choice that can be another one is. Gives how many, and through how many states. */
async function explore(scenario: Scenario, kills: boolean, check: (run: Awaited<ReturnType<typeof runOnce>>) => void) {
  let order: number[] = [];
  let orders = 0;
  const states = new Set<string>();
  for (;;) {
    const run = await runOnce(scenario, order, kills);
    orders++;
    for (const state of run.states) states.add(state);
    check(run);
    const taken = run.choices.map((_, at) => order[at] ?? 0);
    let at = taken.length - 1;
    while (at >= 0 && (taken[at] as number) + 1 >= (run.choices[at] as number)) at--;
    if (at < 0) {
      expect(orders).toBeGreaterThan(50);
      return { orders, states: states.size };
    }
    order = [...taken.slice(0, at), (taken[at] as number) + 1];
  }
}

/** Orders at random, where there are too many to try them all. */
async function sample(scenario: Scenario, runs: number, check: (run: Awaited<ReturnType<typeof runOnce>>) => void) {
  let { seed: state = 1 } = readConfigureGlobal();
  // Numerical Recipes' generator: what matters is that a seed repeats its orders.
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
  for (let run = 0; run < runs; run++) check(await runOnce(scenario, Array.from({ length: 60 }, next), true));
}

async function load(
  store: Store,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>> | undefined,
  pin: string | undefined,
  fetch = async () => files as ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<End> {
  const createSource = (): Source => {
    let served: ReadonlyMap<string, Uint8Array<ArrayBuffer>> | undefined;
    const read: ReadFile = async (path) => {
      served ??= await fetch();
      const bytes = served.get(path);
      if (!bytes) throw new TrustCenterError("network", `No ${path}.`);
      return bytes;
    };
    return { read, kept: () => ({ head: new TextDecoder().decode(served?.get("head.json")) }) };
  };
  try {
    const options = { pin, store, now: () => start + 5 * day };
    const { head, feed } = await loadFrom(address, options, { createSource, verify: verifyView });
    return { is: "ok", state: stateOf(head.next), version: feed.version };
  } catch (error) {
    return { is: "refused", code: error instanceof LoadError ? error.code : String(error) };
  }
}

const { signer } = await mockVendor(address, start);

async function vendorWith(...contents: ReturnType<typeof mockContent>[]): Promise<MockVendor> {
  const vendor = await mockVendor(address, start, { signer });
  for (const [at, content] of contents.entries()) await vendor.publish(content, start + at * day);
  return vendor;
}

const other = (name: string) => mockContent({ subprocessors: [{ id: "x", name }] });
const first = await vendorWith(mockContent());
const [left, right] = [await vendorWith(mockContent(), mockChange()), await vendorWith(mockContent(), other("Other"))];

const stateOf = ({ pin, timestamp }: FeedRecord["state"]) => `${pin} ${timestamp?.sha256}`;

/** No two readers were shown different things, and what is kept is what one of them saw. */
function noForkIsBelieved({ ends, kept }: Awaited<ReturnType<typeof runOnce>>) {
  const seen = ends.filter((end) => end.is === "ok").map(({ state }) => state);
  expect(new Set(seen).size).toBeLessThanOrEqual(1);
  if (seen[0] !== undefined) expect(kept).toBe(seen[0]);
  for (const end of ends) if (end.is === "refused") expect(["fork", "rollback", "pin-mismatch"]).toContain(end.code);
}

const everyOneEnds = (run: Awaited<ReturnType<typeof runOnce>>) => {
  expect(run.ends.every((end) => end !== undefined)).toBe(true);
  noForkIsBelieved(run);
};

test("two first readers are shown two histories", async () => {
  const scenario = { served: [() => left, () => right], pin: first.pin };
  console.log({ "a first visit": await explore(scenario, false, everyOneEnds) });
});

test("two readers who come again are shown two histories; any of them may be killed", async () => {
  const scenario = { served: [() => left, () => right], before: first, pin: first.pin };
  console.log({ "a second visit, kills included": await explore(scenario, true, everyOneEnds) });
});

test("two readers without a pin are shown two vendors", async () => {
  const stranger = await mockVendor(address, start);
  await stranger.publish(mockContent(), start);
  console.log({ "two pins": await explore({ served: [() => first, () => stranger] }, false, everyOneEnds) });
});

test("three readers are shown three histories", async () => {
  const third = await vendorWith(mockContent(), other("Third"));
  await sample({ served: [() => left, () => right, () => third], before: first, pin: first.pin }, 60, everyOneEnds);
});

test("an honest vendor who publishes meanwhile is never refused, and the newest list is kept", async () => {
  const serve = (published: number) => (published > 0 ? left : first);
  const scenario = { served: [serve, serve], publishes: 1, pin: first.pin };
  const all = await explore(scenario, false, ({ ends, kept }) => {
    expect(ends.map(({ is }) => is)).toEqual(["ok", "ok"]);
    const [newest] = ends.filter((end) => end.is === "ok").toSorted((a, b) => b.version - a.version);
    expect(kept).toBe(newest?.state);
  });
  console.log({ "a publish meanwhile": all });
});
