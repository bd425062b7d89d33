import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { dayText, momentText } from "./dates.ts";
import { Desk, type Overview } from "./desk.ts";
import { icon } from "./icons.ts";
import { styles } from "./trust-center-inbox.styles.ts";
import { approvalsView } from "./view/approvals.ts";
import { auditView } from "./view/audit.ts";
import { nextView } from "./view/next.ts";
import { objectionsView } from "./view/objections.ts";
import { recipientsView } from "./view/recipients.ts";
import { signInView } from "./view/sign-in.ts";
import { tokensView } from "./view/tokens.ts";
import { deliveriesView, tasksView, toldView, upcomingView } from "./view/told.ts";
import { webhooksView } from "./view/webhooks.ts";
import { words } from "./words.ts";

/** Milliseconds between looks at what is new, while the page is seen. */
const pause = 60_000;

/** By these a reader begins with something. */
const acts = ["keydown", "pointerdown", "wheel"] as const;

/** The privacy team's page. */
export class TrustCenterInbox extends LitElement {
  static override styles = styles;

  readonly #desk = new Desk(() => this.requestUpdate());
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.#arrive);
    document.addEventListener("visibilitychange", this.#refresh);
    for (const act of acts) addEventListener(act, this.#drop);
    this.#timer = setInterval(this.#refresh, pause);
    void this.#desk.load().then(this.#arrive);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.#arrive);
    document.removeEventListener("visibilitychange", this.#refresh);
    for (const act of acts) removeEventListener(act, this.#drop);
    clearInterval(this.#timer);
  }

  /** What is being written stays: its form is not made anew. */
  #refresh = (): void => {
    if (document.visibilityState === "visible" && this.#desk.session && !this.#desk.isBusy) void this.#desk.load();
  };

  get #place(): string {
    return decodeURIComponent(location.hash.slice(1));
  }

  /** Reads what the address asks for: a page, a section or an objection. */
  #arrive = (): void => {
    const [desk, place] = [this.#desk, this.#place];
    if (!desk.session) return;
    desk.said = undefined;
    this.#goal = place;
    if (place === "recipients" && !desk.recipients) void desk.find("");
    if (place === "audit") void desk.readAudit();
    if (place === "programs") void desk.readTokens();
    if (place === "webhooks") void desk.readWebhooks();
    if (place.startsWith("objection-") && desk.opened?.id !== place.slice(10)) void desk.openCase(place.slice(10));
    this.requestUpdate();
  };

  /** Where the address leads, until that is shown or the reader has begun with something else. */
  #goal = "";

  #drop = (): void => {
    this.#goal = "";
  };

  #go(): void {
    const goal = this.#goal;
    const at = goal && this.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(goal)}`);
    if (!at || (goal.startsWith("objection-") && !this.#desk.opened?.of)) return;
    this.#drop();
    at.scrollIntoView();
    (at.querySelector<HTMLElement>(".open-row") ?? at).focus({ preventScroll: true });
  }

  protected override updated(_changed: PropertyValues): void {
    const vendor = this.#desk.session?.vendor;
    document.title = vendor ? `${words.signInTitle} – ${vendor}` : words.signInTitle;
    this.#go();
    const fault = this.renderRoot.querySelector<HTMLElement>(".said.bad");
    // Whoever pressed a button hears why nothing was done, wherever that stands.
    if (fault && fault !== this.#told) fault.focus();
    this.#told = fault;
    this.#keepFocus();
  }

  #told: HTMLElement | null = null;

  /** What has the focus, also while it is held up or once it is gone: until the reader leaves it. */
  #focused: HTMLElement | undefined;

  protected override firstUpdated(): void {
    this.renderRoot.addEventListener("focusin", ({ target }) => {
      this.#focused = target as HTMLElement;
    });
    this.renderRoot.addEventListener("focusout", ({ target }) => {
      // What is held up or taken away is left by nobody.
      queueMicrotask(() => {
        const isLeft = (target as HTMLElement).isConnected && !(target as HTMLElement).matches(":disabled");
        if (isLeft && this.#focused === target && !this.shadowRoot?.activeElement) this.#focused = undefined;
      });
    });
  }

  /** Whoever pressed a button goes on from there, or from what was said where the button is gone. */
  #keepFocus(): void {
    const at = this.#focused;
    if (!at || this.shadowRoot?.activeElement || at.matches(":disabled")) return;
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
    if (at.isConnected) at.focus();
    else (find(".said") ?? find("main"))?.focus();
  }

  protected override render(): TemplateResult {
    return html`<div class="root">${this.#page()}</div>`;
  }

  #page(): TemplateResult {
    const desk = this.#desk;
    if (desk.session === null) return signInView(desk, this.getAttribute("provider"));
    if (desk.session === undefined)
      return html`<main>${this.#trouble()}${
        desk.trouble
          ? nothing
          : html`<div class="skeleton" aria-busy="true"><span class="unseen">${words.loading}</span>
        <p class="bone"></p><p class="bone"></p><p class="bone"></p></div>`
      }</main>`;
    const pages: Record<string, () => TemplateResult> = {
      recipients: () => recipientsView(desk),
      ...(desk.isAdmin && {
        audit: () => auditView(desk),
        programs: () => tokensView(desk),
        webhooks: () => webhooksView(desk),
      }),
    };
    const place = this.#place in pages ? this.#place : "";
    const link = (to: string, label: string) =>
      html`<a href="#${to}" aria-current=${place === to ? "page" : nothing}>${label}</a>`;
    return html`<header class="bar"><strong>${desk.session.vendor}</strong>
        <nav aria-label="Main">${link("", words.inbox)}${link("recipients", words.recipients)}${
          desk.isAdmin
            ? [link("audit", words.audit), link("programs", words.programs), link("webhooks", words.webhooks)]
            : nothing
        }</nav>
        <span class="who">${desk.session.email} <button type="button" class="link" @click=${desk.signOut}>${words.signOut}</button></span></header>
      <main tabindex="-1">${this.#trouble()}${(pages[place] ?? (() => this.#inbox()))()}</main>`;
  }

