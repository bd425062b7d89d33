import { dayText, type Language, movedPlace } from "@trust-center/reading";
import { isAlarm, type LoadError, type TrustCenter } from "@trust-center/sdk";
import { html, nothing, type TemplateResult } from "lit";
import { contactOf } from "../about/contact-of.ts";
import { icon } from "../view/icons.ts";
import { outward } from "../view/link.ts";
import { type MoreWords, moreWords } from "../view/reader.ts";
import type { View } from "../view/view.ts";
import { alarm } from "./alarm.ts";

/** A day that no line breaks: it stands within a sentence, where it is no `time` of its own. */
const wholeDay = (tag: string, date: string) => dayText(tag, date).replaceAll(" ", "\u00a0");

/** Says that the list is not the newest, since when and why. */
export function staleBanner(view: View, retry: () => void): TemplateResult | typeof nothing {
  const { problem, freshness, head, verified } = view.center;
  if (freshness === "fresh") return nothing;
  const t = moreWords(view);
  const date = wholeDay(view.tag, verified);
  const said =
    problem?.code === "expired"
      ? t("expiredText", { date: wholeDay(view.tag, head.timestamp.expires), checked: date })
      : t("staleText", { date });
  return alarm(
    false,
    html`<p>${said}</p><button type="button" class="btn" @click=${retry}>${t("tryAgain")}</button>`,
    "status",
  );
}

/** Says that the list has moved, where its root says so. */
export function movedBanner({ center, language }: View): TemplateResult | typeof nothing {
  const { successor } = center.head.root;
  if (!successor) return nothing;
  const t = moreWords({ language });
  return alarm(
    false,
    html`<p>${t("moved")} ${outward(successor.feed, movedPlace(successor.feed, center.address))}</p>`,
    "status",
  );
}

/** For whom a refusal is said: the page may name whom to ask. */
export interface Asking {
  readonly language: Language;
  /** An e-mail address or a link, as the page's own attribute gives it. */
  readonly contact: string | undefined;
}

/** Says that what was fetched is not shown, why, and what to do next. */
export function refusal({ language, contact }: Asking, error: LoadError, retry: () => void): TemplateResult {
  const t = moreWords({ language });
  const kept = error.lastVerified;
  return alarm(
    isAlarm(error),
    html`<p><strong>${titleOf(t, error)}</strong></p>
      <p>${reasonOf(language, error)}</p>
      ${kept ? html`<p>${t("refusedKept", { date: wholeDay(language.tag, kept.verified) })}</p>` : nothing}
      ${whomToAsk(t, contact, kept)}
      <p><button type="button" class="btn" @click=${retry}>${t("tryAgain")}</button></p>
      <details class="note"><summary>${icon("chevron")}${t("technical")}</summary>
        <p>${t("code")}: <code>${error.code}</code></p>
        ${error.message ? html`<p lang="en">${error.message}</p>` : nothing}
      </details>`,
  );
}

/** The publisher, by what was verified before or by what the page says itself; nothing of an unverified feed. */
function whomToAsk(
  t: MoreWords,
  contact: string | undefined,
  kept: TrustCenter | undefined,
): TemplateResult | typeof nothing {
  const known = kept && contactOf(kept.feed);
  const address = contact || known;
  if (!address) return nothing;
  const url = /^[a-z]+:/i.test(address) ? address : `mailto:${address}`;
  return html`<p>${t("askPublisher")} ${outward(url, address.replace(/^mailto:/i, ""))}</p>`;
}

function titleOf(t: MoreWords, error: LoadError): string {
  if (error.code === "unsupported") return t("unsupported");
  return isAlarm(error) ? t("refused") : t("brokenText");
}

function reasonOf(language: Language, error: LoadError): string {
  const t = moreWords({ language });
  const { code, evidence } = error;
  // What is older, or another history, may well be signed.
  if (isAlarm(error)) return code === "rollback" || code === "fork" ? t("takenBackText") : t("refusedText");
  if ("rewritten" in evidence) return t("rewrittenText");
  if ("elsewhere" in evidence) return t("answeredText");
  switch (code) {
    case "unsupported":
      if ("newer" in evidence) return t("newerText");
      return evidence.alg === undefined ? t("unsupportedText") : t("unsupportedSignature");
    case "clock":
      return t("clockText");
    case "expired":
      return t("expiredFirst", { date: wholeDay(language.tag, String(evidence.expires)) });
    case "malformed":
      // Of an address, which is the page's own, the error says what was found; of a file it does not.
      return "found" in evidence ? t("addressText") : t("answeredText");
    default:
      return typeof evidence.status === "number" ? t("serverText", { status: evidence.status }) : t("networkText");
  }
}
