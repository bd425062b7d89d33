import { changeKind, dayText, pastChangePiece, startText } from "@trust-center/reading";
import {
  type AppliedList,
  asOf,
  diffVersions,
  type LogEntry,
  loadHistory,
  type TrustCenterError,
  type VersionDifference,
} from "@trust-center/sdk";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { failedPart } from "../badge/failed-part.ts";
import { placeLink } from "../view/place-link.ts";
import { PrintedElement } from "../view/printed-element.ts";
import { moreWords, readerOf } from "../view/reader.ts";
import { heading, text } from "../view/text.ts";
import { changedFields } from "./changed-fields.ts";
import { comparison, pastList } from "./past.ts";

/** Bytes of a history that is loaded without being asked for. */
const atOnce = 200_000;
/** Entries that are shown before "show all". */
const newestFirst = 10;

/** A view of the past that is asked for: on its way, there, or refused. */
type Past =
  | { is: "loading" }
  | { is: "list"; date: string; applied: AppliedList }
  | { is: "difference"; from: string; to: string; found: VersionDifference }
  | { is: "failed"; error: TrustCenterError };

/** The history: the list as of a day, what differs between two days, and every change, replayed from the signed log. */
export class HistoryElement extends PrintedElement {
  static override readonly properties: PropertyDeclarations = {
    ...PrintedElement.properties,
    entries: { state: true },
    error: { state: true },
    past: { state: true },
    all: { state: true },
  };

  declare protected entries: readonly LogEntry[] | undefined;
  declare protected error: TrustCenterError | undefined;
  declare protected past: Past | undefined;
  declare protected all: boolean;
  #asked: Promise<void> | undefined;

  constructor() {
    super();
    this.all = false;
  }

  /** Loads the history once. */
  load(): Promise<void> {
    if (!this.#asked) this.requestUpdate();
    this.#asked ??= loadHistory(this.view.center).then(
      (entries) => {
        this.entries = entries;
      },
      (error: TrustCenterError) => {
        this.error = error;
        this.#asked = undefined;
      },
    );
    return this.#asked;
  }

  async unfold(): Promise<void> {
    await this.load();
    this.unfoldNow();
    await this.updateComplete;
  }

  #before: { readonly all: boolean; readonly open: readonly HTMLDetailsElement[] } | undefined;

  protected override unfoldNow(): void {
    if (this.#before) return;
    this.#before = { all: this.all, open: [...this.querySelectorAll<HTMLDetailsElement>("details[open]")] };
    this.all = true;
  }

  protected override fold(): void {
    if (!this.#before) return;
    const { all, open } = this.#before;
    this.#before = undefined;
    for (const said of this.querySelectorAll("details")) said.open = open.includes(said);
    this.all = all;
  }

  protected override updated(): void {
    if (this.#before) for (const said of this.querySelectorAll("details")) said.open = true;
  }

  /** Shows the list as of the end of a day: `2026-03-01`. */
  showAt(date: string): Promise<void> {
    return this.#look(async () => ({ is: "list", date, applied: await asOf(this.view.center, date) }));
  }

  /** Shows in what the lists of two days differ. */
  compare(from: string, to: string): Promise<void> {
    const [a, b] = [from, to].sort() as [string, string];
    return this.#look(async () => ({
      is: "difference",
      from: a,
      to: b,
      found: await diffVersions(this.view.center, a, b),
    }));
  }

