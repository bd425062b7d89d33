import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

const paths: Record<string, SVGTemplateResult> = {
  verified: svg`<path d="M8 1.8 13 3.6v4.1c0 3-2.1 5.3-5 6.5-2.9-1.2-5-3.5-5-6.5V3.6z"/><path d="m5.7 7.9 1.7 1.7 3-3.3"/>`,
  seen: svg`<path d="M8 1.8 13 3.6v4.1c0 3-2.1 5.3-5 6.5-2.9-1.2-5-3.5-5-6.5V3.6z"/><path d="M8 5.2v3M8 10.6v.1"/>`,
  stale: svg`<circle cx="8" cy="8" r="6.2"/><path d="M8 4.7V8l2.2 1.6"/>`,
  refused: svg`<path d="M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4z"/><path d="M8 4.8v3.7M8 10.9v.1"/>`,
  chevron: svg`<path d="m6 4 4 4-4 4"/>`,
  planned: svg`<circle cx="8" cy="8" r="5.5" stroke-dasharray="2.4 2"/>`,
  active: svg`<circle cx="8" cy="8" r="5.5"/><circle cx="8" cy="8" r="2" fill="currentColor" stroke="none"/>`,
  sunset: svg`<circle cx="8" cy="8" r="5.5"/><path d="M4.2 8h7.6"/>`,
  changing: svg`<circle cx="8" cy="8" r="5.6"/><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor"/>`,
  mind: svg`<path d="M8 2.2 14.4 13.4H1.6z"/><path d="M8 6.4v3.2m0 1.9v.1"/>`,
  former: svg`<circle cx="8" cy="8" r="5.5"/><path d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2"/>`,
  sort: svg`<path d="m5 6 3-3 3 3M5 10l3 3 3-3"/>`,
  up: svg`<path d="m4.5 9.5 3.5-4 3.5 4"/>`,
  down: svg`<path d="m4.5 6.5 3.5 4 3.5-4"/>`,
  bell: svg`<path d="M4 11.5V7a4 4 0 0 1 8 0v4.5l1 1H3z"/><path d="M6.8 14.2h2.4"/>`,
};

/** A 16 px stroke icon. It never stands without a word beside it, so it is hidden from screen readers. */
export const icon = (name: keyof typeof paths & string): TemplateResult =>
  html`<svg class=${`icon ${name}`} part="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${paths[name]}</svg>`;
