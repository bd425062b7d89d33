import { directionOf, first, type Place, placePrefix, translator } from "@trust-center/reading";
import type { LoadError, TrustCenter } from "@trust-center/sdk";
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { badge } from "../badge/badge.ts";
import { brief } from "../badge/brief.ts";
import { changesPlace } from "../changes/changes.ts";
import { answer } from "../head/answer.ts";
import { headStyles } from "../head/head.styles.ts";
import { index } from "../head/index-line.ts";
import { languagesOf } from "../i18n/language.ts";
import { listStyles } from "../list/list.styles.ts";
import { list } from "../list/list.ts";
import type { ListState } from "../list/model.ts";
import type { TableEvents } from "../list/table-element.ts";
import type { State } from "../store/state.ts";
import { Store } from "../store/store.ts";
import { folded } from "../view/folded.ts";
import { icon } from "../view/icons.ts";
import { heading, text } from "../view/text.ts";
import type { View } from "../view/view.ts";
import { skeleton } from "./skeleton.ts";
import { styles } from "./trust-center.styles.ts";

/** Events of {@link TrustCenterElement}. They bubble and cross shadow roots. */
export interface TrustCenterEventMap {
  "trust-center-load": CustomEvent<TrustCenter>;
  "trust-center-refuse": CustomEvent<LoadError>;
  "trust-center-object": CustomEvent<{ change: string; receipt: string }>;
  "trust-center-subscribe": CustomEvent<void>;
}

/** Parts of the document, in its order. */
export type Part = "head" | "changes" | "list" | "where" | "policies" | "history" | "terms" | "take";

/**
 * Shows a signed trust center, after verifying it.
 *
 * @attribute feed - Address of the feed: the folder of its `head.json`; may be relative to the page
 * @attribute pin - `sha256-…` as `trust-center publish` prints it. Without it the list is "first seen", never "verified"
 * @attribute witnesses - Verifier keys of witnesses of the log, separated by spaces, or a policy (C2SP tlog-policy): the checks name those who signed
 * @attribute lang - Language of the reader; else the page's, else the browser's
 * @attribute heading-level - Level of its first heading, 1 to 4. Default 2
 * @attribute show - Parts to show, separated by spaces: head changes list where policies history terms take. Default: all
 * @attribute places - What the addresses of places begin with behind the `#`. Default `tc`; `off` for none
 * @attribute contact - Whom a reader can ask when the list cannot be shown: an e-mail address or a link
 * @slot - Shown while scripts are absent or the element is not yet defined
 * @event trust-center-load - A list was verified; `detail` is the TrustCenter
 * @event trust-center-refuse - A list was refused; `detail` is the LoadError with its evidence
 * @event trust-center-object - An objection was filed; `detail` has the change and the receipt
 * @event trust-center-subscribe - A confirmation mail was asked for
 * @csspart root - Everything
 * @csspart badge, checks - The mark of its state, and what was checked
 * @csspart changes, timeline - What changes next, and its axis
 * @csspart list, group - The list, and each of its tables
 * @csspart where - Where data goes
 * @csspart policies, history, about - Policies, history, terms and contacts
 * @csspart take - What can be taken along
 * @csspart subscribe - The form to subscribe
 * @csspart icon - Every icon: a 16 px SVG of strokes
 * @cssproperty --trust-center-accent - Colour of links, matches and the time axis. Default: the page's text colour
 * @cssproperty --trust-center-radius - Radius of controls. Default 6px
 * @cssstate loading, verified, first-seen, stale, refused - Where it stands
 */
export class TrustCenterElement extends LitElement {
  /** Styles of the first view. */
  static override readonly styles = [styles, headStyles, listStyles];

  static override readonly properties: PropertyDeclarations = {
    feed: {},
    pin: {},
    witnesses: {},
    level: { type: Number, attribute: "heading-level" },
    lang: {},
    show: {},
    places: {},
    contact: {},
    store: { attribute: false },
    state: { state: true },
  };

  declare feed: string;
  declare pin: string | undefined;
  declare witnesses: string | undefined;
  declare level: number;
  declare show: string | undefined;
  declare places: string;
  declare contact: string | undefined;
  /** What it shows. Give the same to several elements, and they show parts of one list that is loaded once. */
  declare store: Store;
  declare protected state: State;

