import { css } from "lit";

/** The widget's tokens and rules, on a page of its own: two sizes, two weights, hairlines, a 4 px grid. */
export const styles = css`
  :host { display: block; }
  .root {
    --accent: light-dark(#1f4fa3, #8db4f5);
    --muted: oklch(from currentColor clamp(0.45, l, 0.77) c h);
    --line: color-mix(in srgb, currentColor 16%, transparent);
    --edge: oklch(from currentColor clamp(0.56, l, 0.7) c h);
    --wash: color-mix(in srgb, currentColor 5%, transparent);
    --good: oklch(from currentColor clamp(0.46, l, 0.8) 0.11 152);
    --warn: oklch(from currentColor clamp(0.47, l, 0.82) 0.11 68);
    --bad: oklch(from currentColor clamp(0.48, l, 0.82) 0.13 27);
    --on-ink: oklch(from currentColor calc((0.62 - l) * 1000) 0 0);
    --small: 0.875em;
    container-type: inline-size;
    min-block-size: 100vh;
    overflow-wrap: break-word;
    font-variant-numeric: tabular-nums;
  }
  * { box-sizing: border-box; }
  p, ul, ol, dl, dd, h1, h2, h3, blockquote, fieldset { margin: 0; padding: 0; border: 0; font: inherit; min-inline-size: 0; }
  h1, h2, h3, strong { font-weight: 600; }
  h1 { font-size: 1.5em; line-height: 1.25; }
  h2 { font-size: 1.125em; margin-block-end: 8px; }
  h3 { font-size: var(--small); margin-block-end: 8px; }
  legend { padding: 0; }
  .plain { list-style: none; }
  .meta, .note { font-size: var(--small); color: var(--muted); }
  .meta .meta, .lines .meta { font-size: max(0.92em, 12px); }
  .muted { color: var(--muted); }
  .block { display: block; }
  .good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
  .unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  time, .whole { white-space: nowrap; }
  code { font-family: ui-monospace, SFMono-Regular, Menlo, "Liberation Mono", monospace; font-size: max(0.92em, 12px); overflow-wrap: anywhere; }
  .icon { inline-size: 16px; block-size: 16px; flex: none; vertical-align: -3px; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
  a, .link { color: var(--accent); text-decoration: underline 1px; text-underline-offset: 3px; }
  :is(a, .link):hover { text-decoration-thickness: 2px; }
  button { font: inherit; color: inherit; background: none; border: 0; padding: 0; text-align: start; cursor: pointer; }
  .link { display: inline; color: var(--accent); }
  .quiet { color: inherit; text-decoration-color: var(--edge); }
  .btn { display: inline-flex; align-items: center; justify-content: center; min-block-size: 36px; padding: 4px 14px; border: 1px solid var(--edge); border-radius: 6px; color: inherit; font-size: var(--small); font-weight: 600; white-space: nowrap; text-decoration: none; }
  .btn:hover { background: var(--wash); }
  .btn.do { background: currentColor; border-color: transparent; }
  .btn.do > span { color: var(--on-ink); }
  .btn:disabled { opacity: 0.6; cursor: default; }
  :focus-visible { outline: 2px solid currentColor; outline-offset: 2px; border-radius: 3px; }
  [tabindex="-1"]:focus { outline: none; }
  .bar { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: baseline; padding: 12px 32px; border-block-end: 1px solid var(--line); font-size: var(--small); }
  .bar .who { margin-inline-start: auto; }
  .bar nav { display: flex; flex-wrap: wrap; gap: 4px 20px; flex: 1; }
  .bar nav a { color: inherit; text-decoration: none; text-underline-offset: 6px; }
  .bar nav a:hover { text-decoration: underline 1px; }
  .bar nav [aria-current] { font-weight: 600; text-decoration: underline 2px; }
  main { max-inline-size: 1200px; margin: 0 auto; padding: 32px; }
  main.narrow { max-inline-size: 480px; display: grid; gap: 16px; padding-block-start: 15vh; }
  .narrow form, .stack { display: grid; gap: 20px; align-content: start; }
  .stack.small { gap: 12px; }
  .narrow form { gap: 12px; justify-items: start; } .narrow .field { inline-size: 100%; }
  .section { margin-block-start: 48px; scroll-margin-block-start: 24px; }
  .section.first { margin-block-start: 24px; }
  /* A page begins at one height, whichever it is. */
  :is(main > :first-child, .alarm + .section) { margin-block-start: 0; }
  .head { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; justify-content: space-between; }
  .none { padding-block: 8px; }
  .next { display: grid; grid-template-columns: 168px 1fr auto; gap: 4px 24px; align-items: baseline; padding-block: 12px; border-block-end: 1px solid var(--line); }
  .next:first-child { border-block-start: 1px solid var(--edge); }
  .rest .next:first-child { border-block-start: 0; }
  .choices { display: flex; gap: 4px 20px; margin-block: 0 8px; font-size: var(--small); }
  .choice { min-block-size: 28px; text-underline-offset: 5px; }
  .choice:hover { text-decoration: underline 1px; }
  .choice[aria-pressed="true"] { font-weight: 600; text-decoration: underline 2px; }
  .lines { margin-block-start: 8px; inline-size: 100%; border-collapse: collapse; font-size: var(--small); }
  .lines :is(th, td) { text-align: start; vertical-align: top; padding: 10px 20px 10px 0; border-block-end: 1px solid var(--line); font-weight: inherit; }
  .lines :is(th, td):last-child { padding-inline-end: 0; }
  .lines thead th { color: var(--muted); padding-block: 0 6px; border-color: var(--edge); }
  .lines .r { text-align: end; }
  /* Names take no more than their share. What has no end breaks anywhere, and a word of the page nowhere. */
  .lines tbody th { inline-size: 28%; } .lines tbody th.whole { inline-size: auto; }
  .lines tbody th > *, .lines td > div { min-inline-size: 5.5em; overflow-wrap: anywhere; }
  .lines tr.is-open > * { border-block-end-color: transparent; }
  .lines tr[id] { scroll-margin-block-start: 24px; }
  .open-row { display: grid; grid-template-columns: 16px minmax(0, 1fr); gap: 8px; inline-size: 100%; }
  .open-row:hover strong { text-decoration: underline 1px; text-underline-offset: 3px; }
  .chevron .icon { vertical-align: -3px; }
  .opener { list-style: none; inline-size: fit-content; cursor: pointer; } .opener::-webkit-details-marker { display: none; }
  .opener .chevron { display: inline-block; margin-inline-end: 4px; block-size: 20px; vertical-align: top; }
  [aria-expanded="true"] > .chevron, [open] > .opener > .chevron { rotate: 90deg; transform-origin: 8px 10px; }
  .state { display: inline-flex; gap: 6px; align-items: baseline; } .state .icon { align-self: center; }
  .lines .detail > td { padding: 0 0 20px; }
  .case { display: grid; grid-template-columns: minmax(0, 5fr) minmax(0, 3fr); gap: 20px 56px; padding-inline-start: 24px; font-size: 1rem; }
  blockquote, .wrote { padding-inline-start: 16px; border-inline-start: 2px solid currentColor; max-inline-size: 64ch; white-space: pre-wrap; overflow-wrap: anywhere; }
  .wrote { border-color: var(--edge); margin-block: 4px; }
  .steps { list-style: none; font-size: var(--small); }
  .steps li { display: grid; grid-template-columns: 16px minmax(0, 1fr); gap: 0 10px; padding-block-end: 10px; position: relative; }
  .steps li:not(:last-child)::before { content: ""; position: absolute; inset: 22px auto 0 7.5px; border-inline-start: 1px solid var(--edge); }
  .steps .icon { margin-block-start: 3px; } .steps .meta { font-size: 1em; }
  .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 20px; font-size: var(--small); }
  .facts dt { color: var(--muted); } .facts dd { overflow-wrap: anywhere; } .facts .meta { font-size: 1em; }
  .options { display: grid; gap: 8px; font-size: var(--small); }
  .options label { display: grid; grid-template-columns: 16px 1fr; gap: 10px; }
  .options input, .check input { accent-color: currentColor; inline-size: 16px; block-size: 16px; margin: 2px 0 0; }
  .options :is(.meta, .note) { font-size: 1em; } .options legend { margin-block-end: 8px; }
  .field { display: grid; gap: 4px; }
  .field > label { font-size: var(--small); font-weight: 600; }
  .check { display: flex; gap: 8px; align-items: baseline; font-size: var(--small); } .check input { translate: 0 2px; }
  .field :is(input, select, textarea) { inline-size: 100%; min-block-size: 36px; padding: 6px 10px; border: 1px solid var(--edge); border-radius: 6px; background: none; color: inherit; font: inherit; font-size: var(--small); }
  .field textarea { min-block-size: 112px; field-sizing: content; resize: vertical; }
  .search, .narrow-form { max-inline-size: 480px; margin-block: 16px 8px; }
  .acts { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; } .acts .note { flex-basis: 100%; } .acts > .link { font-size: var(--small); }
  p.acts { margin-block-start: 16px; }
  .said { display: flex; gap: 8px; align-items: baseline; font-size: var(--small); margin-block: 8px; } .said .icon { align-self: start; margin-block-start: 3px; }
  .alarm { display: grid; grid-template-columns: 20px 1fr; gap: 4px 12px; margin-block: 0 24px; padding: 16px 0; padding-inline-start: 16px; border-block: 1px solid var(--warn); border-inline-start: 4px solid var(--warn); }
  .alarm > .icon { inline-size: 20px; block-size: 20px; margin-block-start: 2px; color: var(--warn); }
  .alarm .btn { margin-block-start: 8px; }
  .lines + .note { margin-block-start: 8px; } .note + .lines { margin-block-start: 16px; } .head > .link { font-size: var(--small); } .lines .sure { font-size: 1em; }
  .sure { font-size: var(--small); text-align: start; } .sure[open] { padding-block-end: 8px; } .sure > :not(summary) { margin-block-start: 8px; } .r .sure summary { text-align: end; } .r > div > .acts { justify-content: end; margin-block-end: 4px; }
  .sure > summary { color: var(--accent); text-decoration: underline 1px; text-underline-offset: 3px; list-style: none; inline-size: fit-content; } .r .sure > summary { margin-inline-start: auto; } .sure > summary::-webkit-details-marker { display: none; }
  .lines .sure, .lines .note, .sure .note { font-size: 1em; }
  .made { padding: 12px; background: var(--wash); border-radius: 6px; }
  .field option { color: #111; background: #fff; }
  .case :is(.sure, .stack > .note, .acts .note) { font-size: var(--small); }
  .rest > summary { padding-block: 12px; font-size: var(--small); }
  .skeleton { display: grid; gap: 16px; margin-block-start: 24px; }
  /* Nothing is shown before 300 ms. */
  .bone { block-size: 20px; border-radius: 3px; background: var(--wash); animation: seen 150ms 300ms both; }
  @keyframes seen { from { opacity: 0; } }
  @media (prefers-reduced-motion: reduce) { .bone { animation-duration: 1ms; } }
  @container (max-width: 860px) { .case { grid-template-columns: minmax(0, 1fr); } }
  @container (max-width: 640px) {
    .btn { min-block-size: 44px; }
    .choice, .sure > summary, .rest > summary, .lines .link { min-block-size: 24px; }
    .field :is(input, select) { min-block-size: 44px; } .field :is(input, select, textarea) { font-size: 16px; }
    .bar { padding: 12px 20px; } .bar nav { order: 3; flex-basis: 100%; }
    main { padding: 20px; }
    .next { grid-template-columns: minmax(0, 1fr); } .next .btn { justify-self: start; }
    .lines, .lines :is(tbody, tr, th, td) { display: block; } .lines thead { position: absolute; clip-path: inset(50%); block-size: 1px; overflow: hidden; }
    .lines tr { padding-block: 10px; border-block-end: 1px solid var(--line); }
    .lines tr.is-open { border-block-end: 0; }
    .lines :is(th, td) { border: 0; padding: 2px 0; } .lines tbody th { inline-size: auto; }
    .lines td[data-l] { display: grid; grid-template-columns: 104px minmax(0, 1fr); gap: 12px; }
    .lines td[data-l=""] { grid-template-columns: minmax(0, 1fr); }
    .lines td[data-l]:not([data-l=""])::before { content: attr(data-l); color: var(--muted); }
    .lines .r, .r .sure summary { text-align: start; } .r .sure > summary { margin-inline-start: 0; } .r > div > .acts { justify-content: start; }
    .case { padding-inline-start: 24px; }
  }
  @media (forced-colors: active) { .btn.do > span { color: ButtonText; } .btn.do { background: ButtonFace; border-color: ButtonText; } }
`;
