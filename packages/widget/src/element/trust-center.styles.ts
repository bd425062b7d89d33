import { css } from "lit";

/** What the first view needs. A guest: font, size and text colour are the page's. */
export const styles = css`
  :host {
    --accent: var(--trust-center-accent, light-dark(#0b57d0, #8ab4f8));
    --radius: var(--trust-center-radius, 6px);
    --line: color-mix(in srgb, currentColor 16%, transparent);
    --faint: color-mix(in srgb, currentColor 5%, transparent);
    --soft: color-mix(in srgb, currentColor 72%, transparent);
    --good: light-dark(#0a6b3d, #6fd19b);
    --warn: light-dark(#8a5300, #f2b84b);
    --warn-back: light-dark(#fff6e3, #33270f);
    --bad: light-dark(#b3261e, #ff9c94);
    --bad-back: light-dark(#fdeceb, #3b1714);
    --small: 0.875em;
    display: block;
    container-type: inline-size;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
  /* Set here and not on :host, where any rule of the page would win. Font, size and colour stay the page's. */
  .root {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 32px;
    line-height: 1.5;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    letter-spacing: normal;
    word-spacing: normal;
    white-space: normal;
    word-break: normal;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  [dir="auto"] {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul.plain {
    list-style: none;
  }
  .icon {
    width: 16px;
    height: 16px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  a,
  button.link {
    color: var(--accent);
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    text-align: start;
    cursor: pointer;
  }
  :is(button, a, input, select, textarea, [tabindex]):focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
    border-radius: 3px;
  }
  [tabindex="-1"]:focus {
    outline: none;
  }
  .heading {
    font-weight: 600;
    line-height: 1.25;
    text-wrap: balance;
  }
  .h0 {
    font-size: 1.5em;
  }
  .h1 {
    font-size: 1.125em;
  }
  .h2 {
    font-size: 1em;
  }
  .prose {
    max-width: 70ch;
  }
  .prose > * + * {
    margin-block-start: 0.75em;
  }
  .prose > * + .heading {
    margin-block-start: 1.25em;
  }
  .note,
  .none,
  .found {
    font-size: var(--small);
    color: var(--soft);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 24px;
    align-items: start;
    justify-content: space-between;
  }
  .title {
    display: grid;
    gap: 8px;
    justify-items: start;
  }
  .badge {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    font-size: var(--small);
    color: var(--soft);
    min-height: 24px;
  }
  .badge strong {
    font-weight: 600;
  }
  .badge .icon:last-child {
    width: 12px;
    height: 12px;
  }
  .badge[aria-expanded="true"] > .icon:last-child {
    rotate: 90deg;
  }
  .badge.verified :is(.icon:first-child, strong) {
    color: var(--good);
  }
  .badge:is(.seen, .stale) :is(.icon:first-child, strong) {
    color: var(--warn);
  }
  .badge.refused :is(.icon:first-child, strong) {
    color: var(--bad);
  }
  .subscribe,
  .quiet,
  .primary {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 36px;
    padding: 6px 12px;
    border: 1px solid color-mix(in srgb, currentColor 55%, transparent);
    border-radius: var(--radius);
    font-size: var(--small);
    font-weight: 600;
    white-space: nowrap;
  }
  .banner {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: start;
    padding: 12px 16px;
    border-inline-start: 3px solid var(--warn);
    background: var(--warn-back);
    border-radius: 2px;
  }
  .banner > :nth-child(2) {
    flex: 1 1 16em;
    min-width: 0;
  }
  .banner .icon {
    margin-block-start: 4px;
    color: var(--warn);
  }
  .banner.refused {
    border-color: var(--bad);
    background: var(--bad-back);
  }
  .banner.refused .icon {
    color: var(--bad);
  }
  .banner-title {
    font-weight: 600;
  }
  .code {
    font-size: var(--small);
  }
  code {
    font-family: ui-monospace, monospace;
    font-size: 0.92em;
  }
  .skeleton {
    min-height: 100vh;
    display: grid;
    align-content: start;
    gap: 16px;
  }
  .bone {
    height: 20px;
    border-radius: 3px;
    background: var(--faint);
  }
  trust-center-table,
  trust-center-filter,
  trust-center-policies,
  trust-center-history,
  trust-center-subscribe,
  trust-center-objection {
    display: block;
  }
  trust-center-policies:empty {
    display: none;
  }
  @container (max-width: 640px) {
    .h0 {
      font-size: 1.3em;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
    }
  }
`;