  #trouble(): TemplateResult | typeof nothing {
    const { trouble, load } = this.#desk;
    if (!trouble) return nothing;
    return html`<div class="alarm" role="alert">${icon("mind")}<div><p>${trouble}</p>
      <button type="button" class="btn" @click=${load}>${words.again}</button></div></div>`;
  }

  #inbox(): TemplateResult {
    const { overview } = this.#desk;
    if (!overview)
      return html`<h1>${words.inbox}</h1><div class="skeleton" aria-busy="true"><p class="bone"></p><p class="bone"></p><p class="bone"></p></div>`;
    return html`<h1>${words.inbox}</h1>
      <p class="meta">${headText(overview)}</p>
      ${
        overview.status.problems.length > 0
          ? html`<div class="alarm" role="alert">${icon("mind")}<div><strong>${words.problems}</strong>
            <ul class="plain">${overview.status.problems.map((one) => html`<li>${words.problem(one)}</li>`)}</ul></div></div>`
          : nothing
      }
      ${nextView(this.#desk, overview)}
      ${objectionsView(this.#desk, overview)}
      ${approvalsView(this.#desk, overview)}
      ${tasksView(this.#desk, overview.tasks)}
      ${deliveriesView(this.#desk, overview.deliveries)}
      ${toldView(this.#desk, overview)}
      ${upcomingView(overview)}`;
  }
}

/** The list's version, and whether the service is in order. */
function headText({ changes: { list }, status, at }: Overview): string {
  const { problems, outbox } = status;
  const waiting = outbox ? outbox.queued + outbox.leased + outbox.unknown : 0;
  return [
    list ? words.listVersion(list.version, dayText(list.published)) : words.noList,
    problems.length === 0 ? words.inOrder : words.notInOrder,
    ...(waiting > 0 ? [words.mailsWait(waiting)] : []),
    `${words.checked(momentText(new Date(at).toISOString()))} UTC`,
  ].join(" · ");
}