  /** Documents that only pretend (happy-dom) have none. */
  readonly #internals: ElementInternals | undefined = this.attachInternals?.();
  readonly #own = new Store();
  #leave: (() => void)[] = [];
  #told: unknown;

  constructor() {
    super();
    this.feed = "";
    this.level = 2;
    this.places = placePrefix;
    this.store = this.#own;
    this.state = this.store.state;
  }

  /** Loads the list again. */
  async reload(): Promise<void> {
    const { feed, pin, witnesses, level } = this;
    const prefix = this.places === "off" ? undefined : this.places;
    await this.store.load({ feed, pin, witnesses, level, prefix, languages: languagesOf(this) });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.hasUpdated) return;
    this.#join();
    if (this.#owns) this.store.resume();
  }

  /** Paper has every row, and says when it was printed. */
  readonly #unfold = () => {
    this.state.more?.unfoldRows(this.renderRoot);
    this.requestUpdate();
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.#unfold);
    this.#part();
    if (this.#owns) this.store.stop();
  }

  /** Whether the list is this element's to load: one that was given a store shows what another has loaded. */
  get #owns(): boolean {
    return this.store === this.#own;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("store")) this.#join();
    if (this.#owns && ["store", "feed", "pin", "lang"].some((name) => changed.has(name))) void this.reload();
  }

  protected override updated(): void {
    this.state.more?.followInk(this.renderRoot);
  }

