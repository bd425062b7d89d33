import type { Place } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { moreWords } from "./reader.ts";
import type { View } from "./view.ts";

/** Copies the address of a place. Where the page may not write to the clipboard, the address is selected to be copied. */
export function copyLink(view: View, place: Place): TemplateResult | typeof nothing {
  const t = moreWords(view);
  const href = view.places.linkTo(place);
  return href === undefined ? nothing : copyButton(view, href, t("copyLink"));
}

/** A button that copies a text, and says that it did. */
export function copyButton(view: View, copied: string, words: string): TemplateResult {
  const t = moreWords(view);
  const copy = async ({ currentTarget }: Event) => {
    const button = currentTarget as HTMLButtonElement;
    try {
      await navigator.clipboard.writeText(copied);
      said(button, true);
    } catch {
      const field = document.createElement("input");
      field.readOnly = true;
      field.value = copied;
      field.ariaLabel = words;
      button.replaceWith(field);
      field.select();
      return;
    }
    setTimeout(() => said(button, false), 2000);
  };
  return html`<button type="button" class="link quiet" aria-live="polite" @click=${copy}>
    <span>${words}</span><span hidden>${t("copied")}</span>
  </button>`;
}

/** Says for a while that it is done. */
function said(button: HTMLElement, done: boolean): void {
  const [words, copied] = button.children as unknown as [HTMLElement, HTMLElement];
  words.hidden = done;
  copied.hidden = !done;
}
