import { chooseLanguages, countryName, dayText, first, type Language, translator } from "@trust-center/reading";
import type { LoadError, TrustCenter } from "@trust-center/sdk";
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { badge } from "../badge/badge.ts";
import { brief } from "../badge/brief.ts";
import { directionOf, interfaces, languagesOf, loadLanguage } from "../i18n/language.ts";
import { needsOtherColumns } from "../list/columns.ts";
import type { Filtered } from "../list/filter-element.ts";
import { listStyles } from "../list/list.styles.ts";
import { type ListState, list } from "../list/list.ts";
import { sectionsOf } from "../list/model.ts";
import type { TableEvents } from "../list/table-element.ts";
import { Loader } from "../load/loader.ts";
import { upcomingStyles } from "../upcoming/upcoming.styles.ts";
import { type ChangeActions, upcoming } from "../upcoming/upcoming.ts";
import { icon } from "../view/icons.ts";
import type { Phase } from "../view/phase.ts";
import { prose } from "../view/prose.ts";
import { heading, text } from "../view/text.ts";
import { type View, viewOf } from "../view/view.ts";
import { type Forms, loadForms, loadMore, type More } from "./more.ts";
import { skeleton } from "./skeleton.ts";
import { styles } from "./trust-center.styles.ts";

/** Events of {@link TrustCenterElement}. They bubble and cross shadow roots. */
export interface TrustCenterEventMap {
  "trust-center-load": CustomEvent<TrustCenter>;
  "trust-center-refuse": CustomEvent<LoadError>;
  "trust-center-object": CustomEvent<{ change: string; receipt: string }>;
  "trust-center-subscribe": CustomEvent<void>;
}

/**
 * Shows a signed trust center, after verifying it.
 *
 * @attribute feed - Address of the feed: the folder of its `head.json`
 * @attribute pin - `sha256-…` as `trust-center publish` prints it. Without it the list is "first seen", never "verified"
 * @attribute witnesses - Verifier keys of witnesses of the log, separated by spaces: the checks name those who signed
 * @attribute lang - Language of the reader; else the page's, else the browser's
 * @attribute heading-level - Level of its first heading, 1 to 4. Default 2
 * @slot - Shown while scripts are absent or the element is not yet defined
 * @event trust-center-load - A list was verified; `detail` is the TrustCenter
 * @event trust-center-refuse - A list was refused; `detail` is the LoadError with its evidence
 * @event trust-center-object - An objection was filed; `detail` has the change and the receipt
 * @event trust-center-subscribe - A confirmation mail was asked for
 * @csspart root badge checks upcoming timeline list group policies history about subscribe - Its sections
 * @csspart icon - Every icon: a 16 px SVG of strokes
 * @cssproperty --trust-center-accent - Colour of links, buttons and marks. Default: a blue for each colour scheme
 * @cssproperty --trust-center-radius - Radius of controls. Default 6px
 * @cssstate loading, verified, first-seen, stale, refused - Where it stands
 */
export class TrustCenterElement extends LitElement {
  /** Styles of the first view. */
  static override readonly styles = [styles, upcomingStyles, listStyles];

  static override readonly properties: PropertyDeclarations = {
    feed: {},
    pin: {},
    witnesses: {},
    level: { type: Number, attribute: "heading-level" },
    lang: {},
    view: { state: true },
    list: { state: true },
    more: { state: true },
    witnessed: { state: true },
    forms: { state: true },
    checksOpen: { state: true },
    subscribing: { state: true },
    objecting: { state: true },
  };

  declare feed: string;
  declare pin: string | undefined;
  declare witnesses: string | undefined;
  declare level: number;
  declare protected view: View | undefined;
  declare protected list: ListState | undefined;
  /** What is loaded after the first view: null where it could not be. */
  declare protected more: More | null | undefined;
  declare protected witnessed: Awaited<ReturnType<More["witnessed"]>> | undefined;
  declare protected forms: Forms | undefined;
  declare protected checksOpen: boolean;
  declare protected subscribing: boolean;
  /** The change whose form to object is open. */
  declare protected objecting: string | undefined;

  readonly #internals = this.attachInternals();
  readonly #loader = new Loader(this, (phase) => void this.#settle(phase));
  #language: Language = { tag: "en", messages: {} };
  #languages: readonly string[] = [];

