import { html, nothing, type TemplateResult } from "lit";
import { type Change, complains, type Delivery, type Task } from "../api.ts";
import { type Desk, mostTold, type Overview } from "../desk.ts";
import { icon } from "../icons.ts";
import { words } from "../words.ts";
import { cell, day, mailbox, opener, said, table, theirs, titleView, utc } from "./pieces.ts";

/** Who was told of each of the newest changes, with the evidence of it. */
export function toldView(desk: Desk, { changes, told }: Overview): TemplateResult {
  const newest = changes.changes.slice(0, mostTold);
  const known = newest.filter(({ id }) => told.has(id));
  return html`<section class="section" aria-labelledby="h-told"><h2 id="h-told">${words.whoWasTold}</h2>
    ${
      newest.length === 0
        ? html`<p class="muted none">${words.nobodyTold}</p>`
        : known.length === 0
          ? nothing
          : table(
              words.whoWasTold,
              [words.change, words.accepted, words.notTold, { end: words.evidence }],
              known.map((change) => toldRow(desk, change, told.get(change.id))),
            )
    }
    ${known.length < newest.length ? html`<p class="bone" aria-busy="true"></p>` : nothing}
    <p class="note">${words.acceptedNote}</p></section>`;
}

function toldRow(desk: Desk, change: Change, told: ReturnType<Overview["told"]["get"]>): TemplateResult {
  const { id, title, announced } = change;
  const { notices = { sent: 0, failed: 0, unknown: 0 }, untold = [], more = false } = told ?? {};
  const all = notices.sent + notices.failed + notices.unknown;
  const left = untold.filter(({ why }) => why !== "not-concerned" && why !== "named-later");
  const file = { name: `evidence-${id}.json`, type: "application/json" };
  return html`<tr role="row"><th role="rowheader" scope="row">${titleView(change, html`<span class="meta block">${id}, ${utc(announced)}</span>`)}</th>
    ${cell(words.accepted, all === 0 ? "0" : words.of(notices.sent, all))}
    ${cell(
      words.notTold,
      untold.length === 0
        ? "0"
        : html`<details>${opener(html`<span class="state ${left.length > 0 ? "warn" : ""}">${left.length > 0 ? icon("mind") : nothing}<span>${untold.length}${more ? "+" : ""}</span></span>`)}
          <ul class="plain">${untold.map(
            ({ customer, email, why }) =>
              html`<li>${theirs(customer)}, ${mailbox(email)}: ${words.why[why] ?? why}</li>`,
          )}</ul></details>`,
    )}
    ${cell(
      words.evidence,
      html`<button type="button" class="link" @click=${() => desk.save(`evidence?change=${encodeURIComponent(id)}`, file)}>${words.download}<span class="unseen"> ${title}</span></button>${said(desk, `save ${file.name}`)}`,
      true,
    )}</tr>`;
}

/** Mails that did not arrive. */
export function deliveriesView(desk: Desk, deliveries: readonly Delivery[]): TemplateResult | typeof nothing {
  if (deliveries.length === 0) return nothing;
  return html`<section class="section" aria-labelledby="h-deliveries">
    <h2 id="h-deliveries"><span class="state">${icon("mind")}<span>${words.deliveries(deliveries.length)}</span></span></h2>
    ${table(
      words.deliveries(deliveries.length),
      [words.recipient, words.mail, words.reason, words.tried, { end: "" }],
      deliveries.map(
        (
          one,
        ) => html`<tr role="row"><th role="rowheader" scope="row"><strong>${one.email ? mailbox(one.email) : words.you}</strong>
            <span class="meta block">${utc(one.at)}</span></th>
          ${cell(words.mail, words.kinds[one.kind] ?? one.kind)}
          ${cell(words.reason, html`<code>${one.reason ?? words.notStated}</code>`)}
          ${cell(words.tried, words.times(one.attempts))}
          ${cell(
            "",
            html`${
              desk.mayHandle
                ? html`<button type="button" class="link" @click=${() => desk.resend(one.id)}>${words.tryAgain}<span class="unseen"> ${one.email ?? words.you}</span></button>`
                : nothing
            }${said(desk, `delivery ${one.id}`)}`,
            true,
          )}</tr>`,
      ),
    )}</section>`;
}

/** Recipients of contracts who cannot be told. */
export function tasksView(desk: Desk, tasks: readonly Task[]): TemplateResult | typeof nothing {
  if (tasks.length === 0) return nothing;
  return html`<section class="section" aria-labelledby="h-tasks" id="tasks" tabindex="-1">
    <h2 id="h-tasks"><span class="state">${icon("mind")}<span>${words.unreachable(tasks.length)}</span></span></h2>
    ${table(
      words.unreachable(tasks.length),
      [words.recipient, words.reason, words.due, { end: "" }],
      tasks.map((task) => taskRow(desk, task)),
    )}</section>`;
}

function taskRow(desk: Desk, { id, due, late, reason, kind, recipients }: Task): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void desk.endTask(id, String(new FormData(event.target as HTMLFormElement).get("how")).trim());
  };
  return html`<tr role="row"><th role="rowheader" scope="row">${recipients.map(
    ({ customer, email }) =>
      html`<strong>${mailbox(email)}</strong><span class="meta block" dir="auto">${customer}</span>`,
  )}</th>
    ${cell(words.reason, kind === "left" ? (complains({ reason }) ? words.why.complained : words.why.stopped) : html`<code>${reason}</code>`)}
    ${cell(words.due, html`${day(due)}${late ? html` <strong class="warn">${words.late}</strong>` : nothing}`)}
    ${cell(
      "",
      html`${
        desk.mayHandle
          ? html`<details class="sure"><summary>${words.toldOtherwise}</summary><form class="stack small" @submit=${submit}>
          <div class="field"><label for="how-${id}">${words.how}</label><input id="how-${id}" name="how" type="text" maxlength="500" required></div>
          <div><button class="btn" ?disabled=${desk.isBusy}>${words.end}</button></div></form></details>`
          : nothing
      }${said(desk, `task ${id}`)}`,
      true,
    )}</tr>`;
}

/** What the feed announces next. */
export function upcomingView({ changes: { changes } }: Overview): TemplateResult {
  const ahead = changes.filter(({ open }) => open);
  return html`<section class="section" aria-labelledby="h-upcoming" id="upcoming" tabindex="-1"><h2 id="h-upcoming">${words.upcoming}</h2>
    ${
      ahead.length === 0
        ? html`<p class="muted none">${words.noUpcoming}</p>`
        : table(
            words.upcoming,
            [words.change, words.announced, words.objectBy, words.inEffect, { end: words.objections }],
            ahead.map(
              (
                one,
              ) => html`<tr role="row"><th role="rowheader" scope="row">${one.title}<span class="meta block">${one.id}</span></th>
              ${cell(words.announced, day(one.announced))}
              ${cell(words.objectBy, one.deadline ? utc(one.deadline) : words.noWindow)}
              ${cell(words.inEffect, one.effective ? day(one.effective) : one.starts)}
              ${cell(words.objections, words.counts(one.objections.open, one.objections.closed), true)}</tr>`,
            ),
          )
    }</section>`;
}
