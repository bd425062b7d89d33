import { toInstant } from "@trust-center/feed";
import { momentText } from "@trust-center/reading";
import { shownWordsIn } from "@trust-center/reading/words";
import { escapeHtml } from "../mail/escape.ts";
import type { Language } from "../mail/language.ts";
import { lines } from "../mail/plain.ts";
import { stateAfter } from "../objections/step.ts";
import type { Case, WrittenStep } from "../store/cases.ts";
import type { StoredObjection } from "../store/objections.ts";
import { htmlResponse } from "./page.ts";

/** What is shown to whoever has the link of a case. */
export interface CasePage {
  of: Case;
  steps: readonly WrittenStep[];
  filings: readonly StoredObjection[];
  /** The change's name in the objector's language; and that of the change by which it became void. */
  changes: readonly string[];
  /** Whether nothing is left of the change: then it has no deadline. */
  isVoid: boolean;
  vendor: string;
  language: Language;
  /** Characters that a message may have. */
  most: number;
}

/** Why nothing was done, and what was written. */
export interface NotDone {
  why: "case_moved" | "case_message_help";
  text: string;
}

const statuses = { case_moved: 409, case_message_help: 422 } as const;

/**
 * The objector's page: where it stands, each step, and what can be done. What anybody wrote is text, links in it too. Its forms
 * post to the page's own address, and name the newest step that they were shown with.
 */
export function casePage(page: CasePage, notDone?: NotDone): Response {
  const words = shownWordsIn(page.language, "mail", "pages");
  const body = [
    ...(notDone ? [`<p class="note" role="alert">${escapeHtml(words(notDone.why, { most: page.most }))}</p>`] : []),
    factsOf(page),
    `<h2>${escapeHtml(words("happened"))}</h2>`,
    `<ol>${page.steps.map((step) => stepOf(page, step)).join("\n")}</ol>`,
    ...formsOf(page, notDone?.text ?? ""),
  ].join("\n");
  const { vendor, language } = page;
  const status = notDone ? statuses[notDone.why] : 200;
  return htmlResponse({ title: words("case_title"), vendor, language, body }, status);
}

/** The page of a link that leads nowhere. */
export function noCasePage(vendor: string, language: Language): Response {
  const words = shownWordsIn(language, "pages");
  const body = `<p>${escapeHtml(words("case_unknown_text"))}</p>`;
  return htmlResponse({ title: words("unknown_title"), vendor, language, body }, 404);
}

function factsOf({ of, changes, isVoid, vendor, language }: CasePage): string {
  const words = shownWordsIn(language, "mail", "forms");
  const t = shownWordsIn(language, "first", "more");
  const outcome = of.outcome === null ? "" : ` ${words(`outcome_${of.outcome}`)}`;
  const stands = { filed: "filed", "under-review": "reviewed" } as const;
  const state = of.state === "filed" || of.state === "under-review" ? stands[of.state] : of.state;
  const facts: [string, string][] = [
    [t("status"), `${words(`step_${state}`, { vendor })}${outcome && `.${outcome}`}`],
    ...changes.map((name): [string, string] => [words("objectedTo"), name]),
    [words("filed"), momentText(language, toInstant(of.filed_at), "UTC")],
    ...(isVoid ? [] : [[t("deadline"), momentText(language, of.deadline, "UTC")] as [string, string]]),
    [words("number"), of.id],
  ];
  return `<dl>${facts.map(([label, value]) => `<dt>${escapeHtml(label)}</dt><dd><bdi>${escapeHtml(value)}</bdi></dd>`).join("")}</dl>`;
}

function stepOf({ filings, vendor, language }: CasePage, step: WrittenStep): string {
  const words = shownWordsIn(language, "mail", "forms");
  const text = step.text ?? filings.find(({ id }) => id === step.objection)?.grounds ?? "";
  const at = toInstant(step.at);
  const title = words(`step_${step.action}`, { vendor });
  const outcome = step.outcome === null ? "" : `<p>${escapeHtml(words(`outcome_${step.outcome}`))}</p>`;
  return (
    `<li><h3>${escapeHtml(title)}</h3><time datetime="${at}">${escapeHtml(momentText(language, at, "UTC"))}</time>` +
    `${outcome}${text && `<p class="said" dir="auto">${escapeHtml(lines(text))}</p>`}</li>`
  );
}

function formsOf({ of, vendor, language, most }: CasePage, text: string): string[] {
  const words = shownWordsIn(language, "pages");
  const hidden = (action: string) =>
    `<input type="hidden" name="action" value="${action}"><input type="hidden" name="seen" value="${of.step}">`;
  const button = (label: string) => `<button>${escapeHtml(label)}</button>`;
  const confirm =
    of.confirmed_at === null
      ? [
          `<form method="post">${hidden("confirmed")}<p>${escapeHtml(words("case_confirm_text"))}</p>${button(words("case_confirm_button"))}</form>`,
        ]
      : [];
  const write =
    `<form method="post">${hidden("written")}<label for="text">${escapeHtml(words("case_message", { vendor }))}</label>` +
    `<small id="help">${escapeHtml(words("case_message_help", { most }))}</small>` +
    `<textarea id="text" name="text" aria-describedby="help" maxlength="${most}" required dir="auto">\n${escapeHtml(text)}</textarea>` +
    `${button(words("case_message_button"))}</form>`;
  const withdraw =
    stateAfter(of.state, "withdrawn") === undefined
      ? []
      : [
          `<details><summary>${escapeHtml(words("case_withdraw_button"))}</summary><form method="post">${hidden("withdrawn")}` +
            `<p>${escapeHtml(words("case_withdraw_text"))}</p>${button(words("case_withdraw_button"))}</form></details>`,
        ];
  return [...confirm, write, ...withdraw];
}
