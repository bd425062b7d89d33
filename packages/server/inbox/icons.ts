import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

const paths = {
  chevron: svg`<path d="m6 4 4 4-4 4"/>`,
  filed: svg`<circle cx="8" cy="8" r="5.6" stroke-dasharray="2.6 2.3"/>`,
  "under-review": svg`<circle cx="8" cy="8" r="5.6"/><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor"/>`,
  resolved: svg`<path d="m3.5 8.5 3 3 6-7"/>`,
  rejected: svg`<circle cx="8" cy="8" r="5.6"/><path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2"/>`,
  withdrawn: svg`<circle cx="8" cy="8" r="5.6"/><path d="m4.2 11.8 7.6-7.6"/>`,
  mind: svg`<path d="M8 2.2 14.4 13.4H1.6z"/><path d="M8 6.4v3.2m0 1.9v.1"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof paths;

/** A 16 px stroke. It never stands without a word beside it, so it is hidden from screen readers. */
export const icon = (name: string): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${paths[name as IconName] ?? paths.filed}</svg>`;
