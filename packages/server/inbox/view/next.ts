import { html, nothing, type TemplateResult } from "lit";
import { complains } from "../api.ts";
import { dayText, fromNow } from "../dates.ts";
import type { Desk, Overview } from "../desk.ts";
import { words } from "../words.ts";
import { mailbox, moment, opener, theirs } from "./pieces.ts";

interface Item {
  at: string;
  what: unknown;
  more: unknown;
  /** Where it is done. */
  to: string;
  label: string;
}

/** How many are shown at once. */
const most = 8;

/** What waits, by its day: answers, recipients who cannot be told, windows that end. */
export function nextView(desk: Desk, overview: Overview): TemplateResult {
  const items = itemsOf(overview).toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const [first, rest] = [items.slice(0, most), items.slice(most)];
  const { open, counts } = overview.objections;
  const unread = Math.max(0, counts.open - open.found.length);
  return html`<section class="section first" aria-labelledby="h-next">
    <h2 id="h-next">${words.nextToDo}</h2>
    ${items.length === 0 ? html`<p class="muted none">${words.nothingToDo}</p>` : nothing}
    <ul class="plain">${first.map((item) => itemView(desk, item))}</ul>
    ${
      rest.length > 0
        ? html`<details class="rest">${opener(words.more(rest.length + unread))}
          <ul class="plain">${rest.map((item) => itemView(desk, item))}</ul></details>`
        : nothing
    }
  </section>`;
}

function itemView(desk: Desk, { at, what, more, to, label }: Item): TemplateResult {
  const now = Date.now();
  const isLate = Date.parse(at) < now;
  const open = () => {
    if (to.startsWith("objection-") && desk.opened?.id !== to.slice("objection-".length))
      void desk.openCase(to.slice("objection-".length));
  };
  return html`<li class="next">
    <p><strong>${moment(at)}</strong><span class="meta block ${isLate ? "warn" : ""}">UTC, ${fromNow(at, now)}</span></p>
    <p>${what}<span class="meta block">${more}</span></p>
    <a class="btn" href="#${to}" @click=${open}>${label}<span class="unseen"> ${moment(at)}</span></a>
  </li>`;
}

function itemsOf({ objections, tasks, changes, webhooks }: Overview): Item[] {
  const titles = new Map(changes.changes.map(({ id, title }) => [id, title]));
  return [
    ...objections.open.found.map(
      (one): Item => ({
        at: one.answerDue ?? one.deadline,
        what: html`${words.answerWhom} <strong>${who(one)}</strong>, ${words.on} ${titles.get(one.change) ?? one.change}`,
        more: html`${words.filedOn(dayText(one.filed))} ${one.answerDue !== one.deadline && one.answerDue ? words.answerPromised : nothing}
          ${one.confirmed ? nothing : words.notConfirmed}`,
        ...{ to: `objection-${one.id}`, label: words.open },
      }),
    ),
    ...tasks.map(
      ({ due, kind, recipients, reason, objection }): Item => ({
        at: due,
        what: (complains({ reason }) ? words.complained : kind === "left" ? words.askedToStop : words.cannotBeTold)(
          recipients.map(
            ({ customer, email }, at) =>
              html`${at > 0 ? "; " : ""}<strong>${theirs(customer)}</strong>, ${mailbox(email)}`,
          ),
        ),
        more: reason,
        ...(objection === undefined
          ? { to: "tasks", label: words.see }
          : { to: `objection-${objection}`, label: words.open }),
      }),
    ),
    ...webhooks
      .filter(({ state }) => state === "disabled")
      .map(
        ({ name, since, newest }): Item => ({
          ...{ at: since, what: words.webhookToMend(name), more: newest?.outcome ?? "" },
          ...{ to: "webhooks", label: words.see },
        }),
      ),
    ...changes.changes.flatMap(({ open, deadline, title, objections }): Item[] =>
      open && deadline && Date.parse(deadline) > Date.now()
        ? [
            {
              at: deadline,
              what: words.timeEnds(title),
              more: words.openObjections(objections.open),
              to: "upcoming",
              label: words.see,
            },
          ]
        : [],
    ),
  ];
}

const who = ({ name, organisation }: { name: string; organisation: string }) =>
  name || organisation ? [theirs(name), name && organisation ? ", " : "", theirs(organisation)] : words.erased;
