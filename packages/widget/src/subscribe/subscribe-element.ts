import type { forms, Translate } from "@trust-center/reading";
import { emailSchema, subscribe } from "@trust-center/sdk";
import { html, type TemplateResult } from "lit";
import { field } from "../form/field.ts";
import { FormElement, type Values } from "../form/form-element.ts";
import { heading } from "../view/text.ts";

type T = Translate<keyof typeof forms>;

/** Asks for notices by e-mail. */
export class SubscribeElement extends FormElement<string> {
  protected override check(t: T, { email = "" }: Values): Record<string, string> {
    return emailSchema.safeParse(email, { jitless: true }).success ? {} : { email: t("emailExpected") };
  }

  protected override async send({ email = "" }: Values): Promise<string> {
    await subscribe(this.view.center, { email, language: this.view.language.tag });
    this.dispatchEvent(new CustomEvent("trust-center-subscribe", { bubbles: true, composed: true }));
    return email;
  }

  protected override renderForm(t: T): TemplateResult {
    return html`
      ${heading(this.view, 1, t("subscribeTitle"))}
      <p class="help">${t("subscribeHelp")}</p>
      ${field(
        {
          id: "subscribe-email",
          name: "email",
          label: t("email"),
          help: t("emailHelp"),
          type: "email",
          autocomplete: "email",
          maxLength: 254,
          required: true,
        },
        this.errors.email,
      )}
      ${this.button(t, t("subscribeButton"))}
    `;
  }

  protected override renderResult(t: T, email: string): TemplateResult {
    return html`${heading(this.view, 1, t("subscribeSent"))}<p>${t("subscribeSentText", { email })}</p>`;
  }
}
