import type { Service } from "@trust-center/feed";
import type { forms, Translate } from "@trust-center/reading";
import { emailSchema, subscribe, topics } from "@trust-center/sdk";
import { html, nothing, type TemplateResult } from "lit";
import { errorText, field } from "../form/field.ts";
import { FormElement, type Values } from "../form/form-element.ts";
import { heading, text } from "../view/text.ts";

type T = Translate<keyof typeof forms>;

/** Asks for notices by e-mail. */
export class SubscribeElement extends FormElement<string> {
  protected override check(t: T, values: Values): Record<string, string> {
    return {
      ...(emailSchema.safeParse(values.email, { jitless: true }).success ? {} : { email: t("emailExpected") }),
      ...(this.#hasTopics && chosen(values, topics, "topic").length === 0 ? { topics: t("topicExpected") } : {}),
    };
  }

  /** A list without policies has one topic. */
  get #hasTopics(): boolean {
    return (this.view.center.feed.policies ?? []).length > 0;
  }

  /** What there is to choose from: one service is all of them. */
  get #services(): readonly Service[] {
    const { services = [] } = this.view.center.feed;
    return services.length > 1 ? services : [];
  }

  protected override async send(values: Values): Promise<string> {
    const { email = "" } = values;
    const wanted = chosen(values, topics, "topic");
    const services = chosen(
      values,
      this.#services.map(({ id }) => id),
      "service",
    );
    await subscribe(this.view.center, {
      email,
      language: this.view.language.tag,
      // All of them is what whoever says nothing gets, and so is what comes later.
      ...(this.#hasTopics && wanted.length < topics.length && { topics: wanted }),
      ...(services.length > 0 && services.length < this.#services.length && { services }),
    });
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
      ${
        this.#hasTopics
          ? html`<fieldset aria-describedby=${this.errors.topics ? "topics-error" : nothing}>
              <legend><strong>${t("topics")}</strong></legend>
              ${box("topic-subprocessors", this.view.t("subprocessors"), { isOn: true, isInvalid: !!this.errors.topics })}
              ${box("topic-policies", this.view.t("policies"), { isOn: true, isInvalid: !!this.errors.topics })}
              ${this.errors.topics ? errorText("topics-error", this.errors.topics) : nothing}
            </fieldset>`
          : nothing
      }
      ${
        this.#services.length > 0
          ? html`<fieldset>
              <legend><strong>${t("onlyServices")}</strong></legend>
              ${this.#services.map(({ id, name }) => box(`service-${id}`, text(this.view, name)))}
            </fieldset>`
          : nothing
      }
      ${this.button(t, t("subscribeButton"))}
    `;
  }

  protected override renderResult(t: T, email: string): TemplateResult {
    return html`${heading(this.view, 1, t("subscribeSent"))}<p>${t("subscribeSentText", { email })}</p>`;
  }
}

/** Which of some were ticked. */
const chosen = <Id extends string>(values: Values, all: readonly Id[], kind: string): Id[] =>
  all.filter((id) => values[`${kind}-${id}`] !== undefined);

const box = (name: string, label: unknown, { isOn = false, isInvalid = false } = {}): TemplateResult =>
  html`<label class="check"><input type="checkbox" name=${name} ?checked=${isOn} aria-invalid=${isInvalid ? "true" : nothing} />${label}</label>`;
