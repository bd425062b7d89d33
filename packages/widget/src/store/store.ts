import type { Place } from "@trust-center/reading";
import { chooseLanguages, countryName, dayText } from "@trust-center/reading";
import { browserStore, LoadError, loadView, type TrustCenter, TrustCenterError } from "@trust-center/sdk";
import type { Addresses } from "../address/addresses.ts";
import { loadLanguage } from "../i18n/language.ts";
import { needsOtherColumns, type OtherColumns } from "../list/columns.ts";
import { type ListState, sectionsOf } from "../list/model.ts";
import { toLoadError } from "../view/load-error.ts";
import { type ChangeModel, settled, viewOf } from "../view/view.ts";
import { define, loadColumns, loadForms, loadMore } from "./parts.ts";
import type { Phase, State } from "./state.ts";

/** What to load, and for whom. */
export interface Target {
  /** Address of the feed, absolute or to the document. */
  readonly feed: string;
  readonly pin?: string | undefined;
  /** Verifier keys of witnesses, separated by white space. */
  readonly witnesses?: string | undefined;
  /** Languages of the reader, best first: BCP 47. */
  readonly languages?: readonly string[];
  /** Tag level of the first heading. */
  readonly level?: number;
  /** What addresses of places begin with; none are made without. */
  readonly prefix?: string | undefined;
}

/** Nothing moves before this many milliseconds: most lists are there by then. */
const patience = 300;

const nothing: Omit<State, "more" | "forms" | "language" | "phase"> = {
  view: undefined,
  list: undefined,
  witnessed: undefined,
  checksOpen: false,
  subscribing: false,
  objecting: undefined,
};

/**
 * A trust center on a page: loads and verifies it, and keeps what its reader has opened. Elements show it; it works
 * without any. A new target ends the load under way.
 */
export class Store {
  state: State = {
    ...nothing,
    phase: { is: "loading", slow: false },
    language: { tag: "en", messages: {} },
    more: undefined,
    forms: undefined,
  };
  /** Makes addresses of places, once they can be used. */
  addresses: Addresses | undefined;
  readonly #listeners = new Set<() => void>();
  #target: Required<Pick<Target, "languages" | "level">> & Target = { feed: "", languages: [], level: 2 };
  #running: AbortController | undefined;
  #otherColumn: OtherColumns | undefined;

