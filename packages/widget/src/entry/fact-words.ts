import type { Condition, LegalEntity } from "@trust-center/feed";
import { html, nothing } from "lit";
import { text } from "../element/text.ts";
import { plain, type View } from "../element/view.ts";
import type { enMore } from "../i18n/locales/en.more.ts";
import type { Translate } from "../i18n/translate.ts";
import { countryName, serviceName } from "../list/facts.ts";

type T = Translate<keyof typeof enMore>;

/** When a fact applies, in words. */
export function conditionText(view: View, t: T, condition: Condition | undefined): string {
  if (!condition) return "";
  const { services, customerRegion, option, text } = condition;
  return [
    services?.length ? t("whenService", { services: services.map((id) => serviceName(view, id)).join(", ") }) : "",
    customerRegion ? t("whenRegion", { region: plain(view, customerRegion) }) : "",
    option ? t("whenOption", { option: plain(view, option) }) : "",
    plain(view, text),
  ]
    .filter(Boolean)
    .join("; ");
}

export function legalEntity(
  view: View,
  t: T,
  { name, tradeNames, address, country, registration }: LegalEntity,
): unknown {
  return html`${text(view, name)}
  ${tradeNames?.length ? html`<div class="meta">${t("tradeNames")}: ${tradeNames.map((name) => plain(view, name)).join(", ")}</div>` : nothing}
  ${address ? html`<div class="lines">${text(view, address)}</div>` : nothing}
  ${country && !plain(view, address).includes(countryName(view, country)) ? html`<div>${countryName(view, country)}</div>` : nothing}
  ${registration ? html`<div class="meta">${t("registration")}: ${text(view, registration)}</div>` : nothing}`;
}
