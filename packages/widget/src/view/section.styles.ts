import { css } from "lit";

/** What opens in place below the list, and small pieces that several sections share. */
export const sectionStyles = css`
  .ink {
    position: absolute;
    inset: 0 auto auto 0;
    inline-size: 1px;
    block-size: 1px;
    visibility: hidden;
    outline-color: var(--on-ink);
    transition: color 1ms;
  }
  [data-ink="light"] :is(input, select, textarea) {
    color-scheme: dark;
  }
  [data-ink="dark"] :is(input, select, textarea) {
    color-scheme: light;
  }
  @supports (color: oklch(from red l c h)) {
    [data-ink="light"] {
      --accent: oklch(from var(--trust-center-accent, currentColor) max(l, 0.75) c h);
    }
    [data-ink="dark"] {
      --accent: oklch(from var(--trust-center-accent, currentColor) min(l, 0.53) c h);
    }
  }
  /* What is small is small once: the first view says it of its own. */
  :is(
      .where,
      .history,
      .facts,
      .acts,
      .field,
      .found,
      .compare,
      .checks,
      .contacts,
      .axis,
      .chains li,
      section > .plain,
      aside
    )
    > * {
    --small: 1em;
  }
  summary {
    display: flex;
    gap: 6px;
    align-items: center;
    min-block-size: 24px;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  [open] > summary > .chevron {
    rotate: 90deg;
  }
  .fold {
    border-block-start: 1px solid var(--line);
  }
  .fold:last-child {
    border-block-end: 1px solid var(--line);
  }
  .fold-head {
    display: grid;
    grid-template-columns: 16px 1fr auto;
    gap: 0 8px;
    inline-size: 100%;
    padding-block: 12px;
  }
  .fold-head > .icon {
    margin-block-start: 4px;
    transition: rotate var(--move);
  }
  .fold-head > .note {
    grid-column: 2;
  }
  .fold-head > .version {
    grid-column: 3;
    grid-row: 1;
    padding-block-start: 2px;
  }
  .plain-head > strong {
    grid-column: 2;
  }
  .fold-body {
    padding: 8px 0 24px;
    padding-inline-start: 24px;
  }
  .doc {
    display: grid;
    grid-template-columns: 200px minmax(0, 68ch);
    gap: 24px 40px;
  }
  .doc > nav {
    align-self: start;
    padding-inline-start: 12px;
    border-inline-start: 1px solid var(--line);
    font-size: var(--small);
  }
  .doc nav li + li {
    margin-block-start: 6px;
  }
  .panel {
    display: grid;
    gap: 16px;
    max-inline-size: 640px;
    margin-block-start: 16px;
    padding-inline-start: 20px;
    border-inline-start: 2px solid;
  }
  .panel.wide {
    max-inline-size: none;
    margin-block: 0 24px;
  }
  .command {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 12px;
    padding: 8px 12px;
    background: var(--wash);
    border-radius: var(--radius);
    font-size: var(--small);
  }
  /* What is typed runs from the left on every page. */
  .command > code {
    text-align: left;
  }
  @container root (max-width: 860px) {
    .doc {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container root (max-width: 640px) {
    .fold-head {
      grid-template-columns: 16px 1fr;
    }
    .fold-head > .version {
      grid-column: 2;
      grid-row: auto;
    }
    .fold-body {
      padding-inline: 0;
    }
    .panel {
      padding-inline-start: 16px;
    }
    .command {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
