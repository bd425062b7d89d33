import { isGone } from "./gone.ts";

/** Which mail came back: as its Message-ID names it, or by the token of its return path. */
export type Returned = { event: string; recipient: string } | { token: string };

/** What a report says of a mail. */
export interface BounceReport {
  returned: Returned | undefined;
  /** An enhanced status code (RFC 3463), where it has one. */
  status: string | undefined;
  /** Whether the mail will never arrive. A delay is none yet. */
  isFinal: boolean;
  /** Whether the address takes no mail, whoever sends it. */
  isGone: boolean;
}

/** The most bytes of a report: servers send back the whole mail with it. */
export const reportLimit = 1024 * 1024;

const messageIdForm = /<(notice-\d{1,16})\.([0-9a-f-]{36}(?:\.\d{1,9})?)@[^<>\s@]{1,255}>/;
const returnPathForm = /\+([0-9a-f]{48})@/;

/**
 * Reads a delivery status notification (RFC 3464) as it came. Whose mail it is, is told by what only its reader and the
 * servers on its way know: the report itself can be anyone's.
 */
export function readNotification(text: string): BounceReport {
  const lines = text.replace(/=\r?\n/g, "").replace(/\r?\n[ \t]+/g, " ");
  // Of several recipients the first that failed: a notice has one.
  const failed = /^Action:\s*failed\b/im.test(lines);
  const status = [...lines.matchAll(/^Status:\s*([245]\.\d{1,3}\.\d{1,3})\b/gim)].map(([, code = ""]) => code);
  return toReport(returnedIn(lines), status.find((code) => code.startsWith("5")) ?? status[0], failed);
}

/** What a webhook of a mail service says. */
export interface BounceMessage {
  messageId: string;
  status?: string | undefined;
}

export const readMessage = ({ messageId, status }: BounceMessage): BounceReport =>
  toReport(returnedIn(messageId), status, status === undefined || status.startsWith("5"));

function toReport(returned: Returned | undefined, status: string | undefined, isFinal: boolean): BounceReport {
  return { returned, status, isFinal, isGone: isFinal && status !== undefined && isGone(status) };
}

function returnedIn(text: string): Returned | undefined {
  const [, token] = returnPathForm.exec(text) ?? [];
  if (token !== undefined) return { token };
  const [, event, recipient] = messageIdForm.exec(text) ?? [];
  return event !== undefined && recipient !== undefined ? { event, recipient } : undefined;
}
