import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Recipient } from "../api.ts";
import { countsOf, type Desk } from "../desk.ts";
import { words } from "../words.ts";
import { cell, confirmed, day, mailbox, said, table, theirs } from "./pieces.ts";

let typing: ReturnType<typeof setTimeout> | undefined;

/** Whom contracts name: searched, exported, taken over and erased. */
export function recipientsView(desk: Desk): TemplateResult {
  const { recipients } = desk;
  const type = (event: InputEvent) => {
    const { value } = event.target as HTMLInputElement;
    clearTimeout(typing);
    typing = setTimeout(() => void desk.find(value), 200);
  };
  const file = { name: "recipients.csv", type: "text/csv" };
  return html`<section class="section first" aria-labelledby="h-recipients">
    <div class="head"><h1 id="h-recipients">${words.recipients}</h1>
      <button type="button" class="link" @click=${() => desk.save("recipients", file)}>${words.exportCsv}</button></div>
    <div class="field search"><label for="q">${words.search}</label><input id="q" type="search" maxlength="200" @input=${type}></div>
    <p class="meta" role="status">${recipients ? words.found(recipients.total) : words.loading}</p>
    ${said(desk, "recipients")}${said(desk, `save ${file.name}`)}
    ${recipients ? listView(desk, recipients) : html`<p class="bone" aria-busy="true"></p>`}
    ${desk.isAdmin ? importView(desk) : nothing}
  </section>`;
}

function listView(desk: Desk, { q, found, next }: NonNullable<Desk["recipients"]>): TemplateResult {
  if (found.length === 0) return html`<p class="muted none">${q ? words.noneFound(q) : words.noRecipients}</p>`;
  return html`${table(
    words.recipients,
    [words.customer, words.address, words.role, words.contract, { end: words.since }],
    // Each its own row: what is opened to be erased is never the next one's.
    repeat(
      found,
      ({ customer, email }) => `${email} ${customer}`,
      (one) => recipientRow(desk, one),
    ),
  )}${next ? html`<p class="acts"><button type="button" class="btn" @click=${desk.findMore}>${words.showMore}</button></p>` : nothing}`;
}

function recipientRow(desk: Desk, one: Recipient): TemplateResult {
  const remove = html`<button type="button" class="btn" @click=${() => desk.removeRecipient(one)}>${words.eraseNow}</button>`;
  return html`<tr role="row"><th role="rowheader" scope="row"><strong dir="auto">${one.customer}</strong></th>
    ${cell(words.address, mailbox(one.email))}
    ${cell(words.role, one.role ?? html`<span class="muted">${words.notStated}</span>`)}
    ${cell(words.contract, one.contract ?? html`<span class="muted">${words.notStated}</span>`)}
    ${cell(
      words.since,
      html`${one.added ? day(one.added) : nothing}${
        desk.isAdmin ? confirmed(words.remove, words.removeText(one.email), remove) : nothing
      }`,
      true,
    )}</tr>`;
}

function importView(desk: Desk): TemplateResult {
  const { import: looked } = desk;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const file = given.get("file") as File;
    if (file.size === 0) return desk.say({ where: "import", text: words.chooseFile, isFault: true });
    void desk.lookAt(file, given.has("remove"));
  };
  return html`<section class="section" aria-labelledby="h-import"><h2 id="h-import">${words.importTitle}</h2>
    <p class="note" id="import-help">${words.importHelp}</p>
    <form class="stack small narrow-form" @submit=${submit} novalidate>
      <div class="field"><label for="file">${words.file}</label><input id="file" name="file" type="file" accept=".csv,text/csv" aria-describedby="import-help"></div>
      <label class="check"><input type="checkbox" name="remove"> ${words.removeMissing}</label>
      <div><button class="btn" ?disabled=${desk.isBusy}>${words.look}</button></div>
    </form>
    ${said(desk, "import")}
    ${
      looked
        ? html`<div class="stack small" role="status"><p>${words.would(countsOf(looked.would))}
          ${looked.would.missing.length > 0 ? words.stay(looked.would.missing.length) : nothing}</p>
        <ul class="plain meta">${[
          ...looked.would.added.map((one) => ["+", one] as const),
          ...looked.would.changed.map(({ after }) => ["~", after] as const),
          ...looked.would.removed.map((one) => ["−", one] as const),
        ]
          .slice(0, 100)
          .map(([sign, { customer, email }]) => html`<li>${sign} ${theirs(customer)}, ${mailbox(email)}</li>`)}</ul>
        <div><button type="button" class="btn do" ?disabled=${desk.isBusy} @click=${desk.takeOver}><span>${words.takeOver}</span></button></div></div>`
        : nothing
    }
  </section>`;
}
