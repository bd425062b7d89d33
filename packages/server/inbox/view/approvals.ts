import { html, nothing, type TemplateResult } from "lit";
import type { Change, Standings } from "../api.ts";
import { dayText, momentText } from "../dates.ts";
import { type Desk, mostFound, type Overview } from "../desk.ts";
import { words } from "../words.ts";
import { cell, opener, said, table, theirs } from "./pieces.ts";

/** Of each change that asks for approval: who has given it, who has not answered, and until when. */
export function approvalsView(desk: Desk, { changes, standings }: Overview): TemplateResult | typeof nothing {
  const asked = changes.changes.filter(({ open, approval, id }) => open && approval && standings.has(id));
  if (asked.length === 0) return nothing;
  return html`<section class="section" aria-labelledby="h-approvals" id="approvals" tabindex="-1">
    <h2 id="h-approvals">${words.approvals}</h2>
    ${table(
      words.approvals,
      [words.change, words.approvedBy, words.notYetAnswered, { end: "" }],
      asked.map((change) => row(desk, change, standings.get(change.id))),
    )}</section>`;
}

let typing: ReturnType<typeof setTimeout> | undefined;

function row(
  desk: Desk,
  { id, title, approval = "required" }: Change,
  { counts, customers }: Standings = { counts: {}, customers: [] },
): TemplateResult {
  const given = customers.filter(({ standing }) => standing === "approved");
  // Where some customers are asked alone, the others can still object.
  const asks = (standing: string) => standing === "approval-missing" || (standing === "open" && approval !== "some");
  const missing = customers.filter(({ standing }) => asks(standing));
  const approved = counts.approved ?? 0;
  const waiting = (counts["approval-missing"] ?? 0) + (asks("open") ? (counts.open ?? 0) : 0);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    void desk.approve(id, String(form.get("customer")).trim(), String(form.get("how")).trim());
  };
  const type = ({ target }: Event) => {
    const { value } = target as HTMLInputElement;
    clearTimeout(typing);
    typing = setTimeout(() => void desk.findCustomers(id, value.trim()), 200);
  };
  const found = desk.customers?.change === id ? desk.customers : undefined;
  const names = found?.names ?? missing.slice(0, mostFound).map(({ customer }) => customer);
  return html`<tr role="row"><th role="rowheader" scope="row">${title}<span class="meta block">${id}, ${words.approvalAsked[approval]}</span></th>
    ${cell(
      words.approvedBy,
      listed(
        approved,
        given.map(({ customer, approval }) => [customer, approval ? dayText(approval.at) : ""] as const),
      ),
    )}
    ${cell(
      words.notYetAnswered,
      listed(
        waiting,
        missing.map(
          ({ customer, deadline }) =>
            [customer, deadline ? words.waitsUntil(momentText(deadline)) : words.noDeadline] as const,
        ),
      ),
    )}
    ${cell(
      "",
      html`${
        desk.mayHandle && missing.length > 0
          ? html`<details class="sure"><summary>${words.noteApproval}<span class="unseen"> ${title}</span></summary>
            <form class="stack small" @submit=${submit}>
              <div class="field"><label for="approves-${id}">${words.searchCustomer}</label><input id="approves-${id}" name="customer"
                type="text" maxlength="200" required autocomplete="off" list="customers-${id}" aria-describedby="found-${id}" @input=${type}>
                <datalist id="customers-${id}">${names.map((customer) => html`<option value=${customer}></option>`)}</datalist>
                <span class="note" id="found-${id}" role="status">${
                  found
                    ? found.isAll
                      ? words.customersFound(names.length)
                      : words.manyCustomersFound(names.length)
                    : nothing
                }</span></div>
              <div class="field"><label for="said-${id}">${words.approvalHow}</label><input id="said-${id}" name="how" type="text" maxlength="500" required></div>
              <div><button class="btn" ?disabled=${desk.isBusy}>${words.approvalNow}</button></div></form></details>`
          : nothing
      }${said(desk, `approval ${id}`)}`,
      true,
    )}</tr>`;
}

/** A number, and who they are, as many as were asked for. */
const listed = (count: number, customers: readonly (readonly [name: string, more: string])[]) =>
  count === 0
    ? "0"
    : html`<details>${opener(count)}<ul class="plain">${customers.map(([name, more]) => html`<li>${theirs(name)}, ${more}</li>`)}${
        count > customers.length ? html`<li>${words.andMore(count - customers.length)}</li>` : nothing
      }</ul></details>`;
