import { forms, type Translate, translator } from "@trust-center/reading";
import { TrustCenterError } from "@trust-center/sdk";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { InnerElement } from "../view/inner-element.ts";
import { failure } from "./failure.ts";

/** What was typed, by field name. */
export type Values = Readonly<Record<string, string>>;

/** A form that checks in words, sends once, and keeps what was typed until it is taken. */
export abstract class FormElement<Result> extends InnerElement {
  static override readonly properties: PropertyDeclarations = {
    ...InnerElement.properties,
    errors: { state: true },
    sending: { state: true },
    error: { state: true },
    result: { state: true },
  };

  declare protected errors: Values;
  declare protected sending: boolean;
  declare protected error: TrustCenterError | undefined;
  declare protected result: Result | undefined;

  constructor() {
    super();
    this.errors = {};
    this.sending = false;
  }

  /** Errors by field name; none where all is well. */
  protected abstract check(t: Translate<keyof typeof forms>, values: Values): Record<string, string>;
  /** Sends what was typed. What its reader has sent is not taken back where the form goes away: it may have arrived. */
  protected abstract send(values: Values): Promise<Result>;
  protected abstract renderForm(t: Translate<keyof typeof forms>): TemplateResult;
  protected abstract renderResult(t: Translate<keyof typeof forms>, result: Result): TemplateResult;

  protected override render(): TemplateResult {
    const t = translator(forms, this.view.language);
    if (this.result !== undefined) {
      return html`<div class="panel done" role="status" tabindex="-1">${this.renderResult(t, this.result)}</div>`;
    }
    return html`<form class="panel form" novalidate data-entering @submit=${this.#submit}>
      ${this.renderForm(t)} ${this.error ? failure(this.view, this.error, this.instead()) : ""}
    </form>`;
  }

  /** What can be done where the service takes nothing. */
  protected instead(): TemplateResult | typeof nothing {
    return nothing;
  }

  /** The button says what happens. */
  protected button(t: Translate<keyof typeof forms>, words: string, beside: unknown = nothing): TemplateResult {
    return html`<div class="acts">
      <button type="submit" class="btn do" aria-disabled=${String(this.sending)}><span>${this.sending ? `${t("working")}…` : words}</span></button>
      ${beside}
    </div>`;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.sending) return;
    const values = Object.fromEntries(
      [...new FormData(event.target as HTMLFormElement)].map(([name, value]) => [name, String(value).trim()]),
    );
    this.errors = this.check(translator(forms, this.view.language), values);
    if (Object.keys(this.errors).length > 0) return void this.#focus("[aria-invalid]");
    this.sending = true;
    this.error = undefined;
    try {
      this.result = await this.send(values);
      await this.#focus(".done");
    } catch (error) {
      this.error =
        error instanceof TrustCenterError ? error : new TrustCenterError("service-unavailable", String(error));
      await this.#focus("[role=alert]");
    } finally {
      this.sending = false;
    }
  }

  async #focus(selector: string): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>(selector)?.focus();
  }
}
