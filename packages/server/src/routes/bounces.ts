import { object, optional, regex, string } from "zod/mini";
import { isComplaint, type MailReport, readMailReport, readMailWebhook, reportLimit } from "../bounces/report.ts";
import { deliveryOf } from "../bounces/return-path.ts";
import { type ReturnedMail, recordBounce } from "../store/bounces.ts";
import { recordComplaint } from "../store/complaints.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";

/** What a webhook says: which mail came back, and why (RFC 3463); or what its reader says of it (RFC 5965, `Feedback-Type`). */
export const bounceSchema = object({
  messageId: string().check(regex(/^<[^<>\s]{1,400}>$/)),
  status: optional(string().check(regex(/^[245]\.\d{1,3}\.\d{1,3}$/))),
  feedback: optional(string().check(regex(/^[a-z-]{1,40}$/))),
});

/** What was made of a report. */
type Outcome = "recorded" | "not-final" | "no-complaint" | "unknown-mail";

const came = endpoint({
  method: "POST",
  path: "/bounces",
  summary:
    "A notice came back, or its reader complains: a delivery status notification (RFC 3464) or a feedback report (RFC 5965) as it came, or its Message-ID with status or feedback",
  who: "operator",
  body: bounceSchema,
  file: { types: ["message/rfc822"], most: reportLimit },
  answer: "What was made of it",
  refusals: [503],
  handle: async ({ deps, body, file }) => {
    // Any bytes: what servers send back is of any encoding, and its codes and ids are ASCII.
    const report = body ? readMailWebhook(body) : readMailReport(new TextDecoder("latin1").decode(file));
    return { outcome: await record(deps, report) };
  },
});

export const bounceEndpoints: readonly Declared[] = [came];

async function record(deps: AppDeps, report: MailReport): Promise<Outcome> {
  const { returned, feedback } = report;
  const mail: ReturnedMail | undefined =
    returned && "token" in returned ? named(deliveryOf(deps.keyed, returned.token)) : returned;
  if (!mail) return "unknown-mail";
  return feedback === undefined ? comeBack(deps, mail, report) : complainedOf(deps, mail, feedback);
}

const named = (delivery: string | undefined) => (delivery === undefined ? undefined : { delivery });

async function comeBack({ store, log }: AppDeps, mail: ReturnedMail, report: MailReport): Promise<Outcome> {
  const { status = "", isFinal, isGone } = report;
  if (!isFinal) return "not-final";
  if (!(await store.write((tx) => recordBounce(tx, mail, { reason: status, gone: isGone })))) return "unknown-mail";
  log.warn("notice-came-back");
  return "recorded";
}

async function complainedOf(deps: AppDeps, mail: ReturnedMail, feedback: string): Promise<Outcome> {
  const { store, log, contractLeave, onWork } = deps;
  if (!isComplaint(feedback)) return "no-complaint";
  if (!(await store.write((tx) => recordComplaint(tx, mail, contractLeave)))) return "unknown-mail";
  log.warn("notice-complained-of", { feedback });
  // The vendor is told of whom a contract names.
  onWork();
  return "recorded";
}
