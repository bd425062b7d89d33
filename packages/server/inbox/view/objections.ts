import { html, nothing, type TemplateResult } from "lit";
import type { ListedObjection } from "../api.ts";
import { type Desk, type Filter, type Overview, saveFile } from "../desk.ts";
import { icon } from "../icons.ts";
import { words } from "../words.ts";
import { caseView } from "./case.ts";
import { cell, day, moment, table } from "./pieces.ts";

const exportAll = (objections: readonly ListedObjection[]) =>
  saveFile(new Blob([JSON.stringify(objections, undefined, 2)], { type: "application/json" }), "objections.json");

const filters: readonly Filter[] = ["open", "closed", "all"];

const isOpen = ({ state }: { state: string }) => state === "filed" || state === "under-review";

export function objectionsView(desk: Desk, { objections, changes }: Overview, changed: () => void): TemplateResult {
  const titles = new Map(changes.changes.map(({ id, title }) => [id, title]));
  const open = objections.filter(isOpen).length;
  const { filter, opened } = desk;
  const shown = objections.filter(
    (one) => filter === "all" || isOpen(one) === (filter === "open") || one.id === opened?.id,
  );
  const choose = (to: Filter) => () => {
    desk.filter = to;
    changed();
  };
  return html`<section class="section" aria-labelledby="h-objections">
    <div class="head"><h2 id="h-objections">${words.objections}</h2>
      <span class="meta">${words.counts(open, objections.length - open)}${
        objections.length > 0
          ? html` · <button type="button" class="link quiet" @click=${() => exportAll(objections)}>${words.exportJson}</button>`
          : nothing
      }</span></div>
    <div class="choices" role="group" aria-label=${words.show}>${filters.map(
      (one) =>
        html`<button type="button" class="choice" aria-pressed=${filter === one} @click=${choose(one)}>${words.states[one]}</button>`,
    )}</div>
    ${
      shown.length === 0
        ? html`<p class="muted none">${words.none[filter]}</p>`
        : table(
            words.objections,
            [words.from, words.change, words.filed, words.state, { end: words.answerDue }],
            shown.map((one) => row(desk, one, titles.get(one.change) ?? one.change)),
          )
    }
  </section>`;
}

function row(desk: Desk, one: ListedObjection, title: string): TemplateResult {
  const isShown = desk.opened?.id === one.id;
  return html`<tr role="row" id="objection-${one.id}" class=${isShown ? "is-open" : ""}>
      <th role="rowheader" scope="row"><button type="button" class="open-row" aria-expanded=${isShown}
        aria-controls=${isShown ? `case-${one.id}` : nothing} @click=${() => desk.toggle(one.id)}>
        <span class="chevron">${icon("chevron")}</span><span><strong dir="auto">${one.name || words.erased}</strong>
        <span class="meta block" dir="auto">${one.organisation}</span></span></button></th>
      ${cell(words.change, title)}
      ${cell(words.filed, moment(one.filed))}
      ${cell(words.state, stateView(one))}
      ${cell(words.answerDue, answerView(one), true)}
    </tr>
    ${
      isShown
        ? html`<tr role="row" class="detail"><td role="cell" colspan="5"><div id="case-${one.id}">${caseView(desk, title)}</div></td></tr>`
        : nothing
    }`;
}

/** Until when it is to be answered, or that it was. */
function answerView({ answerDue, late, state, since }: ListedObjection): TemplateResult {
  if (answerDue) return html`${day(answerDue)}${late ? html` <strong class="warn">${words.late}</strong>` : nothing}`;
  return html`<span class="muted">${state === "withdrawn" ? words.noAnswer : html`${words.answerSent} ${day(since)}`}</span>`;
}

export function stateView({ state, outcome }: { state: string; outcome?: string | undefined }): TemplateResult {
  const word = words.caseStates[state] ?? state;
  return html`<span class="state ${state === "resolved" ? "good" : ""}">${icon(state)}<span>${word}${
    outcome ? `: ${words.outcomes[outcome] ?? outcome}` : ""
  }</span></span>`;
}
