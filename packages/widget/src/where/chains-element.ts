import { type Subprocessor, standingsAt } from "@trust-center/feed";
import { dayText, hostOf, plainAll, readField, say, subprocessorField } from "@trust-center/reading";
import { browserStore, LoadError, loadView, type TrustCenter } from "@trust-center/sdk";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { refusal } from "../badge/banner.ts";
import { icon } from "../view/icons.ts";
import { InnerElement } from "../view/inner-element.ts";
import { outward } from "../view/link.ts";
import { toLoadError } from "../view/load-error.ts";
import { moreWords, readerOf } from "../view/reader.ts";
import { heading } from "../view/text.ts";

import type { Engagement } from "./places.ts";

/** What came of a sub-processor's own list. */
type Found = "asked" | TrustCenter | LoadError;

/** The lists that led to one. */
interface Above {
  /** A chain that comes back to one of them ends. */
  readonly addresses: readonly string[];
  /** Whether each of them is verified. */
  readonly verified: boolean;
}

type Linked = Subprocessor & { readonly feed: NonNullable<Subprocessor["feed"]> };

export const hasOwnFeed = (entry: Subprocessor): entry is Linked => entry.feed !== undefined;

/**
 * The sub-processors of sub-processors that publish lists of their own, as deep as lists lead to others. Each is fetched
 * when the reader asks for it, and verified by the pin that the list before it has signed.
 */
export class ChainsElement extends InnerElement {
  static override readonly properties: PropertyDeclarations = {
    ...InnerElement.properties,
    found: { state: true },
  };

  /** By the address of a list. */
  declare protected found: ReadonlyMap<string, Found>;
  #ending = new AbortController();

  constructor() {
    super();
    this.found = new Map();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#ending.abort();
    // A page may move the element.
    this.#ending = new AbortController();
  }

  #set(url: string, found: Found | undefined): void {
    const all = new Map(this.found);
    if (found) all.set(url, found);
    else all.delete(url);
    this.found = all;
  }

  async #ask({ url, pin }: Linked["feed"]): Promise<void> {
    this.#set(url, "asked");
    try {
      this.#set(url, await loadView(url, { pin, store: browserStore(), signal: this.#ending.signal }));
    } catch (cause) {
      this.#set(url, toLoadError(cause));
    }
  }

  protected override render(): TemplateResult {
    const t = moreWords(this.view);
    const { center, standings: own } = this.view;
    const standings = own.entries.filter(({ entry }) => hasOwnFeed(entry));
    return html`<section class="group chains">
      ${heading(this.view, 2, t("theirOwn"))}
      <ul class="plain">${standings.map((one) => this.#line(one, { addresses: [center.address], verified: center.trust === "verified" }))}</ul>
    </section>`;
  }

  #line({ entry, status }: Engagement, above: Above): TemplateResult {
    const { view } = this;
    const t = moreWords(view);
    const name = say(view, entry.name);
    const field = subprocessorField("locations");
    const places = field ? plainAll(readField(field, entry, readerOf(view)), view) : "";
    const isLed = hasOwnFeed(entry) && !above.addresses.includes(entry.feed.url);
    const found = isLed ? this.found.get(entry.feed.url) : undefined;
    const turn = () => isLed && (found ? this.#set(entry.feed.url, undefined) : void this.#ask(entry.feed));
    return html`<li>
      ${name} <span class="note">${[places, status === "active" ? "" : t(`status_${status}`)].filter(Boolean).join(" · ")}</span>
      ${
        isLed
          ? html`${outward(entry.feed.url, hostOf(entry.feed.url))} <button type="button" class="link" aria-expanded=${String(found !== undefined)} aria-label=${`${found ? t("close") : t("show")}: ${name}`} @click=${turn}>${found ? t("close") : t("show")}</button>`
          : nothing
      }
      ${isLed && found ? html`<div class="chain" aria-busy=${String(found === "asked")}>${this.#found(entry, found, above)}</div>` : nothing}
    </li>`;
  }

  #found({ feed }: Linked, found: Found, above: Above): unknown {
    const { view } = this;
    if (found === "asked") return html`<p class="note" role="status">${view.t("loading")}</p>`;
    if (found instanceof LoadError)
      return refusal({ language: view.language, contact: undefined }, found, () => void this.#ask(feed));
    const { t } = view;
    // A pin is worth as much as the list that names it.
    const verified = above.verified && found.trust === "verified";
    const below = { addresses: [...above.addresses, feed.url], verified };
    const isFresh = found.freshness === "fresh";
    const state = !isFresh
      ? html`${icon("stale")} ${t("stale")}`
      : verified
        ? html`${icon("verified")} ${t("verified")}`
        : html`${icon("seen")} ${t("firstSeen")}`;
    const day = dayText(view.tag, isFresh ? found.feed.published : found.verified);
    return html`<p class="note" role="status">${state} · ${isFresh ? t("updated") : ""} ${day}</p>
      <ul class="plain">${standingsAt(found.feed, Date.now()).entries.map((one) => this.#line(one, below))}</ul>`;
  }
}