  async #look(find: () => Promise<Past>): Promise<void> {
    this.past = { is: "loading" };
    try {
      this.past = await find();
    } catch (error) {
      this.past = { is: "failed", error: error as TrustCenterError };
    }
    await this.updateComplete;
  }

  protected override firstUpdated(): void {
    // What is there is found and printed. It waits for all that is seen first.
    if (this.view.center.head.manifest.files.history.length <= atOnce) setTimeout(() => void this.load());
  }

  protected override render(): TemplateResult {
    const t = moreWords(this.view);
    return html`<section class="section" aria-labelledby="history">
      ${heading(this.view, 1, t("history"), "history")}
      ${this.#tools()} ${this.past ? html`<div class="panel wide" id="past" tabindex="-1">${this.#pastView(this.past)}</div>` : nothing}
      ${this.#content()}
    </section>`;
  }

  /** Two small forms: one day, and two days. */
  #tools(): TemplateResult {
    const t = moreWords(this.view);
    const { places, now } = this.view;
    const today = new Date(now).toISOString().slice(0, 10);
    const first = this.entries?.[0]?.at.slice(0, 10);
    const day = (name: string, label: string, value: string) =>
      html`<label class="field"><span>${label}</span><input type="date" name=${name} required .value=${value} min=${first ?? nothing} max=${today} /></label>`;
    const submit = (go: (values: Record<string, string>) => void) => (event: SubmitEvent) => {
      event.preventDefault();
      go(
        Object.fromEntries(
          [...new FormData(event.target as HTMLFormElement)].map(([name, value]) => [name, String(value)]),
        ),
      );
    };
    return html`<div class="past-tools">
      <form @submit=${submit(({ at = "" }) => places.go({ is: "at", date: at }))}>
        ${day("at", t("listAsOf"), first ?? today)}<button type="submit" class="btn">${t("show")}</button>
      </form>
      <form @submit=${submit(({ from = "", to = "" }) => places.go({ is: "diff", from, to }))}>
        ${day("from", t("compareDay"), first ?? today)}${day("to", t("withDay"), today)}<button type="submit" class="btn">${t("compare")}</button>
      </form>
    </div>`;
  }

  #pastView(past: Past): TemplateResult {
    const t = moreWords(this.view);
    const close = html` <button type="button" class="link" @click=${() => {
      this.past = undefined;
    }}>${t("close")}</button>`;
    switch (past.is) {
      case "loading":
        return html`<p role="status" class="note">${t("detailsLoading")}</p>`;
      case "failed":
        return failedPart(this.view, past.error, close);
      case "list":
        return html`<p><strong>${t("listOf", { date: dayText(this.view.tag, past.date), version: past.applied.feed.version })}</strong>${close}</p>${pastList(this.view, past.applied)}`;
      case "difference":
        return html`<p><strong>${t("compared", { from: dayText(this.view.tag, past.from), to: dayText(this.view.tag, past.to) })}</strong>${close}</p>${comparison(this.view, past.found)}`;
    }
  }

  #content(): TemplateResult {
    const t = moreWords(this.view);
    if (this.error) {
      const retry = () => {
        this.error = undefined;
        void this.load();
      };
      return failedPart(
        this.view,
        this.error,
        html`<button type="button" class="btn" @click=${retry}>${t("tryAgain")}</button>`,
      );
    }
    if (!this.#asked && !this.entries) {
      const n = this.view.center.head.manifest.log.size;
      return html`<button type="button" class="btn" @click=${() => void this.load()}>${t("showAll", { n })}</button>`;
    }
    if (!this.entries) return html`<p role="status" class="note">${t("detailsLoading")}</p>`;
    const newest = [...this.entries].reverse();
    const shown = this.all ? newest : newest.slice(0, newestFirst);
    return html`<ol class="history plain">${shown.map((entry) => this.#entry(entry))}</ol>
      ${
        shown.length < newest.length
          ? html`<button type="button" class="link" @click=${() => {
              this.all = true;
            }}>${t("showAll", { n: newest.length })}</button>`
          : nothing
      }
      ${this.#pastChanges()}`;
  }

  /** The publisher's own record, apart from what the log proves. */
  #pastChanges(): TemplateResult | typeof nothing {
    const { view } = this;
    const { pastChanges = [] } = view.center.feed;
    if (pastChanges.length === 0) return nothing;
    const reader = readerOf(view);
    const t = moreWords(view);
    return html`<p class="item-title">${t("pastChanges")}</p>
      <ul class="history plain">
        ${pastChanges.map((one) => {
          const { label, text: what, lines = [] } = pastChangePiece(one, reader);
          return html`<li class="entry"><span class="note">${label}</span><span></span><div><p>${what}</p>${lines.map(({ text }) => html`<p>${text}</p>`)}</div></li>`;
        })}
      </ul>`;
  }

  #entry(entry: LogEntry): TemplateResult {
    const { view, entries = [] } = this;
    const { at, change, feed } = entry;
    const t = moreWords(view);
    const { reason, window, effective } = change;
    const reader = readerOf(view);
    const start = startText(change, reader);
    const dates = [window && `${t("deadline")}: ${dayText(view.tag, window.deadline)}`, `${t("effective")}: ${start}`];
    return html`<li class="entry">
      <time class="note" datetime=${at}>${placeLink(view, { is: "at", date: at.slice(0, 10) }, dayText(view.tag, at))}</time>
      <span class="note">${t("versionN", { version: feed.version })}</span>
      <div>
        <p>${changeKind(change, reader)}${change.name ? html`: <strong>${text(view, change.name)}</strong>` : nothing}</p>
        ${reason ? html`<p class="prose">${text(view, reason)}</p>` : nothing}
        ${effective !== change.announced && start ? html`<p class="note">${dates.filter(Boolean).join(" · ")}</p>` : nothing}
        ${changedFields(view, entries, entry)}
      </div>
    </li>`;
  }
}
