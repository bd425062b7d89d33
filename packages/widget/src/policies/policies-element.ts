import type { Policy } from "@trust-center/feed";
import { datePiece, hostOf, languageName, say } from "@trust-center/reading";
import { loadPolicy, type PolicyBody, type TrustCenterError } from "@trust-center/sdk";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { failedPart } from "../badge/failed-part.ts";
import { whenIdle } from "../store/idle.ts";
import { copyLink } from "../view/copy.ts";
import { icon } from "../view/icons.ts";
import { outward } from "../view/link.ts";
import { placeLink } from "../view/place-link.ts";
import { PrintedElement } from "../view/printed-element.ts";
import { proseTree, sectionsIn } from "../view/prose.ts";
import type { MoreWords } from "../view/reader.ts";
import { moreWords } from "../view/reader.ts";
import { heading, text } from "../view/text.ts";
import { ofLanguages } from "./of-languages.ts";

/** Bytes of policies that are fetched before they are asked for. */
const aheadOf = 100_000;

/** A policy that was opened: on its way, there, or refused. */
type Opened = { is: "loading" } | { is: "here"; body: PolicyBody } | { is: "failed"; error: TrustCenterError };

/** The policies: each opens in place, after its bytes were verified. */
export class PoliciesElement extends PrintedElement {
  static override readonly properties: PropertyDeclarations = { ...PrintedElement.properties, opened: { state: true } };

  declare protected opened: ReadonlyMap<string, Opened>;

  constructor() {
    super();
    this.opened = new Map();
  }

  readonly #bodies = new Map<string, Promise<PolicyBody>>();

  protected override firstUpdated(): void {
    const { files } = this.view.center.head.manifest;
    const size = files.policies.reduce((sum, { length }) => sum + length, 0);
    // Paper has them whole, and a browser that prints does not wait: they are fetched when nothing else happens.
    if (size <= aheadOf) whenIdle(() => void this.#ahead());
  }

  #before: PoliciesElement["opened"] | undefined;

  protected override unfoldNow(): void {
    this.#before ??= this.opened;
    const opened = new Map(this.opened);
    for (const { id, bodies } of this.view.center.feed.policies ?? []) {
      const body = this.#here.get(id);
      // Of a text that has not come paper says that, and not nothing.
      if (bodies) opened.set(id, body ? { is: "here", body } : { is: "loading" });
    }
    this.opened = opened;
  }

  protected override fold(): void {
    this.opened = this.#before ?? this.opened;
    this.#before = undefined;
  }

  readonly #here = new Map<string, PolicyBody>();

  async #ahead(): Promise<void> {
    for (const policy of this.view.center.feed.policies ?? []) {
      // What cannot be had now is asked for again when it is opened, and says so.
      if (policy.bodies) await this.#bodyOf(policy).catch(() => {});
    }
  }

