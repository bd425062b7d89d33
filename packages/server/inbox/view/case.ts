import { html, nothing, type TemplateResult } from "lit";
import type { Case, Filing, Step } from "../api.ts";
import { momentText } from "../dates.ts";
import { type Desk, saveFile } from "../desk.ts";
import { icon } from "../icons.ts";
import { words } from "../words.ts";
import { type About, confirmed, day, mailbox, moment, said, theirs, titleView, utc } from "./pieces.ts";

/** An opened objection: its texts and what is answered at one side, what happened at the other. */
export function caseView(desk: Desk, about: About): TemplateResult {
  const of = desk.opened?.of;
  if (!of) return html`<p class="bone" aria-busy="true"><span class="unseen">${words.loading}</span></p>`;
  return html`<div class="case">
    <div class="stack">
      ${of.texts.map((one, at) => filingView(one, at))}
      ${said(desk, `objection ${of.id}`)}
      ${
        of.texts.every(({ email }) => email === "")
          ? nothing
          : desk.mayHandle
            ? answerForm(desk, of, about)
            : html`<p class="note">${words.readerOnly}</p>`
      }
    </div>
    <div class="stack">
      <div><h3>${words.happened}</h3><ol class="steps">${of.steps.map((step) => stepView(of, step))}${
        of.answerDue
          ? html`<li>${icon("filed")}<span class="meta">${words.answerDue} ${day(of.answerDue)}</span></li>`
          : nothing
      }</ol></div>
      ${factsView(desk, of, about)}
    </div>
  </div>`;
}

/** What an objector wrote is text, whatever it looks like. */
const filingView = ({ grounds, filed }: Filing, at: number): TemplateResult => html`<div>
  <h3>${at === 0 ? words.grounds : words.furtherText(momentText(filed))}</h3>
  <blockquote dir="auto">${grounds || html`<span class="muted">${words.noGrounds}</span>`}</blockquote></div>`;

const decisions = ["cease-use", "corrective-action", "cease-service"];

const choicesIn: Readonly<Record<string, readonly string[]>> = {
  filed: ["review", "answer"],
  "under-review": [...decisions, "reject", "answer"],
};

let typing: ReturnType<typeof setTimeout> | undefined;

const needsText = (choice: string) => choice === "reject" || choice === "answer";

function answerForm(desk: Desk, of: Case, { gone }: About): TemplateResult {
  const { name = "", email = "" } = of.texts.at(-1) ?? {};
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const given = new FormData(form);
    const [choice, text] = [String(given.get("choice") ?? ""), String(given.get("text") ?? "").trim()];
    const where = `objection ${of.id}`;
    const fault = !choice ? words.choose : needsText(choice) && !text ? words.write : undefined;
    if (fault) return desk.say({ where, text: fault, isFault: true });
    // Whatever comes of sending it, what was written is not lost.
    desk.keepDraft(of.id, { choice, text });
    const isDecision = decisions.includes(choice);
    const body = { ...(text && { text }), ...(isDecision && { outcome: choice }) };
    if (await desk.takeStep(isDecision ? "resolve" : choice, body)) form.reset();
  };
  const choices = choicesIn[of.state] ?? ["answer"];
  const draft = desk.draftOf(of.id);
  // What is typed since is the form's own: a draft is put in as it was when the objection was opened.
  const before = desk.opened?.draft;
  const chosen = choices.length === 1 ? choices[0] : before?.choice;
  const written = (form: HTMLFormElement) => {
    const given = new FormData(form);
    return { choice: String(given.get("choice") ?? ""), text: String(given.get("text") ?? "") };
  };
  const type = ({ currentTarget }: Event) => {
    clearTimeout(typing);
    typing = setTimeout(() => desk.keepDraft(of.id, written(currentTarget as HTMLFormElement)), 500);
  };
  const save = ({ currentTarget }: Event) =>
    desk.saveDraft(of.id, written((currentTarget as HTMLButtonElement).form as HTMLFormElement));
  const drop = ({ currentTarget }: Event) => {
    clearTimeout(typing);
    (currentTarget as HTMLButtonElement).form?.reset();
    desk.dropDraft(of.id);
  };
  return html`<form class="stack small" @submit=${submit} @input=${type} novalidate>
    <fieldset><legend><h3>${words.yourAnswer}</h3></legend><div class="options">${choices.map((choice) => {
      const [label, help] = words.choices[choice] ?? [choice, ""];
      const then = (gone && words.choicesOfGone[choice]) ?? help;
      return html`<label><input type="radio" name="choice" value=${choice} ?checked=${choice === chosen}>
        <span><strong>${label}</strong><span class="meta block">${then}</span></span></label>`;
    })}</div></fieldset>
    <div class="field"><label for="text-${of.id}">${words.tell(theirs(name))}</label>
      <textarea id="text-${of.id}" name="text" maxlength="5000" dir="auto" aria-describedby="note-${of.id}" .value=${before?.text ?? ""}></textarea></div>
    <div class="acts"><button class="btn do" ?disabled=${desk.isBusy}><span>${desk.isBusy ? words.sending : words.send}</span></button>
      <button type="button" class="link" @click=${save}>${words.saveDraft}</button>${
        draft ? html`<button type="button" class="link quiet" @click=${drop}>${words.dropDraft}</button>` : nothing
      }
      <p class="note" id="note-${of.id}">${words.sentTo(email)}${
        draft
          ? html`<span class="block">${words.draftOf(momentText(new Date(draft.at).toISOString()))}</span>`
          : nothing
      }</p></div>
    ${said(desk, `draft ${of.id}`)}
  </form>`;
}

