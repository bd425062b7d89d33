import type { Change } from "@trust-center/feed";
import { type forms, momentText, say, type Translate } from "@trust-center/reading";
import { emailSchema, type FiledObjection, newRequestName, object } from "@trust-center/sdk";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { field } from "../form/field.ts";
import { FormElement, type Values } from "../form/form-element.ts";
import { heading } from "../view/text.ts";
import { receipt } from "./receipt.ts";

type T = Translate<keyof typeof forms>;

let made = 0;

/** Objects to a change inside its window, for a signed receipt. */
export class ObjectionElement extends FormElement<FiledObjection> {
  static override readonly properties: PropertyDeclarations = {
    ...FormElement.properties,
    change: { attribute: false },
  };

  declare change: Change;
  /** Two forms for one change may be open in one page: the change itself, and its entry's row. */
  readonly #place = `${made++}`;
  /** One name for all attempts: an objection whose answer was lost is filed once. */
  readonly #request = newRequestName();

  protected override check(t: T, { name, organisation, email, grounds }: Values): Record<string, string> {
    const required = this.view.center.feed.noticeTerms?.grounds?.required === true;
    return {
      ...(name ? {} : { name: t("nameExpected") }),
      ...(organisation ? {} : { organisation: t("organisationExpected") }),
      ...(emailSchema.safeParse(email, { jitless: true }).success ? {} : { email: t("emailExpected") }),
      ...(required && !grounds ? { grounds: t("groundsExpected") } : {}),
    };
  }

  protected override async send(values: Values, signal: AbortSignal): Promise<FiledObjection> {
    const { name = "", organisation = "", email = "", grounds = "" } = values;
    const filed = await object(
      this.view.center,
      {
        change: this.change.id,
        request: this.#request,
        name,
        organisation,
        email,
        grounds,
        language: this.view.language.tag,
      },
      { signal },
    );
    const detail = { change: this.change.id, receipt: filed.receipt };
    this.dispatchEvent(new CustomEvent("trust-center-object", { detail, bubbles: true, composed: true }));
    return filed;
  }

  protected override renderForm(t: T): TemplateResult {
    const { noticeTerms } = this.view.center.feed;
    const grounds = noticeTerms?.grounds;
    const at = (name: string) => `${this.change.id}-${this.#place}-${name}`;
    return html`
      ${heading(this.view, 2, t("objectTitle"))}
      <p>${this.#until(t)} ${noticeTerms?.silence === "accepted" ? t("objectSilence") : nothing}</p>
      <p class="help">${t("objectHelp")}</p>
      ${field({ id: at("name"), name: "name", label: t("yourName"), autocomplete: "name", maxLength: 200, required: true }, this.errors.name)}
      ${field(
        {
          id: at("organisation"),
          name: "organisation",
          label: t("organisation"),
          help: t("organisationHelp"),
          autocomplete: "organization",
          maxLength: 200,
          required: true,
        },
        this.errors.organisation,
      )}
      ${field({ id: at("email"), name: "email", label: t("email"), type: "email", autocomplete: "email", maxLength: 254, required: true }, this.errors.email)}
      ${field(
        {
          id: at("grounds"),
          name: "grounds",
          label: grounds?.required ? t("groundsLabel") : t("groundsOptional"),
          help: say(this.view, grounds?.text) || t("groundsHelp"),
          type: "area",
          maxLength: 5_000,
          required: grounds?.required === true,
        },
        this.errors.grounds,
      )}
      ${this.button(t, t("objectButton"))}
    `;
  }

  #until(t: T): string {
    const deadline = this.change.window?.deadline ?? this.change.announced;
    const { tag } = this.view.language;
    return t("objectUntil", { date: momentText(tag, deadline, "UTC"), local: momentText(tag, deadline) });
  }

  protected override renderResult(t: T, filed: FiledObjection): TemplateResult {
    return receipt(this.view, t, this.change, filed);
  }
}
