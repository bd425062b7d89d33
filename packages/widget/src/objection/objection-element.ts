import { type Change, type StepReceipt, windowState } from "@trust-center/feed";
import { type forms, momentText, say, type Translate } from "@trust-center/reading";
import { emailSchema, type FiledObjection, newRequestName, object, standingOf } from "@trust-center/sdk";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { field } from "../form/field.ts";
import { FormElement, type Values } from "../form/form-element.ts";
import { forget, keepDraft, keepFiled, kept } from "../kept/kept.ts";
import { placeLink } from "../view/place-link.ts";
import { text } from "../view/text.ts";
import { mailInstead } from "./mail-instead.ts";
import { receipt } from "./receipt.ts";

type T = Translate<keyof typeof forms>;

/**
 * Objects to a change inside its window, for a signed receipt. What is typed and what is filed stay in this browser until
 * the reader removes them.
 */
export class ObjectionElement extends FormElement<FiledObjection> {
  static override readonly properties: PropertyDeclarations = {
    ...FormElement.properties,
    change: { attribute: false },
    open: { attribute: false },
    broken: { state: true },
    isKept: { state: true },
    standing: { state: true },
  };

  declare change: Change;
  /** Whether the form is shown. A receipt is shown in any case. */
  declare open: boolean;
  /** What this browser keeps as a receipt does not verify. */
  declare protected broken: boolean;
  /** Whether this browser keeps what is typed. */
  declare protected isKept: boolean;
  /** The newest step after it was filed. */
  declare protected standing: StepReceipt | undefined;
  /** One name for all attempts: an objection whose answer was lost is filed once. */
  #request = newRequestName();
  #draft: Values = {};

  constructor() {
    super();
    this.open = false;
    this.broken = false;
    this.isKept = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("input", this.#keep);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get("change") as Change | undefined;
    if (changed.has("change") && before?.id !== this.change.id) void this.#recall();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("input", this.#keep);
  }

  async #recall(): Promise<void> {
    const { change } = this;
    this.#draft = {};
    this.result = this.standing = undefined;
    const { draft, filed, broken = false } = await kept(this.view.center, change.id);
    // What its reader has done meanwhile is newer.
    if (change.id !== this.change.id || this.sending || this.result !== undefined) return;
    this.#draft = { ...draft, ...this.#draft };
    this.result = filed;
    this.broken = broken;
    if (filed) void this.#follow(filed);
    await this.updateComplete;
    this.#fill();
  }

  /** Asks where it stands. That the service does not say takes nothing from the receipt. */
  async #follow(filed: FiledObjection): Promise<void> {
    const standing = await standingOf(this.view.center, filed).catch(() => undefined);
    if (this.result === filed) this.standing = standing;
  }

  protected override updated(): void {
    this.#fill();
  }

  /** Puts what was typed before into fields that are empty. */
  #fill(): void {
    for (const control of this.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) {
      const typed: unknown = this.#draft[control.name];
      if (control.value === "" && typeof typed === "string") control.value = typed;
    }
  }

  readonly #keep = ({ target }: Event): void => {
    const { name, value } = target as HTMLInputElement;
    this.#draft = { ...this.#draft, [name]: value };
    this.isKept = keepDraft(this.view.center, this.change.id, this.#draft);
  };

  protected override render(): TemplateResult {
    if (this.result === undefined && !this.open) return html``;
    return super.render();
  }

  protected override check(t: T, { name, organisation, email, grounds }: Values): Record<string, string> {
    const required = this.view.center.feed.noticeTerms?.grounds?.required === true;
    return {
      ...(name ? {} : { name: t("nameExpected") }),
      ...(organisation ? {} : { organisation: t("organisationExpected") }),
      ...(emailSchema.safeParse(email, { jitless: true }).success ? {} : { email: t("emailExpected") }),
      ...(required && !grounds ? { grounds: t("groundsExpected") } : {}),
    };
  }

  protected override async send(values: Values): Promise<FiledObjection> {
    const { name = "", organisation = "", email = "", grounds = "" } = values;
    const { center, language } = this.view;
    const change = this.change.id;
    const content = { change, request: this.#request, name, organisation, email, grounds, language: language.tag };
    const filed = await object(center, content);
    this.isKept = keepFiled(center, change, filed);
    this.#draft = {};
    const detail = { change, receipt: filed.receipt };
    this.dispatchEvent(new CustomEvent("trust-center-object", { detail, bubbles: true, composed: true }));
    return filed;
  }

  /** Where the service takes nothing, a letter with the same words does. */
  protected override instead(): TemplateResult | typeof nothing {
    return mailInstead(this.view, this.change, this.#draft);
  }

  protected override renderForm(t: T): TemplateResult {
    const grounds = this.view.center.feed.noticeTerms?.grounds;
    const at = (name: string) => `${this.change.id}-${name}`;
    const title = html`${`${t("objectTo")} `}${text(this.view, this.change.name)}`;
    return html`
      <div role="heading" aria-level=${Math.min(6, this.view.level + 3)} class="heading" tabindex="-1">${title}</div>
      <div class="fields">
        <div class="two">
          ${field({ id: at("name"), name: "name", label: t("yourName"), autocomplete: "name", maxLength: 200, required: true }, this.errors.name)}
          ${field(
            {
              id: at("organisation"),
              name: "organisation",
              label: t("organisation"),
              autocomplete: "organization",
              maxLength: 200,
              required: true,
            },
            this.errors.organisation,
          )}
        </div>
        ${field(
          {
            id: at("email"),
            name: "email",
            label: t("email"),
            help: t("objectEmailHelp"),
            type: "email",
            autocomplete: "email",
            maxLength: 254,
            required: true,
          },
          this.errors.email,
        )}
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
        ${this.broken ? html`<p class="error">${t("keptBroken")}</p>` : nothing}
        ${this.button(t, t("objectButton"), html`<span class="note">${this.isKept ? t("draftKept") : t("draftNotKept")}</span>`)}
      </div>
      <aside>${this.#aside(t)}</aside>
    `;
  }

  /** Until when, and what happens next. */
  #aside(t: T): TemplateResult {
    const { window } = this.change;
    const { tag, center, now } = this.view;
    const silence = center.feed.noticeTerms?.silence === "accepted";
    return html`
      ${
        window
          ? html`<p><strong>${t("objectDeadline")}</strong></p>
              <p><time datetime=${window.deadline}>${momentText(tag, window.deadline, "UTC")}</time><br />
                <span class="note">${t("yourTimeIs", { date: momentText(tag, window.deadline) })}</span></p>
              ${windowState(window, now) === "open" ? nothing : html`<p class="note">${t("lateIsKept")}</p>`}`
          : nothing
      }
      <p><strong>${t("whatNext")}</strong></p>
      <p>${t("objectHelp")} ${silence ? t("objectSilence") : nothing}</p>
      <p>${placeLink(this.view, { is: "section", id: "terms" }, t("objectTerms"))}</p>
    `;
  }

  protected override renderResult(t: T, filed: FiledObjection): TemplateResult {
    const again = () => {
      forget(this.view.center, this.change.id);
      this.#request = newRequestName();
      this.result = this.standing = undefined;
    };
    const { view, change, isKept, standing } = this;
    return receipt({ view, t, change, filed, standing, isKept, again });
  }
}
