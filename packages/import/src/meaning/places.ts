import { countryOf, normalise } from "@trust-center/authoring";
import type { Location } from "@trust-center/feed";
import { oneLine } from "../model/document.ts";

const regions: Record<string, string> = {
  EU: "EU | E.U. | European Union | The European Union | UE | U.E. | Unión Europea | União Europeia | Europäische Union | Union européenne | Unione europea | Europese Unie | Europeiska unionen | Uniunea Europeană | Європейський Союз | ЄС | 欧州連合 | Unia Europejska | Den Europæiske Union | Den europeiske union | Evropská unie | Euroopan unioni | Avrupa Birliği | Európai Unió | Ευρωπαϊκή Ένωση | ΕΕ | 欧盟 | 歐盟 | 유럽연합 | 유럽 연합",
  EEA: "EEA | European Economic Area | EWR | EER | EES | EEE | SEE | Europäischer Wirtschaftsraum | Espacio Económico Europeo | Espace économique européen | EØS | EHP | ΕΟΧ | EOG | 欧洲经济区 | 歐洲經濟區",
  Europe:
    "Europe | Europa | Європа | ヨーロッパ | 欧州 | Evropa | Eurooppa | Avrupa | Európa | Ευρώπη | 欧洲 | 歐洲 | 유럽",
};
const regionNames = new Map(
  Object.entries(regions).flatMap(([region, names]) =>
    names.split("|").map((name) => [normalise(name), region] as const),
  ),
);

const kinds: Partial<Record<NonNullable<Location["kind"]>, string>> = {
  worldwide:
    "worldwide | global | globally | world wide | mundial | en todo el mundo | weltweit | monde entier | mondial | mondiale | in tutto il mondo | wereldwijd | globalt | globalny | по всьому світу | 全世界 | グローバル | 全球 | 글로벌 | 전 세계 | celosvětově | maailmanlaajuisesti | dünya çapında | világszerte | παγκοσμίως | hele verden | multiple locations worldwide",
  edge: "global edge | global edge network | edge | edge network | global cdn | global anycast | global (edge) | edge locations worldwide | red global | globales edge netzwerk",
  varies:
    "varies | variable | depends | various | multiple | varies by provider | varía | variiert | verschieden | divers | vari | diverse | variabel",
  "customer-region":
    "customer region | customer's region | customer selected region | region selected by customer | region selected by the customer | customer-selected region | configured region",
  "customer-choice":
    "customer choice | customer's choice | customer-controlled | customer selected | chosen by customer | selected by customer | as selected by customer | customer-selected",
  "self-hosted":
    "self-hosted | self hosted | on premises | on-premises | on premise | customer premises | selbst gehostet | auto-hébergé",
  "not-applicable":
    "not applicable | n/a | na | none | no aplica | não aplicável | nicht zutreffend | entfällt | sans objet | non applicabile | niet van toepassing | ej tillämpligt | nu se aplică",
};
const kindNames = new Map(
  Object.entries(kinds).flatMap(([kind, names]) =>
    names.split("|").map((name) => [normalise(name), kind as NonNullable<Location["kind"]>] as const),
  ),
);

const priorities = new Map([
  ["primary", "primary"],
  ["default", "primary"],
  ["secondary", "secondary"],
  ["backup", "secondary"],
  ["backups", "secondary"],
  ["fallback", "fallback"],
  ["failover", "fallback"],
] as const);

/** `ca-central-1`, `europe-west3`: the provider's own name of a region. It stays a name. */
const placeIn = /^([^()]+?)\s*\(([^()]+)\)$/;
const isCondition =
  /^(?:only|if|for|when|where|unless|except|upon|does not|not|nur|wenn|für|falls|solo|sólo|si|para|uniquement|pour|sauf|se|per|alleen|indien|voor|endast|om|doar|dacă|тільки|якщо)(?=\s)/i;

/** A flag alone is the ISO 3166 code of its country, in letters of their own (Unicode TS 51, annex B). */
function codeOfFlag(text: string): string | undefined {
  if (!/^\p{RI}{2}$/u.test(text)) return undefined;
  const first = 0x1f1e6;
  return [...text].map((letter) => String.fromCharCode(65 + (letter.codePointAt(0) ?? first) - first)).join("");
}

/** One place, where nothing else can be meant. */
function placeOf(text: string): Location | undefined {
  const words = oneLine(text).replace(/[.\s]+$/, "");
  const written = codeOfFlag(words) ?? words;
  const country = countryOf(written);
  if (country) return { country };
  const key = normalise(written);
  const region = regionNames.get(key);
  if (region === "EU") return { country: "EU" };
  if (region) return { kind: "region", region: written };
  const kind = kindNames.get(key);
  if (kind) return { kind };
  const [, place = "", aside = ""] = placeIn.exec(written) ?? [];
  return place ? placeWith(place, aside) : cityOf(written);
}

