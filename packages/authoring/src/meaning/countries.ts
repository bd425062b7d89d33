import { normalise } from "./normalise.ts";

/** Languages whose names of countries are known: those of the headings. */
const languages = "en es pt de fr it nl sv ro uk ja pl da nb cs fi tr hu el ko zh-Hans zh-Hant".split(" ");

/**
 * Other ways of writing a country. Each is said of one country alone wherever it was met, in published lists of November
 * 2025 to November 2026, or is in the Unicode CLDR as a short form.
 */
const otherNames: Record<string, string> = {
  US: "USA | U.S.A. | U.S. | US | United States of America | The United States | the United States of America | EE. UU. | EE.UU. | EEUU | Estados Unidos de América | EUA | E.U.A. | SUA | S.U.A. | VS | V.S. | Verenigde Staten van Amerika | Vereinigte Staaten von Amerika | États-Unis d'Amérique | Stati Uniti d'America | Estados Unidos da América | Statele Unite ale Americii | Amerikas förenta stater | США | 米国 | アメリカ | De Forenede Stater | De forente stater | Spojené státy americké | Amerikan Yhdysvallat | ABD | Amerikai Egyesült Államok | ΗΠΑ | Ηνωμένες Πολιτείες της Αμερικής | 미합중국",
  GB: "UK | U.K. | Great Britain | Britain | England | Scotland | Wales | Northern Ireland | The United Kingdom | United Kingdom of Great Britain and Northern Ireland | Großbritannien | Royaume Uni | 英国 | Velká Británie | Nagy Britannia | İngiltere | Μεγάλη Βρετανία",
  NL: "The Netherlands | Holland | Nederland | Niederlande | los Países Bajos | Holandsko | Hollanti | Ολλανδία",
  CZ: "Czech Republic | The Czech Republic | Tschechische Republik | República Checa | République tchèque",
  KR: "South Korea | Republic of Korea | Korea, Republic of | 한국",
  AE: "UAE | U.A.E. | United Arab Emirates",
  RU: "Russian Federation | Russia",
  SK: "Slovak Republic",
  MD: "Republic of Moldova",
  HK: "Hong Kong | Hong Kong SAR | 香港 | 홍콩",
  TW: "Taiwan | 臺灣",
  VN: "Viet Nam | Vietnam",
  TR: "Turkey | Türkiye",
  IE: "Republic of Ireland",
  CH: "Swiss Confederation",
  PH: "The Philippines",
  CN: "Mainland China | PRC | People's Republic of China",
  DE: "Federal Republic of Germany",
};

/** Names of two places: a state of the USA, a city, or another country of the same name. */
const ambiguous = new Set([
  "georgia",
  "georgien",
  "georgie",
  "congo",
  "kongo",
  "guinea",
  "micronesia",
  "niger",
  "man",
  "jersey",
]);

/** Codes of states of the USA that are codes of countries too, and codes that are words. */
const ambiguousCodes = new Set(
  "AL AR CA CO GA ID IL IN LA MA MD ME MN MO MS MT NC NE PA SC SD TN VA NO IS BE ME SO AS AM DO ON OR".split(" "),
);

/** The countries by their names; made when it is first asked for, since many commands ask for none. */
let named: Map<string, string> | undefined;

function countries(): ReadonlyMap<string, string> {
  if (named) return named;
  named = new Map();
  for (const language of languages) {
    const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
    for (let first = 65; first <= 90; first++) {
      for (let second = 65; second <= 90; second++) {
        const code = String.fromCharCode(first, second);
        if (["EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"].includes(code) || isObsolete(code)) continue;
        const name = names.of(code);
        if (name !== undefined && !ambiguous.has(normalise(name))) named.set(normalise(name), code);
      }
    }
  }
  for (const [code, names] of Object.entries(otherNames)) {
    for (const name of names.split("|")) named.set(normalise(name), code);
  }
  return named;
}

/** Codes that CLDR knows and ISO 3166-1 does not have, or has no longer. */
function isObsolete(code: string): boolean {
  return Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`;
}

/** The country that a text names, and nothing else; undefined where it could be another. */
export function countryOf(text: string): string | undefined {
  const written = text
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[.\s]+$/, "");
  if (/^[A-Z]{2}$/.test(written)) return codeOf(written);
  const key = normalise(written.replace(/\p{Regional_Indicator}/gu, ""));
  const isShort = /^[a-z]{1,2}$/.test(key) && !["us", "uk", "vs"].includes(key);
  return isShort ? undefined : countries().get(key);
}

function codeOf(code: string): string | undefined {
  const other = countries().get(normalise(code));
  if (other) return other;
  if (code === "EU" || ambiguousCodes.has(code) || isObsolete(code)) return undefined;
  return new Intl.DisplayNames("en", { type: "region", fallback: "none" }).of(code) === undefined ? undefined : code;
}
