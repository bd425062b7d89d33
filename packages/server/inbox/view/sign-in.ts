import { html, nothing, type TemplateResult } from "lit";
import type { Desk } from "../desk.ts";
import { words } from "../words.ts";
import { said } from "./pieces.ts";

/** Asks for a link by mail. The same is said whatever the address is. */
export function signInView(desk: Desk): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const email = new FormData(event.target as HTMLFormElement).get("email");
    void desk.askForLink(String(email).trim());
  };
  return html`<main class="narrow" tabindex="-1">
    <h1>${words.signInTitle}</h1>
    ${
      desk.asked && !desk.said
        ? html`<p role="status">${words.asked(desk.asked)}</p>`
        : html`<p class="muted">${words.signInText}</p>`
    }
    ${desk.trouble ? html`<p class="said bad" role="alert">${desk.trouble}</p>` : nothing}
    ${said(desk, "sign-in")}
    <form @submit=${submit}>
      <div class="field">
        <label for="email">${words.address}</label>
        <input id="email" name="email" type="email" autocomplete="email" required maxlength="254">
      </div>
      <button class="btn do" ?disabled=${desk.isBusy}><span>${words.askForLink}</span></button>
    </form>
  </main>`;
}
