import { dayText, hostOf, type Language } from "@trust-center/reading";
import { isAlarm, type LoadError } from "@trust-center/sdk";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { outward } from "../view/link.ts";
import { type MoreWords, moreWords } from "../view/reader.ts";
import type { View } from "../view/view.ts";

/** Says that the list is not the newest, since when and why. */
export function staleBanner({ center, language }: View, retry: () => void): TemplateResult | typeof nothing {
  const { problem, freshness, head } = center;
  if (freshness === "fresh") return nothing;
  const t = moreWords({ language });
  const date = dayText(language.tag, center.verified);
  const said =
    problem?.code === "expired"
      ? t("expiredText", { date: dayText(language.tag, head.timestamp.expires), checked: date })
      : t("staleText", { date });
  return html`<div class="banner stale" role="status">
    ${icon("stale")}<p>${said}</p>
    <button type="button" class="quiet" @click=${retry}>${t("tryAgain")}</button>
  </div>`;
}

/** Says that the list has moved, where its root says so. */
export function movedBanner({ center, language }: View): TemplateResult | typeof nothing {
  const { successor } = center.head.root;
  if (!successor) return nothing;
  const t = moreWords({ language });
  return html`<div class="banner stale" role="status">
    ${icon("stale")}<p>${t("moved")} ${outward(successor.feed, hostOf(successor.feed))}</p>
  </div>`;
}

/** Says that what was fetched is not shown, and why. */
export function refusal(language: Language, error: LoadError, retry: () => void): TemplateResult {
  const t = moreWords({ language });
  const kept = error.lastVerified;
  return html`<div class=${`banner ${isAlarm(error) ? "refused" : "stale"}`} role="alert">
    ${icon(isAlarm(error) ? "refused" : "stale")}
    <div>
      <p class="banner-title">${titleOf(t, error)}</p>
      <p>${reasonOf(language, error)}</p>
      ${kept ? html`<p>${t("refusedKept", { date: dayText(language.tag, kept.verified) })}</p>` : nothing}
      <p class="code">${t("code")}: <code>${error.code}</code></p>
      ${error.message ? html`<p class="code" lang="en">${error.message}</p>` : nothing}
    </div>
    <button type="button" class="quiet" @click=${retry}>${t("tryAgain")}</button>
  </div>`;
}

function titleOf(t: MoreWords, error: LoadError): string {
  if (error.code === "unsupported") return t("unsupported");
  return isAlarm(error) ? t("refused") : t("brokenText");
}

function reasonOf(language: Language, error: LoadError): string {
  const t = moreWords({ language });
  if (isAlarm(error)) return t("refusedText");
  const { code, evidence } = error;
  switch (code) {
    case "unsupported":
      if ("newer" in evidence) return t("newerText");
      return evidence.alg === undefined ? t("unsupportedText") : t("unsupportedSignature");
    case "clock":
      return t("clockText");
    case "expired":
      return t("expiredFirst", { date: dayText(language.tag, String(evidence.expires)) });
    case "malformed":
      // Of an address, which is the page's own, the error says what was found; of a file it does not.
      return "found" in evidence ? t("addressText") : t("answeredText");
    default:
      return typeof evidence.status === "number" ? t("serverText", { status: evidence.status }) : t("networkText");
  }
}