  /** Tells of every change of the state, until what it gives is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  set(part: Partial<State>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.#listeners) listener();
  }

  /** Loads a list, or the same again. */
  async load(target: Target = this.#target): Promise<void> {
    this.#target = { languages: [], level: 2, ...target };
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.set({ ...nothing, phase: { is: "loading", slow: false } });
    const slow = setTimeout(() => this.set({ phase: { is: "loading", slow: true } }), patience);
    const language = loadLanguage(chooseLanguages({ reader: this.#target.languages }).labels);
    const worded = language.then((language) => {
      if (running.signal.aborted) return;
      this.set({ language });
      // Names of countries and dates are slow to come the first time: now the network is what is waited for.
      countryName(language.tag, "EU");
      dayText(language.tag, "2000-01-01");
    });
    const phase = await this.#fetch(running.signal);
    await worded;
    clearTimeout(slow);
    if (!running.signal.aborted) await this.#settle(phase);
  }

  /** Goes on after {@link Store.stop}: loads where nothing was there yet. */
  resume(): void {
    if (this.state.phase.is === "loading") void this.load();
    else void this.#settleIn();
  }

  /** Ends what is under way. */
  stop(): void {
    this.#running?.abort();
    this.addresses?.end();
    this.addresses = undefined;
  }

  async #fetch(signal: AbortSignal): Promise<Phase> {
    const { feed, pin } = this.#target;
    try {
      // None at all is not the page's own.
      const address = feed && new URL(feed, document.baseURI);
      const center = await loadView(address, { pin: pin ?? undefined, store: browserStore(), signal });
      return { is: "shown", center, now: Date.now() };
    } catch (cause) {
      return { is: "refused", error: toLoadError(cause), now: Date.now() };
    }
  }

  async #settle(phase: Phase): Promise<void> {
    this.set({ phase });
    const center = phase.is === "shown" ? phase.center : phase.is === "refused" && phase.error.lastVerified;
    const isPlain = phase.is === "shown" && isPlainList(phase.center);
    // Warnings and changes come with the parts that are loaded later: shown at once or not at all.
    if (!isPlain) {
      await this.loadMore();
      if (phase !== this.state.phase) return;
    }
    if (center && needsOtherColumns(center.feed)) {
      this.#otherColumn = (await loadColumns().catch(() => undefined))?.otherColumn;
      if (phase !== this.state.phase) return;
    }
    const { more } = this.state;
    if (center && (more || !center.feed.open?.length))
      this.#show(center, phase as Phase & { now: number }, more ?? settled);
    else if (center) this.set({ phase: { is: "refused", error: partMissing(), now: Date.now() } });
  }

  #show(center: TrustCenter, { now }: { now: number }, model: ChangeModel): void {
    const { languages: reader, level } = this.#target;
    const { language, more } = this.state;
    const { languages: publisher, prevailingLanguage: prevailing } = center.feed.publisher;
    const { content } = chooseLanguages({ reader, publisher, prevailing });
    const view = viewOf(center, { language, content, now, level, places: this }, model);
    const published = sectionsOf(view, this.#otherColumn);
    const list: ListState = { published, sections: published, filtered: undefined, orders: {} };
    this.set({ view, list });
    if (more !== undefined) void this.#settleIn();
    else void painted().then(() => this.loadMore());
  }

  /** Loads what comes after the first view. The list stands verified without it; opening a row tries again. */
  async loadMore(): Promise<void> {
    try {
      const more = this.state.more ?? (await loadMore());
      for (const [name, element] of Object.entries(more.elements)) define(name, element);
      this.set({ more });
      await this.#settleIn();
    } catch {
      this.set({ more: this.state.more ?? null });
    }
  }

  async #settleIn(): Promise<void> {
    const { more, view } = this.state;
    if (!more || !view) return;
    const { prefix, witnesses } = this.#target;
    if (prefix && !this.addresses) {
      this.addresses = new more.Addresses(prefix, (place) => place && this.#arrive(place));
      this.set({});
      const { place } = this.addresses;
      if (place) this.#arrive(place);
    }
    const isKept = view.standings.open.some(({ id }) => more.hasKept(view.center, id));
    // What the reader filed or wrote here before is shown where it belongs.
    if (isKept) await this.loadForms().catch(() => {});
    this.set({ witnessed: await more.witnessed(view.center, witnesses, view.now) });
  }

  async loadForms(): Promise<void> {
    const forms = await loadForms();
    define("trust-center-subscribe", forms.SubscribeElement);
    define("trust-center-objection", forms.ObjectionElement);
    this.set({ forms });
  }

  readonly #arrivals = new Set<(place: Place) => void>();

  /** Has a view told where the reader goes, until what it gives is called. */
  onArrival(arrive: (place: Place) => void): () => void {
    this.#arrivals.add(arrive);
    return () => void this.#arrivals.delete(arrive);
  }

  #arrive(place: Place): void {
    for (const arrive of this.#arrivals) arrive(place);
  }

  /** An address within the page; undefined where places have none. */
  hrefOf(place: Place): string | undefined {
    return this.addresses?.hrefOf(place);
  }

  /** An address to give away; undefined where places have none. */
  linkTo(place: Place): string | undefined {
    return this.addresses?.linkTo(place);
  }

  /** Leads the reader to a place. */
  go(place: Place): void {
    this.addresses?.go(place, "push");
    this.#arrive(place);
  }

  /** Notes in the address where the reader is, without leading there. */
  note(place: Place, how: "push" | "replace" | "soon"): void {
    if (how === "soon") this.addresses?.note(place);
    else this.addresses?.go(place, how);
  }
}

/** Whether the first view can show a list by itself. */
function isPlainList({ feed, freshness, head }: TrustCenter): boolean {
  return freshness === "fresh" && !head.root.successor && !feed.open?.length;
}

/** A list that announces changes is not true without them, and what shows them is a part that was not loaded. */
const partMissing = () =>
  new LoadError(
    new TrustCenterError("network", "Expected every part of the script, found one missing.", {}),
    undefined,
  );

/** After the next frame, or soon where none comes (a hidden tab): what is shown first does not wait for what comes later. */
const painted = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, 200);
  });
