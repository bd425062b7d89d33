import { isGone } from "./gone.ts";

/** Which mail came back: as its Message-ID names it, or by the token of its return path. */
export type Returned = { event: string; recipient: string } | { token: string };

/** What a report says of a mail. */
export interface MailReport {
  returned: Returned | undefined;
  /** What its reader says of it (RFC 5965, `Feedback-Type`), in lower case; undefined where it came back. */
  feedback: string | undefined;
  /** An enhanced status code (RFC 3463), where it has one. */
  status: string | undefined;
  /** Whether the mail will never arrive. A delay is none yet. */
  isFinal: boolean;
  /** Whether the address takes no mail, whoever sends it. */
  isGone: boolean;
}

/** The most bytes of a report: servers send back the whole mail with it. */
export const reportLimit = 1024 * 1024;

/**
 * Mails to readers: that an address is to be confirmed, and what is told to it. And to whoever objected, of its objection and of
 * each step.
 */
const messageIdForm =
  /<(?:((?:confirmation|notice|reminder|in-effect)-\d{1,16})\.([0-9a-f-]{36}(?:\.\d{1,9})?)|(objection-[0-9a-f-]{36}(?:-\d{1,9})?)\.(objector))@[^<>\s@]{1,255}>/;
const returnPathForm = /\+([0-9a-f]{48})@/;

/**
 * Reads what a mail server sent of a mail, as it came: a delivery status notification (RFC 3464), or a feedback report
 * (RFC 5965). Whose mail it is, is told by what only its reader and the servers on its way know: the report itself can be
 * anyone's, and so can each address in it.
 */
export function readMailReport(text: string): MailReport {
  const lines = text.replace(/=\r?\n/g, "").replace(/\r?\n[ \t]+/g, " ");
  const returned = returnedIn(lines);
  if (isFeedbackReport(lines)) {
    const [, feedback = "other"] = /^Feedback-Type:[ \t]*([\w-]{1,40})/im.exec(lines) ?? [];
    return { returned, feedback: feedback.toLowerCase(), status: undefined, isFinal: false, isGone: false };
  }
  // Of several recipients the first that failed: a notice has one.
  const failed = /^Action:\s*failed\b/im.test(lines);
  const status = [...lines.matchAll(/^Status:\s*([245]\.\d{1,3}\.\d{1,3})\b/gim)].map(([, code = ""]) => code);
  return toBounce(returned, status.find((code) => code.startsWith("5")) ?? status[0], failed);
}

/** By the report's own header: what it sends back can hold any line. */
const isFeedbackReport = (lines: string) =>
  /^Content-Type:[ \t]*multipart\/report\b[^\r\n]*;[ \t]*report-type="?feedback-report\b/im.test(
    lines.slice(0, lines.search(/\r?\n\r?\n/) >>> 0),
  );

/** Kinds of feedback of whoever wants no more of it. Others are said of its content, by programs too, or take one back. */
export const isComplaint = (feedback: string): boolean => ["abuse", "fraud", "opt-out"].includes(feedback);

/** What a webhook of a mail service says. */
export interface MailWebhook {
  messageId: string;
  status?: string | undefined;
  feedback?: string | undefined;
}

export const readMailWebhook = ({ messageId, status, feedback }: MailWebhook): MailReport =>
  feedback === undefined
    ? toBounce(returnedIn(messageId), status, status === undefined || status.startsWith("5"))
    : { ...toBounce(returnedIn(messageId), undefined, false), feedback };

function toBounce(returned: Returned | undefined, status: string | undefined, isFinal: boolean): MailReport {
  return { returned, feedback: undefined, status, isFinal, isGone: isFinal && status !== undefined && isGone(status) };
}

function returnedIn(text: string): Returned | undefined {
  const [, token] = returnPathForm.exec(text) ?? [];
  if (token !== undefined) return { token };
  const [, telling, reader, objection, objector] = messageIdForm.exec(text) ?? [];
  const [event, recipient] = [telling ?? objection, reader ?? objector];
  return event !== undefined && recipient !== undefined ? { event, recipient } : undefined;
}
