import fc from "fast-check";
import { expect, test } from "vitest";
import { play, steps, terms } from "../../packages/feed/src/changes/testing/histories.ts";
import { day, type World } from "../../packages/feed/src/changes/testing/world.ts";
import { standingsAt } from "../../packages/feed/src/index.ts";
import { tellEntry } from "../../packages/reading/src/index.ts";
import { testReader } from "../../packages/reading/src/testing/reader.ts";
import { noticeOf, publicationOf } from "../../packages/server/src/feed/notice.ts";

/** What a mail says is to come is what the feed says is to come, whenever the mail is written and whatever its reader was told. */

const numRuns = Number(process.env.LAW_RUNS ?? 150);

const reader = testReader("en", ["en"], {});

/** Days after the last publish: on time, and late. */
const lateness = fc.constantFrom(0, 3, 20, 45);

const holds = (law: (notice: ReturnType<typeof noticeOf>, world: World, since: number, at: number) => void) =>
  fc.assert(
    fc.asyncProperty(terms, steps, lateness, async (terms, steps, late) => {
      const world = await play(terms, steps);
      const { feed, log } = world;
      const at = Math.max(world.now, Date.parse(feed.published)) + late * day;
      const state = { address: "https://p.example/", pin: "sha256-x", version: feed.version, sha256: "ab", feed };
      const publication = publicationOf({ ...state, log: { size: log.length, root: "" }, receiptKids: [] });
      for (let since = 0; since < log.length; since++)
        law(noticeOf(publication, { untold: log.slice(since), log, until: log.length }, at), world, since, at);
    }),
    { numRuns },
  );

test("of what is not to come no mail says a day that is ahead", async () => {
  await holds(({ changes }, { feed }, _since, at) => {
    const open = new Set(standingsAt(feed, at).open.map(({ id }) => id));
    for (const { change, touched } of changes) {
      const { how, change: of } = change.touches ?? {};
      const isMove = how === "moves" || how === "starts";
      const isOfAnother = isMove || how === "corrects" || how === "narrows" || how === "joins";
      if (change.mode === "withdrawal" || open.has(isOfAnother ? String(of) : change.id)) continue;
      const { effective, window } = isOfAnother && !isMove && touched ? touched : change;
      const days = [effective, window?.deadline, isMove && touched?.window?.deadline];
      const ahead = days.filter((one) => one && Date.parse(one) > at);
      const { what, rows } = tellEntry({ change, touched }, reader);
      expect(ahead, `${change.id} ${what} ${JSON.stringify(rows)}`).toEqual([]);
      expect(effective, change.id).not.toBe(null);
    }
  });
});

test("of all that is to come and was not told a mail says so, with what is left of it", async () => {
  await holds(({ changes }, { feed, log }, since, at) => {
    const untold = new Set(log.slice(since).map(({ change: { id } }) => id));
    for (const { id, content, effective } of standingsAt(feed, at).open) {
      if (!untold.has(id) || (effective !== null && Date.parse(effective) <= at)) continue;
      const told = changes.find(({ change }) => change.id === id);
      expect(told?.change.content, id).toEqual(content);
      const about = log
        .slice(since)
        .filter(({ change: { touches } }) => touches?.change === id && touches.how !== "amends");
      const isMove = ({ change: { touches } }: (typeof log)[number]) =>
        touches?.how === "moves" || touches?.how === "starts";
      const lastMove = about.findLast(isMove);
      for (const one of about.filter((one) => !isMove(one) || one === lastMove))
        expect(changes.map(({ change }) => change.id)).toContain(one.change.id);
    }
  });
});
