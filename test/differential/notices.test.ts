import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { play, type Step, steps, terms } from "../../packages/feed/src/changes/testing/histories.ts";
import { day, type World } from "../../packages/feed/src/changes/testing/world.ts";
import { type NoticeTerms, standingsAt } from "../../packages/feed/src/index.ts";
import { tellEntry } from "../../packages/reading/src/index.ts";
import { testReader } from "../../packages/reading/src/testing/reader.ts";
import { nextDay } from "../../packages/server/src/feed/next-day.ts";
import { noticeOf, publicationOf } from "../../packages/server/src/feed/notice.ts";

/** What a mail says is to come is what the feed says is to come, whenever the mail is written and whatever its reader was told. */

const numRuns = Number(process.env.LAW_RUNS ?? 150);

const reader = testReader("en", ["en"], {});

/** Days after the last publish: on time, and late. */
const lateness = fc.constantFrom(0, 3, 20, 45);

type Notice = ReturnType<typeof noticeOf>;

/** Makes the notice for a reader who was told so many entries, at an instant. */
type NoticeAt = (since: number, at: number) => Notice;

const overHistories = (law: (noticeAt: NoticeAt, world: World, at: number) => void) =>
  fc.assert(
    fc.asyncProperty(terms, steps, lateness, async (terms, steps, late) => {
      const world = await play(terms, steps);
      const { feed, log } = world;
      const state = { address: "https://p.example/", pin: "sha256-x", version: feed.version, sha256: "ab", feed };
      const publication = publicationOf({ ...state, log: { size: log.length, root: "" }, receiptKids: [] });
      const noticeAt: NoticeAt = (since, at) =>
        noticeOf(publication, { untold: log.slice(since), log, until: log.length }, at);
      law(noticeAt, world, Math.max(world.now, Date.parse(feed.published)) + late * day);
    }),
    { numRuns, examples: [leavesBefore] },
  );

/** Of who is to move it is said that it leaves before: on that day the move becomes void. */
const leavesBefore: [NoticeTerms, Step[], number] = [
  { rules: [{ notice: "P30D", objection: "P14D" }] },
  [
    {
      edits: [{ op: "field", id: "a", field: ["locations", [{ country: "US" }]] }],
      said: [{ subject: "a", reason: "", days: 100 }],
      wait: "day",
    },
    { edits: [{ op: "remove", id: "a" }], said: [{ subject: "a", reason: "", days: 40 }], wait: "day" },
  ],
  0,
];

const holds = (law: (notice: Notice, world: World, since: number, at: number) => void) =>
  overHistories((noticeAt, world, at) => {
    for (const since of world.log.keys()) law(noticeAt(since, at), world, since, at);
  });

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

test("what a mail says stays so until the next day of a change, and that day can make it void", async () => {
  let turns = 0;
  await overHistories((noticeAt, { feed, log }, at) => {
    const changes = [...log.map(({ change }) => change), ...(feed.open ?? [])];
    const next = nextDay(changes, at);
    for (const since of log.keys()) {
      const now = noticeAt(since, at);
      expect(noticeAt(since, Math.min(next, at + 400 * day) - 1)).toEqual(now);
      if (next < Infinity && !isDeepStrictEqual(noticeAt(since, next), now)) turns++;
    }
  });
  expect(turns).toBeGreaterThan(0);
});