  constructor() {
    super();
    this.feed = "";
    this.level = 2;
    this.checksOpen = false;
    this.subscribing = false;
  }

  /** Loads the list again. */
  async reload(): Promise<void> {
    this.view = undefined;
    this.list = undefined;
    this.#languages = languagesOf(this);
    const language = loadLanguage(chooseLanguages({ interfaces, reader: this.#languages }).labels);
    await Promise.all([
      language.then((language) => {
        this.#language = language;
        this.requestUpdate();
        // Names of countries and dates are slow to come the first time: now the network is what is waited for.
        countryName(language.tag, "EU");
        dayText(language.tag, "2000-01-01");
      }),
      this.#loader.load({ feed: this.feed, pin: this.pin ?? undefined }, language),
    ]);
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("feed") || changed.has("pin") || changed.has("lang")) void this.reload();
  }

  protected override render(): TemplateResult {
    const { phase } = this.#loader;
    const { tag } = this.#language;
    this.#mark(phase);
    return html`<div class="root" part="root" lang=${tag} dir=${directionOf(tag)}>${this.#content(phase)}</div>`;
  }

  get #words() {
    return translator(first, this.#language);
  }

  #content(phase: Phase): TemplateResult {
    const t = this.#words;
    const retry = () => void this.reload();
    if (phase.is === "loading") return skeleton(t, phase.slow);
    if (phase.is === "shown") {
      return html`${this.view ? this.#shown(this.view, this.more?.staleBanner(this.view, retry), false) : nothing}`;
    }
    if (this.more === undefined) return skeleton(t, false);
    const warning = this.more?.refusal(this.#language, phase.error, retry) ?? brief(t, phase.error, retry);
    return this.view ? this.#shown(this.view, warning, true) : warning;
  }

  /** The page: what it is and whether it holds, what changes next, the list, and all that comes after. */
  #shown(view: View, banner: unknown, refused: boolean): TemplateResult {
    const { feed } = view.center;
    const { more } = this;
    return html`
      <header>
        <div class="title">
          ${heading(view, 0, text(view, feed.title ?? feed.publisher.name))}
          ${badge(view, { refused, open: this.checksOpen }, () => {
            this.checksOpen = !this.checksOpen;
          })}
        </div>
        ${
          feed.service
            ? html`<button type="button" class="subscribe" aria-expanded=${String(this.subscribing)} @click=${this.#subscribe}>
                ${icon("bell")}${view.t("subscribe")}
              </button>`
            : nothing
        }
      </header>
      ${banner} ${more?.movedBanner(view)} ${this.checksOpen && more ? more.checks(view, refused, this.witnessed) : nothing}
      ${
        this.subscribing && this.forms
          ? html`<trust-center-subscribe .view=${view} part="subscribe"></trust-center-subscribe>`
          : nothing
      }
      ${prose(view, feed.intro)} ${upcoming(view, this.#changeActions())}
      ${
        this.list
          ? html`<div @row-open=${this.#openRow} @sort-by=${this.#sort}>
              ${list(view, this.list, this.#filter(view, this.list), (rows, order) => more?.sortRows(rows, order, view.language.tag) ?? rows)}
            </div>`
          : nothing
      }
      ${
        more
          ? html`<trust-center-policies .view=${view} part="policies"></trust-center-policies>
              <trust-center-history .view=${view} part="history"></trust-center-history>
              ${more.about(view)}`
          : nothing
      }
    `;
  }

  #filter(view: View, { sections }: ListState): TemplateResult | undefined {
    if (!this.more) return undefined;
    return html`<trust-center-filter
      .view=${view}
      .sections=${sections}
      @filter-list=${({ detail }: CustomEvent<Filtered>) => this.#change({ filtered: detail })}
    ></trust-center-filter>`;
  }

  async #settle(phase: Phase): Promise<void> {
    if (phase.is === "loading") return;
    const center = phase.is === "shown" ? phase.center : phase.error.lastVerified;
    const isWell = phase.is === "shown" && phase.center.freshness === "fresh" && !phase.center.head.root.successor;
    // Warnings and unusual columns come with the parts that are loaded later: they are shown at once or not at all.
    if (!isWell || needsOtherColumns(phase.center.feed)) {
      await this.#loadMore();
      if (phase !== this.#loader.phase) return;
    }
    if (center) this.#show(center, phase.now);
    const name = phase.is === "shown" ? "trust-center-load" : "trust-center-refuse";
    const detail = phase.is === "shown" ? phase.center : phase.error;
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #show(center: TrustCenter, now: number): void {
    const { languages: publisher, prevailingLanguage: prevailing } = center.feed.publisher;
    const { content } = chooseLanguages({ interfaces, reader: this.#languages, publisher, prevailing });
    const view = viewOf(center, { language: this.#language, content, now, level: this.level });
    this.view = view;
    this.list = { sections: sectionsOf(view, this.more?.otherColumn), filtered: undefined, orders: {} };
    void this.updateComplete.then(painted).then(() => this.#loadMore());
  }

  async #loadMore(): Promise<void> {
    try {
      const more = await loadMore();
      this.#adopt(more.styles);
      define("trust-center-filter", more.FilterElement);
      define("trust-center-policies", more.PoliciesElement);
      define("trust-center-history", more.HistoryElement);
      this.more = more;
      if (this.view) this.witnessed = await more.witnessed(this.view.center, this.witnesses, this.view.now);
    } catch {
      this.more ??= null;
      // The list stands verified without it. Opening a row tries again and says what failed.
    }
  }

  async #loadForms(): Promise<void> {
    const forms = await loadForms();
    this.#adopt(forms.styles);
    define("trust-center-subscribe", forms.SubscribeElement);
    define("trust-center-objection", forms.ObjectionElement);
    this.forms = forms;
  }

  #changeActions(): ChangeActions {
    const { objecting } = this;
    return { objecting, showEntry: (id) => void this.#showEntry(id), object: (id) => void this.#object(id) };
  }

  async #object(id: string): Promise<void> {
    this.objecting = this.objecting === id ? undefined : id;
    if (!this.objecting) return;
    await this.#loadForms().catch(() => {
      this.objecting = undefined;
    });
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".change trust-center-objection input")?.focus();
  }

  async #subscribe(): Promise<void> {
    this.subscribing = !this.subscribing;
    if (!this.subscribing) return;
    await this.#loadForms().catch(() => {
      this.subscribing = false;
    });
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("trust-center-subscribe input")?.focus();
  }

