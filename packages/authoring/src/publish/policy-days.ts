import { type Plan, type Policy, type Prose, resolveText, toInstant } from "@trust-center/feed";
import { plainDate } from "../meaning/fuzzy-dates.ts";

/** Milliseconds by which the day of a zone begins before that of UTC, at most. */
const eastmost = 14 * 60 * 60 * 1000;

/**
 * Policies that say themselves from when they are in effect, and are to be from another day by what is published: readers are
 * told both. One that has been in effect for some time may well come into the list now.
 */
export function aboutPolicyDays({ changes, feed }: Plan): { code: "policy-day"; text: string }[] {
  return changes.flatMap(({ content, effective, mode, announced }) =>
    content.flatMap((atom) => {
      if (atom.type !== "policy" || effective === null || mode === "correction" || mode === "withdrawal") return [];
      const [id, stated] =
        atom.op === "put"
          ? [atom.item.id, (atom.item as Policy).effective]
          : [atom.op === "set" && atom.field === "effective" ? atom.id : undefined, "after" in atom && atom.after];
      const date = id && stated ? plainDate(stated as NonNullable<Policy["effective"]>) : undefined;
      if (date === undefined) return [];
      // The day on which it begins in UTC, and in any zone of the terms.
      const [first, last] = [effective, toInstant(Date.parse(effective) + eastmost)].map((at) =>
        at.slice(0, date.length),
      );
      if (date === first || date === last || (date < String(first) && effective <= announced)) return [];
      const title =
        atom.op === "put" ? (atom.item as Policy).title : feed.policies?.find((one) => one.id === id)?.title;
      const name = resolveText(title as Prose, ["en"]).value || id;
      const fix =
        date > String(first)
          ? `Say so in \`announce\`: [{ subject: "policy:${id}", effective: … }], or correct it.`
          : "Your notice terms allow no earlier one: write it, or a later one.";
      const text = `“${name}” says that it is in effect from ${date}, and would be from ${effective} by what is published: readers are told both. ${fix}`;
      return [{ code: "policy-day" as const, text }];
    }),
  );
}
