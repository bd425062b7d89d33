import type { Change } from "@trust-center/feed";
import { type Place, placePrefix, placeText } from "@trust-center/reading";

/** The very change on the vendor's page, where it is still ahead; the history for what is over, all changes for several. */
export function pageOf(url: string, changes: readonly { change: Change }[]): string {
  if (url.includes("#")) return url;
  const [only] = changes;
  const place: Place = only && changes.length === 1 ? placeOf(only.change) : { is: "section", id: "changes" };
  return `${url}#${placePrefix}=${placeText(place)}`;
}

/** A correction or another day stands in the change that it touches. What is taken back, or holds at once, is history. */
function placeOf({ id, mode, window, touches }: Change): Place {
  if (touches && touches.how !== "withdraws" && touches.how !== "amends")
    return { is: "change", id: touches.change, object: false };
  const isOver = mode === "withdrawal" || (window === undefined && mode !== "announcement" && mode !== "amendment");
  return isOver ? { is: "section", id: "history" } : { is: "change", id, object: false };
}
