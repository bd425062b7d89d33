import { directionOf, lineOf } from "@trust-center/reading";
import { shownWordsIn } from "@trust-center/reading/words";
import { escapeHtml } from "../mail/escape.ts";
import type { Language } from "../mail/language.ts";
import { style, styleHash } from "./style.ts";

const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": `default-src 'none'; style-src ${styleHash}; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  // The address holds a token.
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
};

/** Every page of the service, in the order in which a reader meets them. */
export type PageName = "confirm" | "confirmed" | "leave" | "refuse" | "left" | "ask" | "asked" | "unknown";

const buttons = {
  confirm: "confirm_button",
  leave: "leave_button",
  refuse: "refuse_button",
  ask: "leave_button",
} as const satisfies Partial<Record<PageName, string>>;

/** Where a contract asks for notices, whoever reads them can only ask for their end: with the titles of leaving. */
const titles = {
  confirm: "confirm_title",
  confirmed: "confirmed_title",
  leave: "leave_title",
  refuse: "refuse_title",
  left: "left_title",
  ask: "leave_title",
  asked: "left_title",
  unknown: "unknown_title",
} as const satisfies Record<PageName, string>;

/** A page of the service. Its form, where it has one, posts to the page's own address. */
export function pageResponse(name: PageName, vendor: string, language: Language): Response {
  const words = shownWordsIn(language, "pages");
  const [title, text] = [words(titles[name]), words(`${name}_text`, { vendor })];
  const button = name in buttons ? words(buttons[name as keyof typeof buttons]) : "";
  const form = button && `\n<form method="post"><button>${escapeHtml(button)}</button></form>`;
  const body = `<p>${escapeHtml(text)}</p>${form}`;
  return htmlResponse({ title, vendor, language, body }, name === "unknown" ? 404 : 200);
}

/** What a page consists of. */
interface PageParts {
  title: string;
  vendor: string;
  language: Language;
  /** HTML. */
  body: string;
}

/** A page under the headers of all: nothing is fetched, kept, framed or run. */
export function htmlResponse({ title, vendor, language, body }: PageParts, status: number): Response {
  const html = `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(lineOf(language)([title, vendor], " – "))}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="vendor"><bdi>${escapeHtml(vendor)}</bdi></p>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
  return new Response(html, { status, headers });
}
