import { type Language, spokenAs } from "@trust-center/reading";

/** The languages that a reader prefers: the element's, its page's, the browser's. */
export function languagesOf(element: HTMLElement): string[] {
  const near = element.lang || element.closest<HTMLElement>("[lang]")?.lang || "";
  return [...new Set([near, ...navigator.languages].filter(Boolean))];
}

/** The words of a language. English, which is built in, where it has none or they fail to load. */
export async function loadLanguage(tag: string): Promise<Language> {
  const spoken = spokenAs(tag) ?? "en";
  try {
    return { tag, ...(spoken === "en" ? { messages: {} } : await (await import("./locales.ts")).loadWords(spoken)) };
  } catch {
    return { tag: "en", messages: {} };
  }
}
