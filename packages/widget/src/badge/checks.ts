import { dayText, momentText, verifyCommand } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
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
  const command = verifyCommand(center.address, center.pin);
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
    <p class="command"><code dir="ltr">${command}</code> <span>${copyButton(view, command, t("copy"))}</span></p>
    </div>
    <dl class="facts">
      <dt>${t("verifiedAt")}</dt>
      <dd>${momentText(language.tag, center.verified)}</dd>
      <dt>${t("version")}</dt>
      <dd>${center.feed.version}</dd>
      ${whatWasVerified(view)}
    </dl>
  </section>`;
}

/** Which feed and which list, to the letter: rows of a list of facts. */
export function whatWasVerified({ center, language }: View): TemplateResult {
  const t = moreWords({ language });
  const row = (label: string, text: string) => html`<dt>${label}</dt><dd><code dir="ltr">${text}</code></dd>`;
  return html`${row(t("pin"), center.pin)}${row(t("feedHash"), center.head.manifest.files.feed.sha256)}${row(t("feedAddress"), center.address)}`;
}