  #bodyOf(policy: Policy): Promise<PolicyBody> {
    let body = this.#bodies.get(policy.id);
    if (!body) {
      body = loadPolicy(this.view.center, pickBody(policy, this.view.content));
      this.#bodies.set(policy.id, body);
      body.then(
        (body) => this.#here.set(policy.id, body),
        () => this.#bodies.delete(policy.id),
      );
    }
    return body;
  }

  protected override render(): TemplateResult | typeof nothing {
    const policies = this.view.center.feed.policies ?? [];
    if (policies.length === 0) return nothing;
    const t = moreWords(this.view);
    return html`<section class="section" aria-labelledby="policies">
      ${heading(this.view, 1, t("policies"), "policies")}
      <div class="folds">${policies.map((policy) => this.#item(t, policy))}</div>
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
    const title = html`<strong>${text(view, policy.title)}</strong>`;
    const about = policy.summary ? html`<span class="note">${text(view, policy.summary)}</span>` : nothing;
    if (!policy.bodies) {
      return html`<div class="fold" id=${`policy-${policy.id}`} tabindex="-1"><div class="fold-head plain-head">${title}<span class="note version">${meta.join(" · ")}</span>${about}
        ${policy.link ? html`<span class="note">${outward(policy.link.url, t("policyElsewhere", { host: hostOf(policy.link.url) }))}</span>` : nothing}</div></div>`;
    }
    return html`<div class="fold">
      <button type="button" class="fold-head" id=${`policy-${policy.id}`} aria-expanded=${String(opened !== undefined)} @click=${() => void this.#toggle(policy)}>
        ${icon("chevron")}${title}<span class="note version">${meta.join(" · ")}</span>${about}
      </button>
      ${opened ? html`<div class="fold-body">${this.#body(t, policy, opened)}</div>` : nothing}
    </div>`;
  }

  #body(t: MoreWords, policy: Policy, opened: Opened): unknown {
    const { view } = this;
    if (opened.is === "loading") return html`<p role="status" class="note">${t("detailsLoading")}</p>`;
    if (opened.is === "failed") {
      return failedPart(
        view,
        opened.error,
        html`<button type="button" class="btn" @click=${() => void this.#load(policy)}>${t("tryAgain")}</button>`,
      );
    }
    const { language, body } = opened.body;
    const foreign = language.split("-")[0] !== view.language.tag.split("-")[0];
    const contents = sectionsIn(body);
    return html`<div class=${contents.length > 2 ? "doc" : ""}>
      ${
        contents.length > 2
          ? html`<nav aria-label=${`${t("contents")}: ${say(view, policy.title)}`}><ol class="plain">${contents.map(
              ({ slug, title }) =>
                html`<li>${placeLink(view, { is: "policy", id: policy.id, section: slug }, title)}</li>`,
            )}</ol></nav>`
          : nothing
      }
      <div>
        ${foreign ? html`<p class="note">${t("otherLanguage", { language: languageName(view.language.tag, language) })}</p>` : nothing}
        <div class="prose" lang=${language} dir="auto">${proseTree(view, body, 1, (slug) => sectionId(policy.id, slug))}</div>
        <p class="acts">${copyLink(view, { is: "policy", id: policy.id, section: undefined })}
          ${policy.link ? html`<span class="note">${t("alsoAs")}: ${outward(policy.link.url, hostOf(policy.link.url))}</span>` : nothing}</p>
      </div>
    </div>`;
  }

  /** Opens a policy, and gives its head, or that of one of its sections. */
  async open(id: string, section?: string): Promise<HTMLElement | undefined> {
    const policy = this.view.center.feed.policies?.find((one) => one.id === id);
    if (!policy) return undefined;
    if (policy.bodies && !this.opened.has(id)) await this.#load(policy);
    await this.updateComplete;
    const find = (id: string) => this.querySelector<HTMLElement>(`#${CSS.escape(id)}`) ?? undefined;
    return (section && find(sectionId(id, section))) || find(`policy-${id}`);
  }

  async unfold(): Promise<void> {
    this.#before ??= this.opened;
    await Promise.all((this.view.center.feed.policies ?? []).map(({ id }) => this.open(id)));
    await this.updateComplete;
  }

  async #toggle(policy: Policy): Promise<void> {
    if (this.opened.has(policy.id)) {
      this.#set(policy.id, undefined);
      return;
    }
    this.view.places.note({ is: "policy", id: policy.id, section: undefined }, "push");
    await this.#load(policy);
  }

  async #load(policy: Policy): Promise<void> {
    this.#set(policy.id, { is: "loading" });
    try {
      const body = await this.#bodyOf(policy);
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
const pickBody = ({ bodies = {} }: Policy, languages: readonly string[]): string =>
  ofLanguages(Object.entries(bodies), ([language]) => language, languages)?.[1] ?? "";

const sectionId = (policy: string, section: string): string => `policy-${policy}/${section}`;
