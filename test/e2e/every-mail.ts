import type { Change } from "@trust-center/feed";
import { World } from "../../packages/feed/src/changes/testing/world.ts";
import { noticeOf, type Publication, publicationOf } from "../../packages/server/src/feed/notice.ts";
import type { Letter } from "../../packages/server/src/mail/letter.ts";
import {
  confirmationLetter,
  noticeLetter,
  recipientLeftLetter,
  unreachableLetter,
  wishText,
} from "../../packages/server/src/mail/letters.ts";
import { momentLetter, outcomeLetter } from "../../packages/server/src/mail/moments.ts";
import {
  receiptLetter,
  stepLetter,
  vendorLetter,
  vendorStepLetter,
} from "../../packages/server/src/mail/objections.ts";
import { mailReader } from "../../packages/server/src/mail/reader.ts";
import { signInLetter } from "../../packages/server/src/mail/sign-in.ts";
import { webhookDisabledLetter } from "../../packages/server/src/mail/webhook.ts";
import type { StepAction } from "../../packages/server/src/objections/step.ts";
import type { Case, WrittenStep } from "../../packages/server/src/store/cases.ts";
import type { StoredObjection } from "../../packages/server/src/store/objections.ts";
import type { Webhook } from "../../packages/server/src/store/webhooks.ts";
import { content, edits } from "./mail-story.ts";

const objection: StoredObjection = {
  ...{ id: "8f1d-93ac", request: "r", change: "2.1", feed_version: 2, feed_sha256: "ab".repeat(32), name: "Anna Berg" },
  ...{
    email: "anna.berg@kranich.example",
    organisation: "Kranich Versicherung AG",
    grounds: "Logs hold names.\n\nThey must stay in the EEA.",
  },
  ...{ segment: null, language: "en", filed_at: Date.parse("2026-01-04T10:12:00Z"), deadline: "2026-01-16T23:59:59Z" },
  ...{ content_sha256: "x", receipt: "x", time_stamp: null, case_id: "8f1d-93ac" },
};
const of = { id: objection.id, change: "2.1" } as Case;
const stepOf = (action: StepAction): WrittenStep => {
  const byPublisher = action === "reviewed" || action === "resolved" || action === "rejected" || action === "answered";
  return {
    ...{
      case_id: of.id,
      step: 3,
      at: Date.parse("2026-01-06T08:30:00Z"),
      action,
      actor: byPublisher ? "publisher" : "objector",
    },
    outcome: action === "resolved" ? "corrective-action" : null,
    text:
      action === "confirmed" || action === "reviewed" ? null : "From 11 January names are removed.\n\nSee section 4.",
  } as WrittenStep;
};

/** Every kind of mail, in a language. */
export async function everyMail(tag: string): Promise<Map<string, Letter>> {
  const letters = new Map<string, Letter>();
  const w = await World.of(content);
  const leave = "https://nordwind.example/service/subscriptions/leave?token=x";
  const publication = (): Publication =>
    publicationOf({
      ...{
        address: "https://nordwind.example/feed/",
        pin: `sha256-${"x".repeat(43)}`,
        feed: w.feed,
        version: w.feed.version,
      },
      ...{ sha256: "3f9c1e07a4b25d88".repeat(4), log: { size: 0, root: "" }, receiptKids: [] },
    });
  let first: Change | undefined;
  for (const [name, days, list, ...announce] of edits) {
    const from = w.log.length;
    await w.edit(days, list, ...announce);
    const untold = w.log.slice(from);
    if (untold.length === 0) throw new Error(`Expected changes, found none: ${name}.`);
    const notice = noticeOf(publication(), { untold, log: w.log, until: w.log.length }, w.now);
    const reader = mailReader(tag, { publisher: notice.publisher });
    letters.set(name, noticeLetter(reader, notice, { isSubscriber: true, leave }));
    if (name === "announcement") {
      first = untold[0]?.change;
      const at = first?.window?.deadline ?? "";
      letters.set(
        "reminder",
        momentLetter(reader, notice, { moment: "reminder", at, approvalMissing: false, isSubscriber: true, leave }),
      );
      letters.set(
        "in-effect",
        momentLetter(reader, notice, {
          moment: "in-effect",
          at: first?.effective ?? "",
          approvalMissing: false,
          isSubscriber: true,
          leave,
        }),
      );
      const about = { vendor: notice.vendor, objection, objected: first && { change: first } };
      letters.set("receipt", receiptLetter(reader, about, leave));
      letters.set("vendor", vendorLetter(reader, about, true));
      for (const action of ["reviewed", "answered", "resolved", "rejected"] as const)
        letters.set(`step-${action}`, stepLetter(reader, { ...about, of, step: stepOf(action) }, leave));
      for (const action of ["confirmed", "written", "withdrawn"] as const)
        letters.set(`vendor-${action}`, vendorStepLetter(reader, { ...about, of, step: stepOf(action) }));
      const standing = { change: first, publication: publication() };
      const outcome = {
        standing,
        open: 1,
        standings: {
          approval: "required",
          counts: { objected: 1, "approval-missing": 2 },
          customers: [
            { customer: "Kranich Versicherung AG", standing: "objected" },
            { customer: "شركة التأمين", standing: "approval-missing" },
          ],
        },
      };
      letters.set("outcome", outcomeLetter(outcome as never, "https://nordwind.example/inbox/"));
    }
    if (name === "approval") {
      const at = untold[0]?.change.window?.deadline ?? "";
      letters.set(
        "reminder-approval",
        momentLetter(reader, notice, { moment: "reminder", at, approvalMissing: true, isSubscriber: false, leave }),
      );
    }
  }
  const reader = mailReader(tag, { publisher: content.publisher });
  const topics = wishText(reader, { topics: ["subprocessors", "policies"] }, w.feed);
  letters.set("confirmation", confirmationLetter(reader, content.publisher.name, { confirm: leave, leave, topics }));
  letters.set(
    "recipient-left",
    recipientLeftLetter(
      reader,
      [
        { customer: "Kranich AG", email: "dpo@kranich.example" },
        { customer: "شركة", email: "x@y.example" },
      ],
      { policy: "stop", complains: true },
    ),
  );
  letters.set(
    "unreachable",
    unreachableLetter(reader, [
      {
        customer: "Kranich AG",
        email: "dpo@kranich.example",
        reason: "550 5.1.1",
        due: Date.parse("2026-02-01T00:00:00Z"),
      },
      {
        customer: "Banco",
        email: "b@c.example",
        reason: "complaint",
        due: Date.parse("2026-02-01T00:00:00Z"),
        change: "2.1",
      },
    ]),
  );
  letters.set("sign-in", signInLetter("Nordwind", "https://nordwind.example/inbox/sign-in?token=x"));
  letters.set(
    "webhook",
    webhookDisabledLetter("Nordwind", {
      name: "Tickets",
      url: "https://hooks.example/x",
      outcome: "410",
      failing_since: Date.parse("2026-01-06T08:30:00Z"),
    } as Webhook),
  );
  return letters;
}
