import {
  touched as afterHearing,
  type Change,
  type ChangeMode,
  dayFor,
  isOfAnother,
  toInstant,
} from "@trust-center/feed";
import { changeTitle } from "@trust-center/reading";
import type { ChangeEvent, WebhookEvent } from "@trust-center/sdk";
import type { Notice } from "../feed/notice.ts";
import { pageOf } from "../feed/page-of.ts";
import { oneLine } from "../mail/plain.ts";
import { mailReader, plainReader, withNames } from "../mail/reader.ts";
import type { KeptEntry } from "../store/feed-state.ts";
import type { Moment } from "../store/moments.ts";

/** The type of a change's event. What the first version of a list says was there at first sight, and is told to nobody. */
const typeOf: Readonly<Record<Exclude<ChangeMode, "initial">, ChangeEvent["type"]>> = {
  announcement: "change.announced",
  amendment: "change.amended",
  withdrawal: "change.withdrawn",
  move: "change.moved",
  correction: "change.corrected",
  immediate: "change.immediate",
  emergency: "change.emergency",
};

/** The type of the event of a change's moment. */
const momentType: Readonly<Record<Moment, ChangeEvent["type"]>> = {
  reminder: "change.closing",
  outcome: "change.closed",
  "in-effect": "change.effective",
};

/** The event of a moment of a change, of when it is due. */
export function momentEventOf(told: Told, moment: Moment, due: number): WebhookEvent | undefined {
  const event = changeEvent(told);
  return event && ({ ...event, type: momentType[moment], timestamp: toInstant(due) } as WebhookEvent);
}

/** What an event is made of: facts as they were on the day, so that every attempt says the same. */
export interface Told {
  publication: Pick<Notice, "address" | "pin" | "names" | "publisher" | "url">;
  entry: Pick<KeptEntry, "change" | "feed" | "position">;
  /** The change that it touches, as it stood then. */
  touched?: Change | undefined;
}

/** The event of an entry of the log. Undefined where it is told to nobody. */
export function changeEvent({ publication, entry, touched }: Told): WebhookEvent | undefined {
  const { change, feed, position } = entry;
  if (change.mode === "initial") return undefined;
  const { address, pin, names, publisher, url } = publication;
  const { id, kind, subject, touches } = change;
  // Other words have the dates of what they are about, and another day its window.
  const after = touched ? afterHearing(touched, change) : [];
  const [dated = { ...change, window: undefined }] = isOfAnother(touches) ? after : [change];
  const { window } = dated;
  const segments = window?.segments?.map(({ id, deadline }) => ({ id, deadline, effective: dayFor(dated, id) }));
  const reader = withNames(plainReader(mailReader("en", { publisher })), names);
  return {
    type: typeOf[change.mode],
    timestamp: change.announced,
    data: {
      ...{ feed: address, pin, position, list: { version: feed.version, sha256: feed.sha256 } },
      change: {
        ...{
          id,
          kind,
          subject: subjectOf(subject),
          title: oneLine(changeTitle(change, reader, touched)),
          effective: dayFor(dated),
        },
        ...(window && { deadline: window.deadline }),
        ...(segments && { segments }),
        ...(touches && { touches: { change: touches.change, how: touches.how } }),
      },
      ...(url !== undefined && { url: pageOf(url, [{ change }]) }),
    },
  };
}

const subjectOf = ({ type, id }: Change["subject"]) => ({ type, ...(id !== undefined && { id }) });
