import { dayText, momentText } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { verifyCommand } from "../take/take.ts";
import { copyButton } from "../view/copy.ts";
import { icon } from "../view/icons.ts";
import { moreWords } from "../view/reader.ts";
import { heading } from "../view/text.ts";
import type { View } from "../view/view.ts";
import { type Witnessed, witnessLines } from "./witnesses.ts";

/** Every check in plain words, and how to do them oneself. */
export function checks(view: View, refused: boolean, witnesses: Witnessed | undefined): TemplateResult {
  const { center, language } = view;
  const t = moreWords({ language });
  const { head } = center;
  const day = (instant: string) => dayText(language.tag, instant);
  const passed = (words: string) => html`<li>${icon("verified")}<span>${words}</span></li>`;
  const failed = (words: string) => html`<li class="no">${icon("seen")}<span>${words}</span></li>`;
  return html`<section class="checks" part="checks">
    <div>
    ${heading(view, 1, t("checks"))}
    <ul class="plain">
      ${center.trust === "verified" ? passed(t("check_pin")) : failed(t("check_firstSeen", { date: day(head.next.firstSeen) }))}
      ${passed(t("check_signatures"))} ${passed(t("check_log", { n: head.manifest.log.size }))}
      ${
        // Of a first visit, and where nothing can be remembered, nothing was compared with what was seen before.
        center.freshness === "fresh" && !refused
          ? html`${passed(t("check_fresh", { date: day(head.timestamp.expires) }))}
            ${head.next.firstSeen < center.verified ? passed(t("check_remembered")) : nothing}`
          : nothing
      }
      ${witnessLines(view, witnesses)}
    </ul>
    <p>${t("check_own")}</p>
    <p class="command"><code dir="ltr">${verifyCommand(view)}</code> <span>${copyButton(view, verifyCommand(view), t("copy"))}</span></p>
    </div>
    <dl class="facts">
      <dt>${t("verifiedAt")}</dt>
      <dd>${momentText(language.tag, center.verified)}</dd>
      <dt>${t("version")}</dt>
      <dd>${center.feed.version}</dd>
      <dt>${t("pin")}</dt>
      <dd><code dir="ltr">${center.pin}</code></dd>
      <dt>${t("feedHash")}</dt>
      <dd><code dir="ltr">${head.manifest.files.feed.sha256}</code></dd>
      <dt>${t("feedAddress")}</dt>
      <dd><code dir="ltr">${center.address}</code></dd>
    </dl>
  </section>`;
}
