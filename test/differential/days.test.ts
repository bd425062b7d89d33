import type { Change, LogEntry } from "@trust-center/feed";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ownTerms, play, type Step, steps, terms } from "../../packages/feed/src/changes/testing/histories.ts";
import type { World } from "../../packages/feed/src/changes/testing/world.ts";
import { dayFor } from "../../packages/feed/src/index.ts";
import { momentText, tellEntry, touchedIn, withDayOf } from "../../packages/reading/src/index.ts";
import { noticeOf, publicationOf } from "../../packages/server/src/feed/notice.ts";
import { tailor } from "../../packages/server/src/feed/tailor.ts";
import { mailReader } from "../../packages/server/src/mail/reader.ts";
import { changeEvent } from "../../packages/server/src/webhooks/event.ts";

/** Of one entry of the log a mail and a webhook say one day and one deadline to one customer. */

const numRuns = Number(process.env.LAW_RUNS ?? 400);

const segments = [null, "enterprise"] as const;
/** What is kept of a publish of a history. */
const publicationIn = ({ feed, log }: Pick<World, "feed" | "log">) =>
  publicationOf({
    ...{ address: "https://acme.example/feed/", pin: "sha256-x", version: feed.version, sha256: "ab", feed },
    ...{ log: { size: log.length, root: "" }, receiptKids: [] },
  });

/** What a mail says of an entry to a customer: nothing, where it moves nothing for it. */
function inMail({ feed, log, now }: World, entry: LogEntry, segment: string | null) {
  const notice = noticeOf(publicationIn({ feed, log }), { untold: [entry], log, until: log.length }, now);
  const contract = { segment, services: [], noticePeriod: null, owedFrom: 0, addedAt: 0 };
  const reader = { isSubscriber: false, contracts: [contract], toldAt: now, told: new Set<string>() };
  const [told] = tailor(notice, reader).changes;
  if (!told) return undefined;
  const { rows } = tellEntry(told, mailReader("en"));
  const last = (label: string) => rows.findLast((row) => row.label === label)?.text.replace(/.* → /s, "");
  return { effective: last("In effect"), deadline: last("Objection deadline") };
}

function touchedBy({ feed, log }: World, change: Change): Change | undefined {
  const touched = touchedIn(log, change);
  const after = feed.open?.find(({ id }) => id === touched?.id);
  return touched && after ? withDayOf(touched, after) : touched;
}

/** What a webhook says of an entry to a customer. */
function inWebhook(world: World, { change, feed }: LogEntry, segment: string | null) {
  const event = changeEvent({
    publication: publicationIn(world),
    entry: { change, feed, position: 0 },
    touched: touchedBy(world, change),
  });
  const said = event?.type === "webhook.test" ? undefined : event?.data.change;
  const { effective, deadline } = said?.segments?.find(({ id }) => id === segment) ?? said ?? {};
  const moment = (at: string | null | undefined) => (at ? momentText("en", at, "UTC") : undefined);
  return { effective: moment(effective), deadline: moment(deadline) };
}

/** Whether what is given a day goes on waiting for the approval of a segment: the signed list says so. */
function waits({ feed }: World, { touches }: Change, segment: string | null): boolean {
  if (touches?.how !== "moves" && touches?.how !== "starts") return false;
  const open = feed.open?.find(({ id }) => id === touches.change);
  return open !== undefined && dayFor(open, segment) === null;
}

/** What comes seldom at random: a day is moved while somebody waits for approval, and whoever waited is started. */
const started: Step[] = [
  { edits: [{ op: "add", id: "d" }], said: [], wait: "none" },
  { edits: [], said: [{ subject: "d", reason: "", days: 70 }], wait: "none" },
  { edits: [], said: [{ subject: "d", reason: "", days: 100, start: true }], wait: "none" },
];

test("of one change a mail and a webhook say one day and one deadline to one customer", async () => {
  let [ownDays, starts, waiting] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(fc.oneof(terms, fc.constantFrom(...ownTerms)), steps, async (terms, steps) => {
      let told = 1;
      await play(terms, steps, (world) => {
        for (const entry of world.log.slice(told)) {
          for (const segment of segments) {
            const [mail, webhook] = [inMail(world, entry, segment), inWebhook(world, entry, segment)];
            if (waits(world, entry.change, segment)) {
              waiting++;
              expect([mail?.effective?.includes("UTC") ?? false, webhook.effective], entry.change.id).toEqual([
                false,
                undefined,
              ]);
            }
            if (!mail) continue;
            if (segment && entry.change.touches && webhook.effective !== inWebhook(world, entry, null).effective)
              ownDays++;
            if (segment && entry.change.touches?.how === "starts" && webhook.effective) starts++;
            expect(webhook.deadline, entry.change.id).toBe(mail.deadline);
            // What is taken back says since when it was so; what has no day yet is said in words.
            if (entry.change.mode === "withdrawal") continue;
            if (webhook.effective) expect(mail.effective, entry.change.id).toBe(webhook.effective);
            else expect(mail.effective ?? "", entry.change.id).not.toContain("UTC");
          }
        }
        told = world.log.length;
      });
    }),
    { numRuns, examples: ownTerms.map((terms) => [terms, started]) },
  );
  expect([ownDays > 0, starts > 0, waiting > 0]).toEqual([true, true, true]);
});
