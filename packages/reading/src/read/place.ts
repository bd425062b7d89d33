import type { Location } from "@trust-center/feed";
import * as en from "../words/en.ts";
import { conditionText } from "./condition.ts";
import { joined } from "./joined.ts";
import { linked } from "./link.ts";
import type { Piece } from "./piece.ts";
import { type FirstReader, piece, say } from "./reader.ts";
import { withoutRepeats } from "./repeats.ts";

const names = new Map<string, Intl.DisplayNames>();
const countries = new Map<string, string>();

/** A country's name in a language; a code that is none as it is. The first call of a language costs some 13 ms. */
export function countryName(tag: string, code: string): string {
  const key = `${tag} ${code}`;
  let name = countries.get(key);
  if (name === undefined) {
    let found = names.get(tag);
    if (!found) {
      found = new Intl.DisplayNames(tag, { type: "region" });
      names.set(tag, found);
    }
    name = /^[A-Z]{2}$/.test(code) ? (found.of(code) ?? code) : code;
    countries.set(key, name);
  }
  return name;
}

/** What stands for a place where the publisher names no country: "Global edge network". */
export const placeKind = ({ t }: FirstReader, { kind }: Pick<Location, "kind">): string =>
  kind === undefined || kind === "country" || kind === "region" ? "" : t(`place_${kind}`);

/** A place in words: `Berlin, Germany (primary; backups only)`. */
export function placePiece(location: Location, reader: FirstReader): Piece {
  const { country, region, city, text, priority, when, link, activities = [] } = location;
  const own = piece(reader, text);
  const place = joined(
    [say(reader, city), say(reader, region), country && countryName(reader.tag, country), placeKind(reader, location)],
    ", ",
    reader,
  );
  const [words, added] = withoutRepeats(place, own.text, own.text ? sayings(location, own.lang) : []);
  const said = {
    text: words,
    lang: words === own.text ? own.lang : undefined,
    notes: [
      priority ? reader.t(`priority_${priority}`) : "",
      ...activities.map((activity) => reader.t(`activity_${activity}`)),
      added,
      conditionText(reader, when),
    ].filter(Boolean),
  };
  return linked(said, link, reader);
}

/** The same place in English and in the text's own language: texts are often in another language than the labels. */
const sayings = ({ country, kind }: Location, lang = "en"): string[] => [
  en.first[`place_${kind}` as keyof typeof en.first] ?? "",
  country ? countryName(lang, country) : "",
];
