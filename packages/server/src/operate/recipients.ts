import { toInstant } from "@trust-center/feed";
import { type Known, type LineProblem, readCsv } from "../recipients/csv.ts";
import { knownIn } from "../recipients/known.ts";
import { differs, facts, factText, type Recipient } from "../recipients/recipient.ts";
import type { Keyed } from "../secret/keyed.ts";
import { readFeedState } from "../store/feed-state.ts";
import { foreseeImport, type ImportDifference, importRecipients, type KeptRecipient } from "../store/recipients.ts";
import type { StoreForAction } from "../store/store.ts";

/** How a file is taken over. */
export interface TakeOver {
  keyed: Keyed;
  /** Says what would be done, and does nothing. */
  isDryRun: boolean;
  /** Whether who is kept and not in the file is removed. */
  removesMissing: boolean;
}

/** What a file did, or all that is wrong with it. */
export type TakenOver = { difference: ImportDifference } | { problems: LineProblem[] };

/** Takes recipients over from CSV in UTF-8: all of them, or none. */
export async function takeOver(
  store: Pick<StoreForAction, "read" | "write">,
  file: Uint8Array,
  { keyed, isDryRun, removesMissing }: TakeOver,
): Promise<TakenOver> {
  const text = decoded(file);
  if (text === undefined) return { problems: [notUtf8(file)] };
  const feed = (await store.read(readFeedState))?.feed;
  const read = await readCsv(text, feed ? knownIn(feed) : noFeed);
  if ("problems" in read) return read;
  const { recipients } = read;
  if (isDryRun) return { difference: await store.read((db) => foreseeImport(db, recipients, keyed)) };
  const missing = removesMissing ? "remove" : "keep";
  return { difference: await store.write((tx) => importRecipients(tx, recipients, { keyed, missing })) };
}

/** A feed that was not seen yet knows nothing. */
const noFeed: Known = { segments: [], services: [] };

const notUtf8 = (file: Uint8Array): LineProblem => ({
  line: 1,
  expected: "text in UTF-8",
  found: formatOf(file),
  fix: "Save the file as CSV UTF-8.",
});

/** What a file says of itself by its first bytes. */
function formatOf([first, second]: Uint8Array): string {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return "UTF-16";
  return first === 0x50 && second === 0x4b ? "a workbook" : "another encoding";
}

function decoded(file: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch {
    return undefined;
  }
}

/** What an import does, for a terminal: first in numbers, then a line a recipient. */
export function differenceText(
  { added, changed, missing, unchanged }: ImportDifference,
  { isDryRun, removesMissing }: Omit<TakeOver, "keyed">,
): string {
  const [removed, kept] = removesMissing ? [missing, []] : [[], missing];
  const counts = `${added.length} added, ${changed.length} changed, ${removed.length} removed, ${unchanged} as they were.`;
  const note = kept.length === 0 ? [] : [`${kept.length} not in the file stay: --remove-missing removes them.`];
  return [
    `${isDryRun ? "Would be: " : ""}${counts}`,
    ...note,
    ...added.map((one) => `+ ${recipientText(one)}`),
    ...changed.map(({ before, after }) => `~ ${recipientText(after)}: ${changesText(before, after)}`),
    ...removed.map((one) => `- ${recipientText(one)}`),
    ...kept.map((one) => `  ${recipientText(one)}`),
    "",
  ].join("\n");
}

export const recipientText = ({ customer, email, role }: Recipient): string =>
  `${customer} <${email}>${role === "" ? "" : ` (${role})`}`;

const changesText = (before: Recipient, after: Recipient) =>
  facts
    .filter((fact) => differs(before, after, fact))
    .map((fact) => `${fact} ${factText(before, fact) || "–"} → ${factText(after, fact) || "–"}`)
    .join(", ");

/** A recipient as programs get it. */
export const recipientView = (one: KeptRecipient) => ({
  ...recipientFacts(one),
  added: toInstant(one.addedAt),
  ...(one.leftAt !== null && { left: toInstant(one.leftAt), stopped: one.stopped }),
});

/** What a file says of a recipient, without what it leaves out. */
export function recipientFacts(one: Recipient) {
  const { customer, email, role, language, segment, services, contract, noticePeriod } = one;
  return {
    customer,
    email,
    ...(role !== "" && { role }),
    ...(language !== null && { language }),
    ...(segment !== null && { segment }),
    ...(services.length > 0 && { services }),
    ...(contract !== "" && { contract }),
    ...(noticePeriod !== null && { noticePeriod }),
  };
}
