import { html, nothing, type TemplateResult } from "lit";
import type { Desk } from "../desk.ts";
import { words } from "../words.ts";
import { said } from "./pieces.ts";

/** @param provider The host by whose word people sign in; null: they are mailed links. */
export function signInView(desk: Desk, provider: string | null): TemplateResult {
  return html`<main class="narrow" tabindex="-1">
    <h1>${words.signInTitle}</h1>
    ${provider === null ? byLink(desk) : byProvider(desk, provider)}
  </main>`;
}

const byProvider = (desk: Desk, provider: string): TemplateResult => html`
  <p class="muted">${words.providerText}</p>
  ${faults(desk)}
  <p><a class="btn do" href="oidc"><span>${words.signInAt(provider)}</span></a></p>`;

/** Asks for a link by mail. The same is said whatever the address is. */
function byLink(desk: Desk): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const email = new FormData(event.target as HTMLFormElement).get("email");
    void desk.askForLink(String(email).trim());
  };
  return html`
    ${
      desk.asked && !desk.said
        ? html`<p role="status">${words.asked(desk.asked)}</p>`
        : html`<p class="muted">${words.signInText}</p>`
    }
    ${faults(desk)}
    <form @submit=${submit}>
      <div class="field">
        <label for="email">${words.address}</label>
        <input id="email" name="email" type="email" autocomplete="email" required maxlength="254">
      </div>
      <button class="btn do" ?disabled=${desk.isBusy}><span>${words.askForLink}</span></button>
    </form>`;
}

const faults = (desk: Desk): unknown => [
  desk.trouble ? html`<p class="said bad" role="alert" tabindex="-1">${desk.trouble}</p>` : nothing,
  said(desk, "sign-in"),
];
