import { changeKind, dayText, pastChangePiece, startText } from "@trust-center/reading";
import { isAlarm, type LogEntry, loadHistory, type TrustCenterError } from "@trust-center/sdk";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { InnerElement } from "../view/inner-element.ts";
import { moreWords, readerOf } from "../view/reader.ts";
import { text } from "../view/text.ts";
import { changedFields } from "./changed-fields.ts";

/** The change history: replayed from the signed log when it is opened. */
export class HistoryElement extends InnerElement {
  static override readonly properties: PropertyDeclarations = {
    ...InnerElement.properties,
    open: { state: true },
    entries: { state: true },
    error: { state: true },
  };

  declare protected open: boolean;
  declare protected entries: readonly LogEntry[] | undefined;
  declare protected error: TrustCenterError | undefined;

  constructor() {
    super();
    this.open = false;
  }

  protected override render(): TemplateResult {
    const t = moreWords(this.view);
    return html`<section class="section" aria-labelledby="history">
      <div class="item">
        <button type="button" aria-expanded=${String(this.open)} @click=${this.#toggle}>
          ${icon("chevron")}<span class="item-title" id="history">${t("history")}</span>
          <span class="meta">${t("shown", { n: this.view.center.head.manifest.log.size })}</span>
        </button>
        ${this.open ? html`<div class="item-body">${this.#content()}</div>` : nothing}
      </div>
    </section>`;
  }

  #content(): TemplateResult {
    const t = moreWords(this.view);
    if (this.error) {
      return html`<div class="banner refused" role="alert">
        ${icon("refused")}
        <p>${isAlarm(this.error) ? this.view.t("refusedText") : t("partFailed")} <code>${this.error.code}</code></p>
      </div>`;
    }
    if (!this.entries) return html`<p role="status" class="note">${t("detailsLoading")}</p>`;
    if (this.entries.length === 0) return html`<p class="none">${t("historyEmpty")}</p>`;
    return html`<ol class="history">${[...this.entries].reverse().map((entry) => this.#entry(entry))}</ol>
      ${this.#pastChanges()}`;
  }

  /** The publisher's own record, apart from what the log proves. */
  #pastChanges(): TemplateResult | typeof nothing {
    const { view } = this;
    const { pastChanges = [] } = view.center.feed;
    if (pastChanges.length === 0) return nothing;
    const reader = readerOf(view);
    return html`<p class="item-title">${moreWords(view)("pastChanges")}</p>
      <ul class="history">
        ${pastChanges.map((one) => {
          const { label, text: what, lines = [] } = pastChangePiece(one, reader);
          return html`<li class="entry"><span>${label}</span><div><p>${what}</p>${lines.map(({ text }) => html`<p class="summary">${text}</p>`)}</div></li>`;
        })}
      </ul>`;
  }

  #entry({ at, change }: LogEntry): TemplateResult {
    const { view } = this;
    const { t, language } = view;
    const { reason, window, touches, effective } = change;
    const touched = touches && this.entries?.find((entry) => entry.change.id === touches.change)?.change;
    const start = startText(change, readerOf(view));
    return html`<li class="entry">
      <time datetime=${at}>${dayText(language.tag, at)}</time>
      <div>
        <p><span class="kind">${changeKind(change, readerOf(view))}</span>
          <span class="item-title">${change.name ? text(view, change.name) : nothing}</span></p>
        ${reason ? html`<p class="summary">${text(view, reason)}</p>` : nothing}
        ${
          effective !== change.announced && start
            ? html`<p class="meta">${window ? html`${t("deadline")}: ${dayText(language.tag, window.deadline)} · ` : nothing}${t("effective")}: ${start}</p>`
            : nothing
        }
        ${changedFields(view, change, touched)}
      </div>
    </li>`;
  }

  async #toggle(): Promise<void> {
    this.open = !this.open;
    if (!this.open || this.entries) return;
    this.error = undefined;
    try {
      this.entries = await loadHistory(this.view.center);
    } catch (error) {
      this.error = error as TrustCenterError;
    }
  }
}
