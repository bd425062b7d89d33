import { html, nothing, type TemplateResult } from "lit";
import type { Change } from "../api.ts";
import { dayText, momentText } from "../dates.ts";
import type { Desk } from "../desk.ts";
import { icon } from "../icons.ts";
import { words } from "../words.ts";

export const moment = (instant: string): TemplateResult =>
  html`<time datetime=${instant}>${momentText(instant)}</time>`;

/** A moment with its zone, in one line. */
export const utc = (instant: string): TemplateResult => html`<span class="whole">${moment(instant)} UTC</span>`;

export const day = (instant: string): TemplateResult => html`<time datetime=${instant}>${dayText(instant)}</time>`;

/** A head of a table, and whether it stands at the end of its column. */
type Head = string | { end: string };

/**
 * A table that becomes labelled blocks where it is narrow. Its roles are written out: a browser takes them from a table that is
 * laid out as blocks.
 */
export const table = (name: string, heads: readonly Head[], rows: unknown): TemplateResult => html`
  <table class="lines" role="table" aria-label=${name}>
    <thead role="rowgroup"><tr role="row">${heads.map((head) =>
      typeof head === "string"
        ? html`<th role="columnheader" scope="col">${head}</th>`
        : html`<th role="columnheader" scope="col" class="r">${head.end || html`<span class="unseen">${words.what}</span>`}</th>`,
    )}</tr></thead>
    <tbody role="rowgroup">${rows}</tbody>
  </table>`;

export const cell = (label: string, content: unknown, isLast = false): TemplateResult =>
  html`<td role="cell" class=${isLast ? "r" : ""} data-l=${label}><div>${content}</div></td>`;

/** What others wrote, in whatever direction they write, among words of the page. */
export const theirs = (text: string): TemplateResult => html`<bdi>${text}</bdi>`;

/** An address, that breaks where it is narrow before its host. */
export const mailbox = (email: string): TemplateResult => {
  const at = email.lastIndexOf("@") + 1;
  return html`<bdi>${email.slice(0, at)}<wbr>${email.slice(at)}</bdi>`;
};

/** The change that something is about. Of one that is not listed any more the id stands for the title. */
export type About = Pick<Change, "title" | "gone">;

/** The title of a change; where nothing is left of it, with what became of it. */
export const titleView = ({ title, gone }: About, more: unknown = nothing): TemplateResult =>
  html`${title}${more}${
    gone
      ? html`<span class="meta block"><span class="state">${icon("withdrawn")}<span>${words.gone[gone]}</span></span></span>`
      : nothing
  }`;

/** What opens what is under it. */
export const opener = (label: unknown): TemplateResult =>
  html`<summary class="opener"><span class="chevron">${icon("chevron")}</span>${label}</summary>`;

/** What was said of what was done somewhere. It is read out, and gets the focus where it is a fault. */
export const said = (desk: Desk, where: string): TemplateResult | typeof nothing =>
  desk.said?.where === where
    ? html`<p class=${desk.said.isFault ? "said bad" : "said good"} role=${desk.said.isFault ? "alert" : "status"} tabindex="-1">
        ${icon(desk.said.isFault ? "mind" : "resolved")}<span>${desk.said.text}</span></p>`
    : nothing;

/** Something that is asked for once more before it is done. */
export const confirmed = (label: string, text: string, action: TemplateResult): TemplateResult => html`
  <details class="sure"><summary>${label}</summary><p class="note">${text}</p>${action}</details>`;
