import type { Change, Location, TransferMechanism } from "@trust-center/feed";
import { html, nothing, type TemplateResult } from "lit";
import { plain, type View } from "../element/view.ts";
import { enMore } from "../i18n/locales/en.more.ts";
import { translator } from "../i18n/translate.ts";
import { locationText, mechanismText } from "../list/facts.ts";

/** What differs, before and after, where the values can be said in words. */
export function changedFields(view: View, { fields }: Change): TemplateResult | typeof nothing {
  if (!fields?.length) return nothing;
  const t = translator(enMore, view.language);
  return html`<ul class="plain meta">
    ${fields.map(({ field, before, after }) => {
      const [from, to] = [words(view, field, before), words(view, field, after)];
      const label = labelOf(view, field);
      if (from === undefined || to === undefined || from === to)
        return html`<li>${t("fieldChanged", { field: label })}</li>`;
      return html`<li>
        ${label}: ${from ? html`<span class="before">${from}</span> ` : nothing}${to}
      </li>`;
    })}
  </ul>`;
}

const coreLabels = ["name", "purposes", "locations", "transferMechanisms", "since", "status"] as const;

function labelOf(view: View, field: string): string {
  if (field === "noticeTerms") return view.t("about");
  const core = coreLabels.find((name) => name === field);
  if (core) return view.t(core);
  return Object.hasOwn(enMore, field) ? translator(enMore, view.language)(field as keyof typeof enMore) : field;
}

/** A value in words; undefined where it has too much structure for one line. */
function words(view: View, field: string, value: unknown): string | undefined {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) {
    const parts = value.map((item) => words(view, field, item));
    return parts.includes(undefined) ? undefined : parts.join("; ");
  }
  if (typeof value !== "object") return String(value);
  if (field === "locations" || field === "corporateLocation") return locationText(view, value as Location);
  if (field === "transferMechanisms") return mechanismText(view, value as TransferMechanism);
  const texts = Object.values(value);
  return texts.every((text) => typeof text === "string") ? plain(view, value as Record<string, string>) : undefined;
}
