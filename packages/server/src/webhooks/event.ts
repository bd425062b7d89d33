import type { Change, ChangeMode } from "@trust-center/feed";
import { changeTitle } from "@trust-center/reading";
import type { ChangeEvent, WebhookEvent } from "@trust-center/sdk";
import type { Notice } from "../feed/notice.ts";
import { pageOf } from "../feed/page-of.ts";
import { oneLine } from "../mail/plain.ts";
import { mailReader, withNames } from "../mail/reader.ts";
import type { KeptEntry } from "../store/feed-state.ts";

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

/** What an event is made of: facts as they were on the day, so that every attempt says the same. */
export interface Told {
  publication: Pick<Notice, "address" | "pin" | "names" | "publisher" | "url">;
  entry: Pick<KeptEntry, "change" | "feed" | "position">;
}

/** The event of an entry of the log. Undefined where it is told to nobody. */
export function changeEvent({ publication, entry }: Told): WebhookEvent | undefined {
  const { change, feed, position } = entry;
  if (change.mode === "initial") return undefined;
  const { address, pin, names, publisher, url } = publication;
  const { id, kind, subject, touches, effective, window } = change;
  const reader = withNames(mailReader("en", { publisher }), names);
  return {
    type: typeOf[change.mode],
    timestamp: change.announced,
    data: {
      ...{ feed: address, pin, position, list: { version: feed.version, sha256: feed.sha256 } },
      change: {
        ...{ id, kind, subject: subjectOf(subject), title: oneLine(changeTitle(change, reader)), effective },
        ...(window && { deadline: window.deadline }),
        ...(touches && { touches: { change: touches.change, how: touches.how } }),
      },
      ...(url !== undefined && { url: pageOf(url, [{ change }]) }),
    },
  };
}

const subjectOf = ({ type, id }: Change["subject"]) => ({ type, ...(id !== undefined && { id }) });
