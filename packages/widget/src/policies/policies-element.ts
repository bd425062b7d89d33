import type { Policy } from "@trust-center/feed";
import { datePiece, hostOf, languageName } from "@trust-center/reading";
import { isAlarm, loadPolicy, type PolicyBody, type TrustCenterError } from "@trust-center/sdk";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { InnerElement } from "../view/inner-element.ts";
import { outward } from "../view/link.ts";
import { proseTree } from "../view/prose.ts";
import type { MoreWords } from "../view/reader.ts";
import { moreWords } from "../view/reader.ts";
import { heading, text } from "../view/text.ts";

/** A policy that was opened: on its way, there, or refused. */
type Opened = { is: "loading" } | { is: "here"; body: PolicyBody } | { is: "failed"; error: TrustCenterError };

/** The policies: each opens in place, after its bytes were verified. */
export class PoliciesElement extends InnerElement {
  static override readonly properties: PropertyDeclarations = { ...InnerElement.properties, opened: { state: true } };

  declare protected opened: ReadonlyMap<string, Opened>;

  constructor() {
    super();
    this.opened = new Map();
  }

  protected override render(): TemplateResult | typeof nothing {
    const policies = this.view.center.feed.policies ?? [];
    if (policies.length === 0) return nothing;
    const t = moreWords(this.view);
    return html`<section class="section" aria-labelledby="policies">
      ${heading(this.view, 1, t("policies"), "policies")}
      <div>${policies.map((policy) => this.#item(t, policy))}</div>
    </section>`;
  }

  #item(t: MoreWords, policy: Policy): TemplateResult {
    const { view } = this;
    const opened = this.opened.get(policy.id);
    const meta = [
      policy.version ? t("policyVersion", { version: policy.version }) : "",
      policy.effective ? t("policyEffective", { date: datePiece(policy.effective, view).text }) : "",
      policy.updated ? t("policyUpdated", { date: datePiece(policy.updated, view).text }) : "",
    ].filter(Boolean);
    const title = html`<span class="item-title">${text(view, policy.title)}</span>
      <span class="meta">${meta.join(" · ")}</span>`;
    const summary = policy.summary ? html`<p class="note">${text(view, policy.summary)}</p>` : nothing;
    if (!policy.bodies) {
      return html`<div class="item"><p class="item-body">${title} ${policy.link ? outward(policy.link.url, t("policyElsewhere", { host: hostOf(policy.link.url) })) : nothing}</p>${summary}</div>`;
    }
    return html`<div class="item">
      <button type="button" aria-expanded=${String(opened !== undefined)} @click=${() => this.#toggle(policy)}>
        ${icon("chevron")} ${title}
      </button>
      ${summary} ${opened ? html`<div class="item-body policy">${this.#body(t, policy, opened)}</div>` : nothing}
    </div>`;
  }

  #body(t: MoreWords, policy: Policy, opened: Opened): unknown {
    if (opened.is === "loading") return html`<p role="status" class="note">${t("detailsLoading")}</p>`;
    if (opened.is === "failed") {
      const words = isAlarm(opened.error) ? t("policyTampered") : t("partFailed");
      return html`<div class="banner refused" role="alert">${icon("refused")}<p>${words} <code>${opened.error.code}</code></p></div>`;
    }
    const { language, body } = opened.body;
    const foreign = language.split("-")[0] !== this.view.language.tag.split("-")[0];
    return html`
      ${foreign ? html`<p class="note">${t("otherLanguage", { language: languageName(this.view.language.tag, language) })}</p>` : nothing}
      <div class="prose" lang=${language} dir="auto">${proseTree(this.view, body, 1)}</div>
      ${policy.link ? html`<p class="note">${t("alsoAs")}: ${outward(policy.link.url, hostOf(policy.link.url))}</p>` : nothing}
    `;
  }

  async #toggle(policy: Policy): Promise<void> {
    if (this.opened.has(policy.id)) {
      this.#set(policy.id, undefined);
      return;
    }
    this.#set(policy.id, { is: "loading" });
    try {
      const body = await loadPolicy(this.view.center, pickBody(policy, this.view.content));
      if (this.opened.has(policy.id)) this.#set(policy.id, { is: "here", body });
    } catch (error) {
      this.#set(policy.id, { is: "failed", error: error as TrustCenterError });
    }
  }

  #set(id: string, state: Opened | undefined): void {
    const opened = new Map(this.opened);
    if (state) opened.set(id, state);
    else opened.delete(id);
    this.opened = opened;
  }
}

/** The body in the reader's language, else the publisher's first. */
function pickBody({ bodies = {} }: Policy, languages: readonly string[]): string {
  const tags = Object.keys(bodies);
  const primary = (tag: string) => tag.toLowerCase().split("-")[0];
  const tag = languages.map((wanted) => tags.find((tag) => primary(tag) === primary(wanted))).find(Boolean) ?? tags[0];
  return bodies[tag ?? ""] ?? "";
}