  #adopt({ styleSheet }: { styleSheet?: CSSStyleSheet | undefined }): void {
    const { adoptedStyleSheets } = this.renderRoot as ShadowRoot;
    if (styleSheet && !adoptedStyleSheets.includes(styleSheet)) adoptedStyleSheets.push(styleSheet);
  }

  #change(part: Partial<ListState>): void {
    if (this.list) this.list = { ...this.list, ...part };
  }

  #sort(event: TableEvents["sort-by"]): void {
    const id = (event.target as HTMLElement).dataset.section ?? "";
    const orders = this.list?.orders ?? {};
    if (this.more) this.#change({ orders: { ...orders, [id]: this.more.nextOrder(orders[id], event.detail) } });
  }

  async #openRow({ detail }: TableEvents["row-open"]): Promise<void> {
    const { place } = detail;
    place.ariaBusy = "true";
    if (!this.more) await this.#loadMore();
    const { view, more } = this;
    const t = this.#words;
    if (view && more) await more.fillDetails(view, detail, () => this.#loadForms());
    else place.textContent = t("networkText");
    place.ariaBusy = null;
  }

  async #showEntry(id: string): Promise<void> {
    if (!this.more) await this.#loadMore();
    await this.more?.showEntry(this.renderRoot, this, id);
  }

  #mark(phase: Phase): void {
    // Browsers of before 2024 have no custom states: nothing but a page's own styles hangs on them.
    const states: CustomStateSet | undefined = this.#internals.states;
    states?.clear();
    if (phase.is !== "shown") states?.add(phase.is);
    else states?.add(phase.center.freshness === "stale" ? "stale" : phase.center.trust);
    this.ariaBusy = String(phase.is === "loading");
  }
}

/** After the next frame, or soon where none comes (a hidden tab): what is shown first does not wait for what comes later. */
const painted = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 200);
  });

function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
