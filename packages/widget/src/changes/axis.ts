import { type Change, dayFor, windowState } from "@trust-center/feed";
import { changeKind, monthText, say, shortDayText } from "@trust-center/reading";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { InnerElement } from "../view/inner-element.ts";
import { moreWords, readerOf } from "../view/reader.ts";
import { onResize } from "../view/resize.ts";
import { changeShape } from "./shape.ts";

/** Milliseconds. */
const day = 24 * 60 * 60 * 1000;
/** Lanes beyond these fold: the text of each change says the same. */
const mostLanes = 6;
/** Months named on the axis at most. */
const mostTicks = 5;
/** The part of the axis that the name of a month takes, with its year. */
const tickRoom = 0.16;

/** Percent of the axis. */
type Position = number;

/**
 * All changes on one axis with today on it: window so far, window left, then announced only, then in effect. Its dates
 * stand in the text of each change, so that screen readers have them there and not twice.
 */
export class AxisElement extends InnerElement {
  static override readonly properties: PropertyDeclarations = {
    ...InnerElement.properties,
    changes: { attribute: false },
  };

  declare changes: readonly Change[];
  #unfollow?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unfollow = onResize(this, () => this.#place());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unfollow?.();
  }

  protected override render(): TemplateResult {
    const { view } = this;
    const { tag, now } = view;
    const t = moreWords(view);
    const lanes = this.changes.slice(0, mostLanes);
    const [start, end] = this.#span(lanes);
    const at = (time: number): Position => ((time - start) / (end - start)) * 100;
    const months = monthsBetween(start, end);
    return html`<figure class="axis" part="timeline" role="img" aria-label=${t("axis", { n: lanes.length })}>
      <div class="axis-top">
        ${months.map((month, index) => html`<span class="tick meta" data-x=${at(Math.max(month, start))}>${monthText(tag, month, index === 0 || new Date(month).getUTCMonth() === 0)}</span>`)}
        <strong class="today" data-x=${at(now)}>${t("todayIs", { date: shortDayText(tag, new Date(now).toISOString()) })}</strong>
      </div>
      ${lanes.map((change) =>
        this.#lane(
          change,
          at,
          months.filter((month) => month > start),
        ),
      )}
    </figure>`;
  }

  #span(changes: readonly Change[]): [start: number, end: number] {
    const times = changes.flatMap((change) =>
      [change.announced, dayFor(change), change.window?.deadline].flatMap((instant) =>
        instant ? [Date.parse(instant)] : [],
      ),
    );
    return [Math.min(this.view.now, ...times) - 14 * day, Math.max(this.view.now, ...times) + 7 * day];
  }

  #lane(change: Change, at: (time: number) => Position, months: readonly number[]): TemplateResult {
    const { view } = this;
    const { tag, now } = view;
    const t = moreWords(view);
    const { announced, window } = change;
    const effective = dayFor(change);
    const from = at(Date.parse(announced));
    const deadline = window && at(Date.parse(window.deadline));
    const start = effective === null ? undefined : at(Date.parse(effective));
    const end = deadline ?? from;
    const isOpen = windowState(window, now) === "open";
    const past = Math.min(end, at(now));
    return html`<div class="lane">
      <p class="lane-name"><strong>${say(view, change.name) || changeKind(change, readerOf(view))}</strong>
        <span class="meta state">${icon(changeShape(change))}${changeKind(change, readerOf(view))}</span></p>
      <div class="bar">
        ${months.map((month) => html`<i class="month" data-x=${at(month)}></i>`)}
        ${deadline === undefined ? nothing : html`<i class="window" data-x=${from} data-z=${end}></i><i class="window past" data-x=${from} data-z=${past}></i>`}
        ${start !== undefined && start - end > 0.5 ? html`<i class="rest" data-x=${end} data-z=${start}></i>` : nothing}
        ${deadline === undefined ? nothing : html`<i class="stroke" data-x=${deadline}></i>`}
        <i class="now" data-x=${at(now)}></i>
        ${start === undefined ? nothing : html`<i class="diamond" data-x=${start}></i>`}
        <span class="label before told meta" data-x=${from}><span class="word">${t("announced")} </span>${shortDayText(tag, announced)}</span>
        ${
          window && deadline !== undefined
            ? html`<strong class="label before due" data-x=${deadline}>${isOpen ? t("objectBy", { date: shortDayText(tag, window.deadline) }) : shortDayText(tag, window.deadline)}</strong>`
            : nothing
        }
        ${
          effective !== null && start !== undefined
            ? html`<span class="label effect" data-x=${start}><span class="word">${t("effective")} </span>${shortDayText(tag, effective)}</span>`
            : nothing
        }
      </div>
    </div>`;
  }

  protected override updated(): void {
    this.#place();
  }

  /** Puts marks on their places, through the object model: policies of pages forbid style attributes. */
  #place(): void {
    for (const mark of this.querySelectorAll<HTMLElement>("[data-x]")) {
      mark.style.setProperty("--x", mark.dataset.x ?? "");
      if (mark.dataset.z) mark.style.setProperty("--z", mark.dataset.z);
    }
    for (const bar of this.querySelectorAll<HTMLElement>(".bar")) thinOut(bar);
    for (const tick of this.querySelectorAll(".tick")) turnInside(tick);
  }
}

/** The first days of the months of a span: the month that it begins in, then as many as have room. */
function monthsBetween(start: number, end: number): number[] {
  const first = new Date(start);
  const months: number[] = [];
  for (let at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth()); at < end; ) {
    months.push(at);
    const date = new Date(at);
    at = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
  }
  const step = Math.ceil(months.length / mostTicks);
  const room = (end - start) * tickRoom;
  // The month that it begins in may be nearly over.
  const from = (months[1] ?? end) - start < room ? 1 : 0;
  return months.filter((_, index) => index >= from && (index - from) % step === 0);
}

/**
 * Where labels would meet, the effect stands before its mark; then words go, then the day of the announcement, then the
 * effect. The deadline never goes: where there is no room before its mark, it stands at the beginning.
 */
const steps = [
  ...["", "no-words", "no-words no-told"].flatMap((step) => [step, `${step} effect-before`]),
  "no-words no-told due-alone",
  "no-words no-told due-alone due-inside",
];

function thinOut(bar: HTMLElement): void {
  for (const step of steps) {
    bar.className = `bar ${step}`.trim();
    if (!meet(bar)) return;
  }
}

/** A month that begins near the end of the axis is named before its mark. */
function turnInside(tick: Element): void {
  tick.classList.remove("before");
  const { left, right } = tick.getBoundingClientRect();
  const frame = (tick.parentElement as Element).getBoundingClientRect();
  tick.classList.toggle("before", left < frame.left - 1 || right > frame.right + 1);
}

function meet(bar: HTMLElement): boolean {
  const frame = bar.getBoundingClientRect();
  const boxes = [...bar.querySelectorAll(".label")]
    .map((label) => label.getBoundingClientRect())
    .filter(({ width }) => width > 0)
    .sort((a, b) => a.left - b.left);
  return boxes.some(
    (box, at) =>
      box.left < frame.left - 1 ||
      box.right > frame.right + 1 ||
      // Their own padding keeps them apart.
      (at > 0 && box.left < (boxes[at - 1]?.right ?? 0) - 1),
  );
}