/** `US (primary)`, `EU (Germany)`, `EU (only for EU customers)`, `Frankfurt (Germany)`. */
function placeWith(written: string, aside: string): Location | undefined {
  const place = countryOf(written) || regionNames.has(normalise(written)) ? placeOf(written) : undefined;
  if (!place) return isNamed(written) ? cityIn(written, aside) : undefined;
  const priority = priorities.get(normalise(aside) as never);
  if (priority) return { ...place, priority };
  if (isCondition.test(aside)) return { ...place, when: { text: aside } };
  const inside = countryOf(aside);
  if (inside && inside !== "EU" && regionNames.has(normalise(written))) return { country: inside, region: written };
  return place.country && partsOf(aside).every(isNamed)
    ? { country: place.country, text: `${written} (${aside})` }
    : undefined;
}

/** A city, with its country behind it in brackets. */
function cityIn(city: string, aside: string): Location | undefined {
  const country = countryOf(aside);
  return country === undefined ? undefined : { country, text: `${city} (${aside})` };
}

/** Several countries of a region: `EU (Ireland, Germany)`. */
function countriesIn(text: string): Location[] | undefined {
  const [, region = "", aside = ""] = placeIn.exec(text) ?? [];
  if (!regionNames.has(normalise(region))) return undefined;
  const found = partsOf(aside).map((part) => countryOf(part));
  return found.every((country) => country !== undefined) ? found.map((country) => ({ country, region })) : undefined;
}

/** What is called as a city, a state or a provider's region is: `Frankfurt`, `eu-central-1`. */
const isNamed = (name: string): boolean =>
  (/^\p{Lu}[\p{L}.' -]{1,40}$/u.test(name) || /^[a-z]+(?:-[a-z]+)+-?\d$/.test(name)) &&
  !isNegated(name) &&
  !isPlace(name);

/** `Amsterdam, The Netherlands`; `San Francisco, CA, USA`. Whether the first is a city or a state, nobody says. */
function cityOf(text: string): Location | undefined {
  const parts = text.split(",").map((part) => part.trim());
  const country = countryOf(parts.at(-1) ?? "");
  if (!country || parts.length > 3 || parts.length < 2) return undefined;
  return parts.slice(0, -1).every(isNamed) ? { country, text } : undefined;
}

const isPlace = (text: string): boolean =>
  countryOf(text) !== undefined || regionNames.has(normalise(text)) || kindNames.has(normalise(text));

/** Outside India is not India. */
const isNegated = (text: string): boolean =>
  /\b(?:outside|non|not|except|excluding|hors|fuera|fora|ausserhalb|außerhalb|fuori|buiten|utanför|without|no|sin)\b/i.test(
    text,
  );

/** Places as they are known, with the words of each; undefined where any of them is not certain. */
export function placesIn(text: string): { place: Location; written: string }[] | undefined {
  const flags = /^(?:\p{RI}{2}\s*){2,}$/u.test(text) ? (text.match(/\p{RI}{2}/gu) ?? []) : [];
  if (flags.length > 1) return placesIn(flags.join(", "));
  const [, flag = "", words = ""] = /^(\p{RI}{2})\s*(\p{L}.*)$/su.exec(text) ?? [];
  const country = flag ? placeOf(flag)?.country : undefined;
  // A flag before the name of its country says it once more.
  if (country && placeOf(words)?.country === country) return [{ place: placeOf(words) as Location, written: text }];
  const whole = placeOf(text);
  if (whole) return [{ place: whole, written: text }];
  const within = countriesIn(text);
  if (within) return within.map((place) => ({ place, written: text }));
  if (isNegated(text.replace(/\([^()]*\)/g, ""))) return undefined;
  // What parts places first, then what can also part a city from its country.
  return allIn(partsOf(text, betweenPlaces)) ?? allIn(partsOf(text));
}

/** The places of several parts, where each of them is certain. */
function allIn(parts: readonly string[]): { place: Location; written: string }[] | undefined {
  if (parts.length < 2) return undefined;
  const places = parts.map((part) => placesIn(part));
  return places.every((found) => found !== undefined) ? places.flat() : undefined;
}

const betweenPlaces = /[;；•·|\n]|\s(?:and|or|y|o|e|et|ou|und|oder|en|och|eller|și|та|і|og|ja|ve|és|και|및)\s/iu;
const separators = /[,，、،;；؛/&+•·|\n]|\s(?:and|or|y|o|e|et|ou|und|oder|en|och|eller|și|та|і|og|ja|ve|és|και|및)\s/iu;

/** What stands between commas, slashes, signs and “and”, outside of brackets. */
export function partsOf(text: string, marks = separators): string[] {
  const brackets = [...text.matchAll(/\([^()]*\)/g)].map(
    ({ index, 0: { length } }) => [index, index + length] as const,
  );
  const parts: string[] = [];
  let [from, bracket] = [0, 0];
  for (const { index, 0: mark } of text.matchAll(new RegExp(marks, `g${marks.flags}`))) {
    while ((brackets[bracket]?.[1] ?? Number.POSITIVE_INFINITY) <= index) bracket++;
    if ((brackets[bracket]?.[0] ?? Number.POSITIVE_INFINITY) < index) continue;
    parts.push(text.slice(from, index));
    from = index + mark.length;
  }
  return [...parts, text.slice(from)].map((part) => part.trim()).filter(Boolean);
}
