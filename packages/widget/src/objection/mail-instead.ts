import type { Change } from "@trust-center/feed";
import { changeTitleAlone, forms, translator } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { contactOf } from "../about/contact-of.ts";
import type { Values } from "../form/form-element.ts";
import { readerOf } from "../view/reader.ts";
import type { View } from "../view/view.ts";

/** A prepared mail to the publisher with all that the form would have said, and which list it is about. */
export function mailInstead(view: View, change: Change, values: Values): TemplateResult | typeof nothing {
  const { center } = view;
  const to = contactOf(center.feed);
  if (!to) return nothing;
  const t = translator(forms, view.language);
  const { name = "", organisation = "", email = "", grounds = "" } = values;
  const title = changeTitleAlone(change, readerOf(view));
  const body = [
    `${t("objectTo")} ${title} (${change.id})`,
    `${center.address} #${center.feed.version}, SHA-256 ${center.head.manifest.files.feed.sha256}`,
    "",
    `${t("yourName")}: ${name}`,
    `${t("organisation")}: ${organisation}`,
    `${t("email")}: ${email}`,
    "",
    `${t("groundsLabel")}:`,
    grounds,
  ].join("\r\n");
  const query = `subject=${encodeURIComponent(`${t("objectTo")} ${title}`)}&body=${encodeURIComponent(body)}`;
  return html`<p>${t("mailInstead")} <a href=${`mailto:${encodeURIComponent(to).replace("%40", "@")}?${query}`}>${to}</a></p>`;
}
