import { html, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";

/**
 * Something that the reader must know before all else.
 *
 * @param isAlarm Whether it is a sign of forgery, and not of something broken on the way.
 */
export const alarm = (isAlarm: boolean, content: unknown, role: "alert" | "status" = "alert"): TemplateResult =>
  html`<div class=${`alarm ${isAlarm ? "refused" : "stale"}`} role=${role} tabindex="-1">${icon(isAlarm ? "refused" : "mind")}<div>${content}</div></div>`;
