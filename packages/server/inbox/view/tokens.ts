import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ApiToken } from "../api.ts";
import type { Desk } from "../desk.ts";
import { words } from "../words.ts";
import { cell, confirmed, day, said, table } from "./pieces.ts";

/** Tokens of programs: made, shown once, ended. */
export function tokensView(desk: Desk): TemplateResult {
  const { tokens } = desk;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const [name, role] = [String(given.get("name")).trim(), String(given.get("role"))];
    if (!name) return desk.say({ where: "tokens", text: words.nameToken, isFault: true });
    void desk.makeToken({ name, role, days: Number(given.get("days")) });
  };
  return html`<section class="section first" aria-labelledby="h-tokens">
    <h1 id="h-tokens">${words.programs}</h1>
    <p class="note">${words.programsText}</p>
    ${
      tokens === undefined
        ? html`<p class="bone" aria-busy="true"><span class="unseen">${words.loading}</span></p>`
        : tokens.list.length === 0
          ? html`<p class="muted none">${words.noTokens}</p>`
          : table(
              words.programs,
              [words.name, words.role, words.madeBy, { end: words.holdsUntil }],
              repeat(
                tokens.list,
                ({ id }) => id,
                (one) => tokenRow(desk, one),
              ),
            )
    }
    <section class="section" aria-labelledby="h-make"><h2 id="h-make">${words.makeToken}</h2>
      <form class="stack small narrow-form" @submit=${submit} novalidate>
        <div class="field"><label for="name">${words.name}</label><input id="name" name="name" type="text" maxlength="100"></div>
        <div class="field"><label for="role">${words.role}</label><select id="role" name="role">
          ${["reader", "handler", "admin"].map((role) => html`<option value=${role}>${role}</option>`)}</select></div>
        <div class="field"><label for="days">${words.holdsFor}</label><select id="days" name="days">
          ${[30, 90, 366].map((days) => html`<option value=${days} ?selected=${days === 90}>${words.days(days)}</option>`)}</select></div>
        <div><button class="btn do" ?disabled=${desk.isBusy}><span>${words.makeToken}</span></button></div>
      </form>
      ${said(desk, "tokens")}
      ${tokens?.made ? html`<p class="made" role="status"><code>${tokens.made}</code></p>` : nothing}
    </section></section>`;
}

function tokenRow(desk: Desk, { id, name, role, by, until }: ApiToken): TemplateResult {
  const isOver = Date.parse(until) < Date.now();
  const end = html`<button type="button" class="btn" @click=${() => desk.endToken(id)}>${words.endToken}</button>`;
  return html`<tr role="row"><th role="rowheader" scope="row"><strong dir="auto">${name}</strong></th>
    ${cell(words.role, role)}
    ${cell(words.madeBy, by)}
    ${cell(
      words.holdsUntil,
      html`${day(until)}${isOver ? html` <span class="muted">${words.isOver}</span>` : nothing}${confirmed(words.endTokenFirst, words.endTokenText, end)}`,
      true,
    )}</tr>`;
}
