import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";

/** One labelled control with its help before and its error beside it. */
export interface Field {
  /** Unique in the widget. */
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly type?: "text" | "email" | "area";
  readonly autocomplete?: "email" | "name" | "organization" | "off";
  readonly maxLength: number;
  readonly required: boolean;
}

export function field(
  { id, name, label, help, type = "text", autocomplete = "off", maxLength, required }: Field,
  error?: string,
): TemplateResult {
  const described = [help ? `${id}-help` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  const invalid = error ? "true" : nothing;
  return html`<div class="field">
    <label for=${id}><strong>${label}</strong></label>
    ${help ? html`<p class="help" id=${`${id}-help`}>${help}</p>` : nothing}
    ${
      type === "area"
        ? html`<textarea id=${id} name=${name} maxlength=${maxLength} ?required=${required} aria-invalid=${invalid} aria-describedby=${described || nothing}></textarea>`
        : html`<input
            id=${id}
            name=${name}
            type=${type}
            maxlength=${maxLength}
            ?required=${required}
            autocomplete=${autocomplete}
            aria-invalid=${invalid}
            aria-describedby=${described || nothing}
          />`
    }
    ${error ? errorText(`${id}-error`, error) : nothing}
  </div>`;
}

/** What is wrong with a control, for its `aria-describedby`. */
export const errorText = (id: string, words: string): TemplateResult =>
  html`<p class="error" id=${id}>${icon("refused")}<span>${words}</span></p>`;
