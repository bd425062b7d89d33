import { isSafeUrl } from "@trust-center/feed";
import { html, type TemplateResult } from "lit";

/** A link out of the page. Addresses were checked by the schema; checked again where they become an `href`. */
export function outward(url: string, words: unknown): TemplateResult | unknown {
  if (!isSafeUrl(url)) return words;
  return html`<a href=${url} rel="noopener noreferrer">${words}</a>`;
}
