import { css } from "lit";

/**
 * Tokens and what every part shares. A guest: font, size and text colour are the page's, and every other colour is made
 * of that text colour, so that it holds on any page, also a dark one that never said so. The clamps keep second text at
 * 4.5 : 1 and the edges of controls at 3 : 1 on any page whose own text has 4.5 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).
 */
export const styles = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  /* Where its width is its content's (flex items, floats, tracks) it has one: that of a page, or what there is. */
  :host::before {
    content: "";
    display: grid;
    grid: none / minmax(300px, 1200px);
    overflow: hidden;
  }
  /* Set here and not on :host, where any rule of the page would win. */
  .root {
    all: initial;
    display: block;
    min-inline-size: 100%;
    font: inherit;
    font-size: max(1em, 12px);
    color: inherit;
    color-scheme: inherit;
    visibility: inherit;
    pointer-events: inherit;
    -webkit-user-select: text;
    --accent: var(--trust-center-accent, currentColor);
    --radius: var(--trust-center-radius, 6px);
    --muted: oklch(from currentColor clamp(0.45, l, 0.77) c h);
    --line: color-mix(in srgb, currentColor 16%, transparent);
    --edge: oklch(from currentColor clamp(0.56, l, 0.7) c h);
    --wash: color-mix(in srgb, currentColor 5%, transparent);
    --good: oklch(from currentColor clamp(0.46, l, 0.8) 0.11 152);
    --warn: oklch(from currentColor clamp(0.47, l, 0.82) 0.11 68);
    --bad: oklch(from currentColor clamp(0.48, l, 0.82) 0.13 27);
    --on-ink: oklch(from currentColor calc((0.62 - l) * 1000) 0 0);
    --small: max(0.875em, 12px);
    --move: 150ms;
    container: root / inline-size;
    line-height: 1.5;
    overflow-wrap: break-word;
    font-variant: tabular-nums;
  }
  @supports not (color: oklch(from red l c h)) {
    .root {
      --muted: color-mix(in srgb, currentColor 84%, transparent);
      --edge: color-mix(in srgb, currentColor 68%, transparent);
      --good: color-mix(in srgb, currentColor 55%, green);
      --warn: color-mix(in srgb, currentColor 55%, orange);
      --bad: color-mix(in srgb, currentColor 55%, red);
    }
  }
  * {
    box-sizing: border-box;
  }
  /*
   * The page is laid out in its reader's direction; each text in it is read in its own (Unicode UAX #9, rules P2 and P3). Not so
   * words of ours in a line of several: a line whose parts are all set apart has no letter that gives it a direction.
   */
  div,
  p,
  li,
  dt,
  dd,
  td,
  button,
  label,
  input,
  textarea,
  .note,
  :is(.fold-head, .lane-name) > strong,
  .entry strong,
  .heading a,
  del,
  [scope],
  [lang] {
    unicode-bidi: plaintext;
  }
  .root > * {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  /* But a document is one of its own language. */
  .prose[dir] {
    text-align: start;
  }
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  .plain {
    list-style: none;
  }
  strong {
    font-weight: 600;
  }
  .icon {
    inline-size: 16px;
    block-size: 16px;
    flex: none;
    vertical-align: -3px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  :dir(rtl) > .chevron {
    rotate: 180deg;
  }
  [aria-expanded="true"] > .chevron {
    rotate: 90deg;
  }
  a,
  .link,
  .row .more {
    color: var(--accent);
    text-decoration: underline 1px;
    text-underline-offset: 3px;
  }
  :is(a, .link):hover {
    text-decoration-thickness: 2px;
  }
  .quiet {
    color: inherit;
    text-decoration-color: var(--edge);
  }
  button {
    /* Where text is said to be selected, a press begins a selection: 90 ms in 10,000 rows (Chromium 156). */
    -webkit-user-select: auto;
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    text-align: inherit;
    cursor: pointer;
  }
  .btn {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 36px;
    padding: 6px 14px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    font-size: var(--small);
    font-weight: 600;
    text-decoration: none;
    color: inherit;
  }
  .btn:hover {
    background: var(--wash);
  }
  :focus-visible {
    outline: 2px solid currentColor;
    outline-offset: 2px;
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
    margin-block-end: 12px;
  }
  .section {
    margin-block-start: 48px;
  }
  .prose {
    max-inline-size: 68ch;
  }
  .prose > * + * {
    margin-block-start: 12px;
  }
  .note,
  .none,
  .meta,
  .help,
  .answer dt {
    font-size: var(--small);
    color: var(--muted);
  }
  /* What is small is small once. */
  :is(.note, .rows) > * {
    --small: 1em;
  }
  .state {
    display: inline-flex;
    gap: 6px;
    align-items: baseline;
  }
  .state .icon {
    align-self: center;
  }
  time {
    white-space: nowrap;
    unicode-bidi: isolate;
  }
  .alarm {
    display: flex;
    gap: 12px;
    margin-block: 16px;
    padding: 16px 0;
    padding-inline-start: 16px;
    border-block: 1px solid var(--tone);
    border-inline-start: 4px solid var(--tone);
  }
  .alarm,
  .badge {
    --tone: var(--warn);
  }
  .verified {
    --tone: var(--good);
  }
  .refused {
    --tone: var(--bad);
  }
  .alarm > .icon {
    inline-size: 20px;
    block-size: 20px;
    margin-block-start: 2px;
    color: var(--tone);
  }
  .alarm > div {
    min-inline-size: 0;
    max-inline-size: 68ch;
  }
  .alarm :is(.btn, details) {
    margin-block-start: 8px;
  }
  code {
    font-family: ui-monospace, Menlo, monospace;
    font-size: max(0.8125em, 12px);
    overflow-wrap: anywhere;
  }
  .skeleton {
    min-block-size: 100vh;
    display: grid;
    align-content: start;
    gap: 16px;
  }
  .bone {
    block-size: 20px;
    border-radius: 3px;
    background: var(--wash);
  }
  .paper {
    display: none;
  }
  trust-center-table,
  trust-center-filter,
  trust-center-chains,
  trust-center-policies,
  trust-center-history,
  trust-center-subscribe,
  trust-center-objection {
    display: block;
  }
  @container root (max-width: 640px) {
    .btn {
      min-block-size: 44px;
    }
    .h0 {
      font-size: 1.3em;
    }
    time {
      white-space: normal;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .root {
      --move: 0s;
    }
  }
`;
