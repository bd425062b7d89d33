import type { Language } from "./translate.ts";

/** Locales beside English, which is built in. To add one: a file in `locales/` and a line here. */
const locales: Record<string, () => Promise<Readonly<Record<string, string>>>> = {
  es: async () => (await import("./locales/es.ts")).es,
};

const rightToLeft = /^(?:ar|arc|ckb|dv|fa|he|ku-arab|ps|sd|syr|ug|ur|yi)\b/i;

/** The languages that a reader prefers: the element's, its page's, the browser's. */
export function languagesOf(element: HTMLElement): string[] {
  const near = element.lang || element.closest<HTMLElement>("[lang]")?.lang || "";
  return [...new Set([near, ...navigator.languages].filter(Boolean))];
}

/** The first of the reader's languages that there are messages in; else English. A locale that fails to load is none. */
export async function loadLanguage(languages: readonly string[]): Promise<Language> {
  for (const tag of languages) {
    const primary = tag.toLowerCase().split("-")[0] ?? "";
    if (primary === "en") return { tag, messages: {} };
    const messages = await locales[primary]?.().catch(() => undefined);
    if (messages) return { tag, messages };
  }
  return { tag: "en", messages: {} };
}

export const directionOf = (tag: string): "rtl" | "ltr" => (rightToLeft.test(tag) ? "rtl" : "ltr");
