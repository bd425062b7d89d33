import { type Change, dayFor, windowState } from "@trust-center/feed";
import {
  type ChangeFact,
  changeFacts,
  changeKind,
  dayText,
  factLabel,
  isInEea,
  momentText,
  plainAll,
  startText,
} from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { copyLink } from "../view/copy.ts";
import { icon } from "../view/icons.ts";
import { placeLink } from "../view/place-link.ts";
import { moreWords, readerOf } from "../view/reader.ts";
import { text } from "../view/text.ts";
import type { View } from "../view/view.ts";
import { saveCalendar } from "./calendar.ts";
import { compareRow, compareTable } from "./compare.ts";
import { daysLeft } from "./days-left.ts";
import { changeShape } from "./shape.ts";

/** What a reader can do with changes. */
export interface ChangeActions {
  /** The change whose form is open. */
  readonly objecting: string | undefined;
  /** Opens or closes the form to object to a change. */
  object(id: string): void;
}

/** What arrives is shown with these facts; the rest stands in its row. */
const arrivalFacts: readonly string[] = ["dataCategories", "locations", "transferMechanisms"];

/** Facts whose list is longer are shown in the row of their entry. */
const mostFacts = 12;

/** One change: what, until when, why, before and after, and what can be done. */
export function changeItem(view: View, change: Change, actions: ChangeActions): TemplateResult {
  const t = moreWords(view);
  const { subject, name, reason, id } = change;
  const label = name ? text(view, name) : "";
  const isEntry = subject.type === "subprocessor" && subject.id !== undefined;
  const isOpen = windowState(change.window, view.now) === "open";
  const { service } = view.center.feed;
  return html`<article class="change" data-change=${id} tabindex="-1" aria-labelledby=${`change-${id}`}>
    <div class="change-head">
      <div role="heading" aria-level=${Math.min(6, view.level + 2)} class="heading state" id=${`change-${id}`}>
        ${icon(changeShape(change))}<span>${changeKind(change, readerOf(view))}${label ? ": " : ""}${isEntry && subject.id ? placeLink(view, { is: "entry", id: subject.id }, label) : label}</span>
      </div>
      ${due(view, change)}
    </div>
    ${reason ? html`<p class="prose why">${text(view, reason)}</p>` : nothing}
    <p class="note">${dates(view, change)}</p>
    ${facts(view, change)}
    <p class="acts">
      ${
        isOpen && service
          ? html`<button type="button" class="btn do object" aria-expanded=${String(actions.objecting === id)} @click=${() => actions.object(id)}><span>${t("object")}</span></button>`
          : isOpen
            ? html`<span class="note">${t("objectElsewhere")}</span>`
            : nothing
      }
      <button type="button" class="link quiet" @click=${() => void saveCalendar(view, change)}>${t("addToCalendar")}</button>
      ${copyLink(view, { is: "change", id, object: false })}
    </p>
    ${service ? html`<trust-center-objection .view=${view} .change=${change} .open=${actions.objecting === id}></trust-center-objection>` : nothing}
  </article>`;
}

function due(view: View, { window }: Change): TemplateResult | typeof nothing {
  const { tag, now } = view;
  const t = moreWords(view);
  if (!window) return nothing;
  const { deadline } = window;
  const moment = html`<time datetime=${deadline}>${momentText(tag, deadline, "UTC")}</time>`;
  if (windowState(window, now) !== "open")
    return html`<p class="due note">${t("windowClosed", { date: momentText(tag, deadline, "UTC") })}</p>`;
  const own = momentText(tag, deadline);
  const isElsewhere = new Date(deadline).getTimezoneOffset() !== 0;
  return html`<p class="due">${t("objectBy", { date: "" })} <strong>${moment}</strong><br />
    <span class="note">${daysLeft(t, now, deadline)}${isElsewhere ? html` · ${t("yourTime", { date: own })}` : nothing}</span></p>`;
}

/** When it was said, from when it holds, and the deadlines of customers that have their own. */
function dates(view: View, change: Change): string {
  const t = moreWords(view);
  const start = startText(change, readerOf(view));
  const said = `${t("announced")} ${dayText(view.tag, change.announced)}`;
  const segments = (change.window?.segments ?? []).map(
    ({ id, deadline }) => `${t("deadlineOf", { segment: id })} ${momentText(view.tag, deadline, "UTC")}`,
  );
  return [said, dayFor(change) ? `${t("effective")} ${start}` : start, ...segments].filter(Boolean).join(" · ");
}

function facts(view: View, change: Change): unknown {
  const all = changeFacts(change, readerOf(view));
  // What is stated and was meant before has no row that would show it.
  const isStated = change.content.every(({ op }) => op === "set");
  const arrives = all.filter(({ before, key }) => before === undefined && (isStated || arrivalFacts.includes(key)));
  const changed = all.filter(({ before }) => before !== undefined);
  const t = moreWords(view);
  return [
    arrives.length > 0
      ? html`<dl class="facts">${arrives.map(
          (fact) =>
            html`<dt>${factLabel(fact, view)}</dt><dd>${fact.after.length > 0 ? plainAll(fact.after, view) : html`<span class="note">${t("notStated")}</span>`}</dd>`,
        )}</dl>`
      : nothing,
    changed.length > 0 ? beforeAfter(view, change, changed.slice(0, mostFacts)) : nothing,
    changed.length > mostFacts ? html`<p class="note">${t("andMore", { n: changed.length - mostFacts })}</p>` : nothing,
  ];
}

function beforeAfter(view: View, change: Change, all: readonly ChangeFact[]): TemplateResult {
  const t = moreWords(view);
  const day = dayFor(change);
  const after = day ? t("afterFrom", { date: dayText(view.tag, day) }) : t("after");
  const remark = leavesEea(change) ? html`<span class="state warn">${icon("mind")}${t("leavesEea")}</span>` : nothing;
  return compareTable(
    view,
    after,
    all.map((fact) => compareRow(view, fact, fact.key === "locations" ? remark : nothing)),
  );
}

/** Whether all that moves was in the EEA by what was stated, and no longer is. */
function leavesEea({ content }: Change): boolean {
  const countries = (locations: unknown): string[] =>
    Array.isArray(locations) ? locations.flatMap(({ country }) => country ?? []) : [];
  const moved = content.flatMap((atom) => (atom.op === "set" && atom.field === "locations" ? [atom] : []));
  return (
    moved.length > 0 &&
    moved.every(({ before, after }) => {
      const [then, now] = [countries(before), countries(after)];
      return then.length > 0 && then.every(isInEea) && !now.every(isInEea);
    })
  );
}
