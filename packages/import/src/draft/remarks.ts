import { lookUp } from "@trust-center/catalogue";
import type { Subprocessor, Text } from "@trust-center/feed";

/** What the catalogue knows of an entry, for who reads the draft: nothing of it is in the list. */
export interface Remark {
  /** The entry's id. */
  entry: string;
  text: string;
}

/** One remark for each entry that the catalogue recognises. */
export const remarksOn = (entries: readonly Subprocessor[]): Remark[] =>
  entries.flatMap(({ id, name, links = [] }) => {
    const written = textOf(name);
    const processors = lookUp(written)?.processors ?? [];
    const [one, ...others] = processors;
    if (!one) return [];
    if (others.length > 0) {
      const names = processors.map(({ name: known }) => `“${known}”`).join(" and ");
      return [
        { entry: id, text: `“${written}” can be ${names} in the catalogue: which is it, or are they two entries?` },
      ];
    }
    const [list] = one.links?.subprocessors ?? [];
    const hasList = links.some(({ type }) => type === "subprocessors");
    const its = list && !hasList ? `its own list is at ${list.value}` : undefined;
    const known = one.name === written ? undefined : `as “${one.name}”`;
    if (!its && !known) return [];
    return [
      { entry: id, text: `The catalogue knows “${written}”${known ? ` ${known}` : ""}${its ? `: ${its}` : ""}.` },
    ];
  });

const textOf = (name: Text): string => (typeof name === "string" ? name : (Object.values(name)[0] ?? ""));