  #join(): void {
    this.#part();
    addEventListener("beforeprint", this.#unfold);
    const { store } = this;
    this.#leave = [
      store.subscribe(() => this.#take(store.state)),
      store.onArrival((place) => void this.#arrive(place)),
    ];
    this.#take(store.state);
  }

  #part(): void {
    for (const leave of this.#leave) leave();
    this.#leave = [];
  }

  #take(state: State): void {
    this.state = state;
    for (const { styles } of [state.more, state.forms].filter((part) => !!part)) this.#adopt(styles);
    this.#mark(state);
    const { phase } = state;
    const isShown = phase.is === "refused" && !phase.error.lastVerified ? state.more !== undefined : state.view;
    if (phase.is === "loading" || !isShown || this.#told === phase) return;
    this.#told = phase;
    const detail = phase.is === "shown" ? phase.center : phase.error;
    const name = phase.is === "shown" ? "trust-center-load" : "trust-center-refuse";
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** What the page brought along in a declarative shadow root. */
  readonly #brought: ChildNode[] = [...(this.shadowRoot?.childNodes ?? [])];

  protected override render(): TemplateResult | typeof nothing {
    const { language, phase } = this.state;
    const { tag } = language;
    const content = this.#content();
    // It stands until there is an answer of this browser's own, and no longer.
    if (content) for (const node of this.#brought.splice(0)) node.remove();
    else if (this.#brought.length > 0) return nothing;
    return html`<div class="root" part="root" lang=${tag} dir=${directionOf(tag)}>
      <div class="page">${content ?? skeleton(translator(first, language), "slow" in phase && phase.slow)}</div>
    </div>`;
  }

  /** Absent while the list is fetched and verified. */
  #content(): TemplateResult | undefined {
    const { phase, language, view, more } = this.state;
    const t = translator(first, language);
    const retry = () => void this.store.load();
    if (phase.is === "loading") return undefined;
    if (phase.is === "shown") return view && this.#shown(view, more?.staleBanner(view, retry), false);
    if (more === undefined) return undefined;
    const warning =
      more?.refusal({ language, contact: this.contact }, phase.error, retry) ?? brief(t, phase.error, retry);
    return view ? this.#shown(view, warning, true) : html`${warning}`;
  }

  /** The document: what it is and whether it holds, what changes, the list, and all that comes after. */
  #shown(view: View, banner: unknown, refused: boolean): TemplateResult {
    const { more, list: state } = this.state;
    const parts = this.show?.split(/\s+/).filter(Boolean);
    const has = (part: Part) => !parts || parts.includes(part);
    return html`
      ${has("head") ? this.#head(view, refused) : nothing}
      ${banner} ${more?.movedBanner(view)}
      ${has("head") ? [answer(view, more), parts ? nothing : index(view), folded(view, view.center.feed.intro)] : nothing}
      ${has("changes") ? changesPlace(view, this.state, { store: this.store, root: () => this.renderRoot }) : nothing}
      ${
        has("list") && state
          ? html`<div @row-open=${this.#openRow} @sort-by=${this.#sort}>
              ${list(view, state, this.#filter(view, state), (rows, order) => more?.sortRows(rows, order, view.language.tag) ?? rows)}
            </div>`
          : nothing
      }
      ${
        more
          ? [
              has("where") ? more.where(view) : nothing,
              has("policies")
                ? html`<trust-center-policies .view=${view} part="policies"></trust-center-policies>`
                : nothing,
              has("history")
                ? html`<trust-center-history .view=${view} part="history"></trust-center-history>`
                : nothing,
              has("terms") ? more.about(view) : nothing,
              has("take") ? more.take(view, state, () => void this.#print()) : nothing,
            ]
          : nothing
      }
    `;
  }

  #head(view: View, refused: boolean): TemplateResult {
    const { feed } = view.center;
    const { more, forms, checksOpen: open, subscribing, witnessed } = this.state;
    return html`<header>
        <div class="title">
          ${heading(view, 0, text(view, feed.title ?? feed.publisher.name))}
          ${badge(view, { refused, open }, () => this.store.set({ checksOpen: !open }))}
        </div>
        ${
          feed.service
            ? html`<button type="button" class="btn subscribe" aria-expanded=${String(subscribing)} @click=${this.#subscribe}>
                ${icon("bell")}<span>${view.t("subscribe")}</span>
              </button>`
            : nothing
        }
      </header>
      ${open && more ? more.checks(view, refused, witnessed) : nothing}
      ${more?.printedFacts(view)}
      ${subscribing && forms ? html`<trust-center-subscribe .view=${view} part="subscribe"></trust-center-subscribe>` : nothing}`;
  }

  #filter(view: View, { published }: ListState): TemplateResult | undefined {
    if (!this.state.more) return undefined;
    return html`<trust-center-filter
      .view=${view}
      .published=${published}
      @set-up=${({ detail }: CustomEvent<Partial<ListState>>) => this.#change(detail)}
    ></trust-center-filter>`;
  }

  async #subscribe(): Promise<void> {
    const subscribing = !this.state.subscribing;
    this.store.set({ subscribing });
    if (!subscribing) return;
    await this.store.loadForms().catch(() => this.store.set({ subscribing: false }));
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("trust-center-subscribe input")?.focus();
  }

  #adopt({ styleSheet }: { styleSheet?: CSSStyleSheet | undefined }): void {
    const { adoptedStyleSheets } = this.renderRoot as ShadowRoot;
    if (styleSheet && !adoptedStyleSheets.includes(styleSheet)) adoptedStyleSheets.push(styleSheet);
  }

  #change(part: Partial<ListState>): void {
    const { list } = this.state;
    if (list) this.store.set({ list: { ...list, ...part } });
  }

  #sort(event: TableEvents["sort-by"]): void {
    const id = (event.target as HTMLElement).dataset.section ?? "";
    const { more, list } = this.state;
    const orders = list?.orders ?? {};
    if (more) this.#change({ orders: { ...orders, [id]: more.nextOrder(orders[id], event.detail) } });
  }

  async #openRow({ detail }: TableEvents["row-open"]): Promise<void> {
    const { place } = detail;
    place.ariaBusy = "true";
    if (!this.state.more) await this.store.loadMore();
    const { view, more } = this.state;
    if (view && more) more.fillDetails(view, detail);
    else {
      const t = translator(first, this.state.language);
      place.textContent = t("networkText");
    }
    place.ariaBusy = null;
  }

  async #arrive(place: Place): Promise<void> {
    await this.updateComplete;
    const { more } = this.state;
    if (more && this.isConnected) await more.arrive(place, { root: this.renderRoot, host: this, store: this.store });
  }

  async #print(): Promise<void> {
    const { more } = this.state;
    if (more) await more.print(this.renderRoot);
  }

  #mark({ phase }: State): void {
    // Browsers of before 2024 have no custom states: nothing but a page's own styles hangs on them.
    const states: CustomStateSet | undefined = this.#internals?.states;
    states?.clear();
    if (phase.is !== "shown") states?.add(phase.is);
    else states?.add(phase.center.freshness === "stale" ? "stale" : phase.center.trust);
    this.ariaBusy = String(phase.is === "loading");
  }
}
