import { type Language, primaryOf } from "@trust-center/reading";

/** Locales beside English, which is built in. To add one: a file in `locales/` and a line here. */
const locales: Record<string, () => Promise<Readonly<Record<string, string>>>> = {
  de: async () => (await import("./locales/de.ts")).de,
  es: async () => (await import("./locales/es.ts")).es,
};

/** Languages that the widget has words in. */
export const interfaces: readonly string[] = ["en", ...Object.keys(locales)];

const rightToLeft = /^(?:ar|arc|ckb|dv|fa|he|ku-arab|ps|sd|syr|ug|ur|yi)\b/i;

/** The languages that a reader prefers: the element's, its page's, the browser's. */
export function languagesOf(element: HTMLElement): string[] {
  const near = element.lang || element.closest<HTMLElement>("[lang]")?.lang || "";
  return [...new Set([near, ...navigator.languages].filter(Boolean))];
}

/** The words of a language. English where it has none, or they fail to load. */
export async function loadLanguage(tag: string): Promise<Language> {
  const primary = primaryOf(tag);
  if (primary === "en") return { tag, messages: {} };
  const messages = await locales[primary]?.().catch(() => undefined);
  return messages ? { tag, messages } : { tag: "en", messages: {} };
}

export const directionOf = (tag: string): "rtl" | "ltr" => (rightToLeft.test(tag) ? "rtl" : "ltr");
