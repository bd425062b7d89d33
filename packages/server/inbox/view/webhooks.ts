import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Webhook } from "../api.ts";
import type { Desk } from "../desk.ts";
import { words } from "../words.ts";
import { cell, confirmed, moment, said, table } from "./pieces.ts";

/** Programs that are told of changes: added, tried out, given a new key, enabled again, removed. */
export function webhooksView(desk: Desk): TemplateResult {
  const { webhooks } = desk;
  return html`<section class="section first" aria-labelledby="h-webhooks">
    <h1 id="h-webhooks">${words.webhooks}</h1>
    <p class="note">${words.webhooksText}</p>
    ${
      webhooks === undefined
        ? html`<p class="bone" aria-busy="true"><span class="unseen">${words.loading}</span></p>`
        : webhooks.list.length === 0
          ? html`<p class="muted none">${words.noWebhooks}</p>`
          : table(
              words.webhooks,
              [words.name, words.state, words.newestAnswer, words.toldOf, { end: "" }],
              repeat(
                webhooks.list,
                ({ id }) => id,
                (one) => webhookRow(desk, one),
              ),
            )
    }
    ${said(desk, "webhook")}
    ${webhooks?.key ? html`<p class="note">${words.keyText}</p><p class="made" role="status"><code>${webhooks.key}</code></p>` : nothing}
    ${addView(desk)}
  </section>`;
}

function webhookRow(desk: Desk, one: Webhook): TemplateResult {
  const { id, name, url, state, since, behind, newest } = one;
  const isDisabled = state === "disabled";
  const button = (label: string, act: () => Promise<void>) =>
    html`<button type="button" class="btn" ?disabled=${desk.isBusy} @click=${act}>${label}<span class="unseen"> ${name}</span></button>`;
  const act = (verb: "enable" | "remove", text: string) => () => desk.actOnWebhook(id, verb, text);
  return html`<tr role="row" id="webhook-${id}"><th role="rowheader" scope="row"><strong dir="auto">${name}</strong>
      <span class="meta block">${new URL(url).host}</span></th>
    ${cell(
      words.state,
      html`<span class=${isDisabled ? "bad" : one.failures > 0 ? "warn" : ""}>${
        isDisabled ? words.webhookDisabled : one.failures > 0 ? words.webhookFails(one.failures) : words.webhookEnabled
      }</span>${isDisabled ? html` <span class="meta block">${moment(since)}</span>` : nothing}${
        behind > 0 ? html`<span class="meta block">${words.webhookBehind(behind)}</span>` : nothing
      }`,
    )}
    ${cell(
      words.newestAnswer,
      newest
        ? html`${answerText(newest.outcome)}<span class="meta block">${moment(newest.at)}</span>`
        : html`<span class="muted">${words.noneYet}</span>`,
    )}
    ${cell(words.toldOf, wishText(one))}
    ${cell(
      "",
      html`<div class="acts">${button(words.tryOut, () => desk.testWebhook(id))}${
        isDisabled || one.failures > 0
          ? button(words.enableAgain, act("enable", words.webhookIsEnabled(behind)))
          : nothing
      }</div>
        ${confirmed(
          words.newKey,
          words.newKeyText,
          html`<div class="acts">
          ${button(words.newKeyBeside, () => desk.rotateWebhook(id, 24))}
          ${button(words.newKeyAtOnce, () => desk.rotateWebhook(id, 0))}</div>`,
        )}
        ${confirmed(words.removeWebhook, words.removeWebhookText, button(words.eraseNow, act("remove", words.removed)))}`,
      true,
    )}</tr>`;
}

const answerText = (outcome: string) => words.webhookOutcomes[outcome] ?? words.answered(outcome);

function wishText({ topics = [], services = [] }: Webhook): string {
  const named = [...topics.map((topic) => words.topics[topic] ?? topic), ...services];
  return named.length === 0 ? words.everything : named.join(", ");
}

function addView(desk: Desk): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const services = text("services").split(/\s+/).filter(Boolean);
    const topics = given.getAll("topics").map(String);
    if (!text("name") || !text("url")) return desk.say({ where: "webhook", text: words.nameWebhook, isFault: true });
    void desk.addWebhook({
      ...{ name: text("name"), url: text("url"), signature: text("signature") },
      ...(text("contact") && { contact: text("contact") }),
      ...(topics.length > 0 && { topics }),
      ...(services.length > 0 && { services }),
    });
  };
  return html`<section class="section" aria-labelledby="h-add"><h2 id="h-add">${words.addWebhook}</h2>
    <form class="stack small narrow-form" @submit=${submit} novalidate>
      <div class="field"><label for="w-name">${words.name}</label><input id="w-name" name="name" type="text" maxlength="100"></div>
      <div class="field"><label for="w-url">${words.url}</label><input id="w-url" name="url" type="url" maxlength="2000" placeholder="https://"></div>
      <div class="field"><label for="w-contact">${words.contact}</label><input id="w-contact" name="contact" type="email" maxlength="254"></div>
      <div class="field"><label for="w-signature">${words.signature}</label><select id="w-signature" name="signature">
        ${Object.entries(words.signatures).map(([kind, label]) => html`<option value=${kind}>${label}</option>`)}</select></div>
      <fieldset class="options"><legend class="note">${words.toldOfAlone}</legend>
        ${Object.entries(words.topics).map(
          ([topic, label]) =>
            html`<label><input type="checkbox" name="topics" value=${topic}><span>${label}</span></label>`,
        )}</fieldset>
      <div class="field"><label for="w-services">${words.serviceIds}</label><input id="w-services" name="services" type="text"></div>
      <div><button class="btn do" ?disabled=${desk.isBusy}><span>${words.addWebhook}</span></button></div>
    </form></section>`;
}
