import { escapeHtml } from "../mail/escape.ts";
import type { Language } from "../mail/language.ts";
import { style, styleHash } from "./style.ts";
import { type PageName, pageWords } from "./words.ts";

const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy": `default-src 'none'; style-src ${styleHash}; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  // The address holds a token.
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
};

/** A page of the service. Its form, where it has one, posts to the page's own address. */
export function pageResponse(name: PageName, vendor: string, language: Language): Response {
  const { title, text, button } = pageWords[language](vendor)[name];
  const form = button === undefined ? "" : `\n<form method="post"><button>${escapeHtml(button)}</button></form>`;
  const html = `<!doctype html>
<html lang="${language}" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)} – ${escapeHtml(vendor)}</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="vendor">${escapeHtml(vendor)}</p>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>${form}
</main>
</body>
</html>
`;
  return new Response(html, { status: name === "unknown" ? 404 : 200, headers });
}
