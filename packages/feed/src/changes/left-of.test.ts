import fc from "fast-check";
import { expect, test } from "vitest";
import { isAhead } from "./atom.ts";
import { leftOf } from "./left-of.ts";
import { advance, stateOf } from "./state.ts";
import { endOfWindow } from "./terms.ts";
import { play, steps, terms } from "./testing/histories.ts";
import { day, listOf, World } from "./testing/world.ts";

const numRuns = Number(process.env.LAW_RUNS ?? 60);

test("what is left of a change is what is open of it, at every instant of every history", async () => {
  let [open, gone] = [0, 0];
  await fc.assert(
    fc.asyncProperty(terms, steps, async (terms, steps) => {
      const { feeds, log } = await play(terms, steps);
      const published = feeds.map((feed) => Date.parse(feed.published));
      const days = log.flatMap(({ change: { effective, window } }) =>
        [effective, window?.deadline].flatMap((one) => (one ? [Date.parse(one)] : [])),
      );
      for (const at of new Set([
        ...published,
        ...days,
        ...days.map((one) => one - 1),
        (days.at(-1) ?? 0) + 400 * day,
      ])) {
        const feed = feeds.findLast((one) => Date.parse(one.published) <= at);
        if (!feed) continue;
        const state = advance(stateOf(feed), at);
        const there = new Map(state.open.map((change) => [change.id, change]));
        const known = log.filter((entry) => Date.parse(entry.at) <= at);
        for (const { change: said } of known) {
          if (said.mode === "initial") continue;
          const left = leftOf(known, said.id, at);
          const isOpen = left && (isAhead(left, at) || (left.window && endOfWindow(left.window) > at));
          const context = `${said.id} at ${new Date(at).toISOString()}`;
          if (isOpen) expect(there.get(said.id), context).toEqual(left);
          else expect(there.has(said.id) && !left, context).toBe(false);
          if (isOpen) open++;
          else gone++;
        }
      }
    }),
    { numRuns },
  );
  expect(open).toBeGreaterThan(numRuns);
  expect(gone).toBeGreaterThan(numRuns);
});

test("what was pending of whoever left in an emergency stays void when it is back", async () => {
  const [a, c] = [
    { id: "a", name: "Acme Cloud", locations: [{ country: "DE" }] },
    { id: "c", name: "Cirrus", replaces: ["a"] },
  ];
  const world = await World.of(listOf({ rules: [{ notice: "P30D", objection: "P14D" }] }, a));
  const moved = { ...a, locations: [{ country: "US" }] };
  await world.edit(1, { subprocessors: [moved] });
  await world.edit(1, { subprocessors: [c] }, { subject: "c", emergency: true, reason: "Fire" });
  expect(leftOf(world.log, "2.1", world.now)).toBeUndefined();
  await world.edit(1, { subprocessors: [moved] });
  expect(world.feed.open?.map(({ id, kind }) => [id, kind])).toEqual([["4.2", "location"]]);
  for (const later of [0, 40]) {
    const left = ["2.1", "3.1"].map((id) => leftOf(world.log, id, world.now + later * day));
    expect(left).toEqual([undefined, undefined]);
  }
});