const marks: Readonly<Record<string, string>> = {
  reviewed: "under-review",
  rejected: "rejected",
  withdrawn: "withdrawn",
};

function stepView(of: Case, { action, at, name, outcome, text, receipt, step }: Step): TemplateResult {
  return html`<li>${icon(marks[action] ?? "resolved")}<div>
    ${words.steps[action] ?? action}${outcome ? `: ${words.outcomes[outcome] ?? outcome}` : ""}${name ? ` ${words.by(name)}` : ""}
    <span class="meta block">${utc(at)}</span>
    ${text ? html`<p class="wrote" dir="auto">${text}</p>` : nothing}
    ${
      receipt
        ? html`<button type="button" class="link" @click=${() => saveReceipt(receipt, `receipt-${of.id}-${step}.jwt`)}>${words.downloadStep(step)}</button>`
        : nothing
    }
  </div></li>`;
}

const saveReceipt = (receipt: string, name: string) => saveFile(new Blob([receipt], { type: "application/jwt" }), name);

function factsView(desk: Desk, of: Case, about: About): TemplateResult {
  const newest = of.texts.at(-1);
  const erase = html`<button type="button" class="btn" @click=${() => desk.takeStep("erase", {})}>${words.eraseNow}</button>`;
  return html`<dl class="facts">
    ${newest?.email ? html`<dt>${words.writesFrom}</dt><dd>${mailbox(newest.email)}${of.confirmed ? nothing : html`<span class="meta block">${words.notConfirmed}</span>`}</dd>` : nothing}
    <dt>${words.change}</dt><dd>${titleView(about)}</dd>
    ${about.gone ? nothing : html`<dt>${words.deadline}</dt><dd>${utc(of.deadline)}</dd>`}
    ${newest ? html`<dt>${words.boundTo}</dt><dd>${words.bound(of.change, newest.version)}</dd>` : nothing}
    <dt>${words.number}</dt><dd><code>${of.id}</code></dd>
    ${of.texts.map(
      (one) => html`<dt>${words.receipt}</dt><dd><button type="button" class="link"
      @click=${() => saveReceipt(one.receipt, `receipt-${one.id}.jwt`)}>${words.download}<span class="unseen"> ${moment(one.filed)}</span></button></dd>`,
    )}
    ${
      of.sameMailbox.length > 0
        ? html`<dt>${words.otherCases}</dt><dd>${of.sameMailbox.map(
            (id) =>
              html`<button type="button" class="link" @click=${() => desk.openCase(id)}><code>${id}</code></button> `,
          )}</dd>`
        : nothing
    }
  </dl>
  ${desk.isAdmin && newest?.email ? confirmed(words.erase, words.eraseText, erase) : nothing}`;
}
