import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Case, ListedObjection } from "../api.ts";
import type { Desk, Filter, Overview } from "../desk.ts";
import { icon } from "../icons.ts";
import { words } from "../words.ts";
import { caseView } from "./case.ts";
import { type About, cell, day, moment, said, table, titleView } from "./pieces.ts";

const filters: readonly Filter[] = ["open", "closed", "all"];

export function objectionsView(desk: Desk, { objections, changes }: Overview): TemplateResult {
  const about = new Map(changes.changes.map((one) => [one.id, one]));
  const { counts } = objections;
  const { filter, opened } = desk;
  const listed = objections[filter];
  const of = opened?.of;
  const isListed = listed?.found.some(({ id }) => id === opened?.id);
  // What is open stays where it can be seen, whatever became of it.
  const shown = [...(of && !isListed ? [listedCase(of)] : []), ...(listed?.found ?? [])];
  return html`<section class="section" aria-labelledby="h-objections">
    <div class="head"><h2 id="h-objections">${words.objections}</h2>
      <span class="meta">${words.counts(counts.open, counts.closed)}${
        counts.open + counts.closed > 0
          ? html` · <button type="button" class="link quiet" @click=${desk.exportObjections}>${words.exportJson}</button>`
          : nothing
      }</span></div>
    <div class="choices" role="group" aria-label=${words.show}>${filters.map(
      (one) =>
        html`<button type="button" class="choice" aria-pressed=${filter === one} @click=${() => desk.show(one)}>${words.states[one]}</button>`,
    )}</div>
    ${said(desk, "save objections.json")}
    ${
      shown.length === 0 && !listed
        ? html`<p class="bone" aria-busy="true"><span class="unseen">${words.loading}</span></p>`
        : shown.length === 0
          ? html`<p class="muted none">${words.none[filter]}</p>`
          : table(
              words.objections,
              [words.from, words.change, words.filed, words.state, { end: words.answerDue }],
              // By their ids: what is being written moves with its row.
              repeat(
                shown,
                ({ id }) => id,
                (one) => row(desk, one, about.get(one.change) ?? { title: one.change }),
              ),
            )
    }
    ${
      listed?.next === undefined
        ? nothing
        : html`<p class="acts"><button type="button" class="btn" @click=${desk.moreObjections}>${words.showMore}</button></p>`
    }
  </section>`;
}

/** An opened objection as a row of the list. */
function listedCase({ texts, steps: _steps, sameMailbox: _others, ...of }: Case): ListedObjection {
  const { name = "", organisation = "", email = "" } = texts.at(-1) ?? {};
  return { ...of, texts: texts.length, name, organisation, email };
}

function row(desk: Desk, one: ListedObjection, about: About): TemplateResult {
  const isShown = desk.opened?.id === one.id;
  return html`<tr role="row" id="objection-${one.id}" class=${isShown ? "is-open" : ""}>
      <th role="rowheader" scope="row"><button type="button" class="open-row" aria-expanded=${isShown}
        aria-controls=${isShown ? `case-${one.id}` : nothing} @click=${() => desk.toggle(one.id)}>
        <span class="chevron">${icon("chevron")}</span><span><strong dir="auto">${one.name || words.erased}</strong>
        <span class="meta block" dir="auto">${one.organisation}</span></span></button></th>
      ${cell(words.change, titleView(about))}
      ${cell(words.filed, moment(one.filed))}
      ${cell(words.state, stateView(one))}
      ${cell(words.answerDue, answerView(one), true)}
    </tr>
    ${
      isShown
        ? html`<tr role="row" class="detail"><td role="cell" colspan="5"><div id="case-${one.id}">${caseView(desk, about)}</div></td></tr>`
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
