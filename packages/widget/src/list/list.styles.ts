import { css } from "lit";

/**
 * The list's tables, their rows, and rows as labelled blocks where it is narrow. They are laid out as grids, so that the
 * browser can skip groups of rows that are out of sight. Every rule names the list's own table: texts have tables too.
 */
export const listStyles = css`
  .group {
    margin-block-start: 24px;
  }
  .group > .heading {
    margin-block-end: 4px;
  }
  .filter {
    min-block-size: 118px;
  }
  .rows {
    display: block;
    font-size: var(--small);
    margin-block-start: 12px;
  }
  .rows > :is(thead, tbody) {
    display: block;
  }
  @supports (content-visibility: auto) {
    .rows > tbody ~ tbody {
      content-visibility: auto;
      contain-intrinsic-size: auto 2600px;
    }
  }
  .row {
    display: grid;
    grid: auto / minmax(0, 1.35fr) minmax(0, 1.4fr);
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1.15fr);
    gap: 0 20px;
    padding-block: 10px;
    border-block-end: 1px solid var(--line);
  }
  tbody > .row {
    cursor: pointer;
  }
  tbody > .row:hover {
    background: linear-gradient(var(--wash), var(--wash));
  }
  thead > .row {
    padding-block: 0 4px;
    border-color: var(--edge);
  }
  .row > * {
    display: block;
    padding: 0;
    min-inline-size: 0;
    font-weight: inherit;
    text-align: inherit;
  }
  .row > .state {
    display: flex;
  }
  .row > th > button:not(.open) {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    min-block-size: 28px;
    color: var(--muted);
  }
  .row > th[aria-sort] .icon {
    inline-size: 12px;
    block-size: 12px;
    color: var(--edge);
  }
  .row > :is([aria-sort="ascending"], [aria-sort="descending"]) > button {
    color: inherit;
    font-weight: 600;
  }
  .open {
    position: relative;
    /* Its text is on the line of the other cells. */
    inset-block-start: -1.5px;
    padding-inline-start: 24px;
    font-weight: 600;
    min-block-size: 24px;
  }
  .open::before {
    content: "";
    position: absolute;
    inset-block-start: 0.5em;
    inset-inline-start: 3px;
    inline-size: 7px;
    block-size: 7px;
    border: solid;
    border-width: 1.5px 1.5px 0 0;
    rotate: 45deg;
    transition: rotate var(--move);
  }
  .open:dir(rtl)::before {
    rotate: -135deg;
  }
  .open[aria-expanded="true"]::before {
    rotate: 135deg;
  }
  .row > th > .note {
    display: block;
    margin-inline-start: 24px;
  }
  .row > th > .status {
    display: flex;
    gap: 6px;
    margin-inline-start: 24px;
  }
  .status .icon {
    inline-size: 14px;
    block-size: 14px;
    margin-block-start: 3px;
  }
  .row > .lines {
    white-space: pre-line;
  }
  .row > td > :is(.out, .note:not(:first-child)) {
    display: block;
  }
  .row .more {
    white-space: nowrap;
  }
  .square,
  .note.out::before {
    content: "";
    display: inline-block;
    inline-size: 10px;
    block-size: 10px;
    margin-inline-end: 6px;
    background: var(--accent);
  }
  .square.out,
  .note.out::before {
    background: repeating-linear-gradient(135deg, currentColor 0 2px, transparent 2px 5px);
    border: 1.5px solid;
  }
  .warn {
    color: var(--warn);
  }
  .row.opened {
    border-color: transparent;
  }
  .details-row {
    display: block;
    border-block-end: 1px solid var(--line);
  }
  .details-row > td {
    display: block;
    padding: 4px 0 24px;
    padding-inline-start: 24px;
    min-block-size: 48px;
  }
  .show-all {
    margin-block-start: 12px;
  }
  @container root (max-width: 860px) {
    .filter {
      min-block-size: 153px;
    }
  }
  @container root (max-width: 640px) {
    .filter {
      min-block-size: 217px;
    }
    .rows > thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .row {
      display: block;
    }
    .row > td {
      display: flow-root;
      padding-block: 2px;
      padding-inline-start: 140px;
    }
    .row > td::before {
      content: attr(data-label);
      float: inline-start;
      inline-size: 104px;
      margin-inline-start: -116px;
      color: var(--muted);
    }
    .row.opened > td,
    .hit-below > td {
      display: none;
    }
    .open {
      padding-block: 6px;
    }
    .open::before {
      margin-block-start: 5px;
    }
  }
  @container root (max-width: 300px) {
    .row > td {
      padding-inline-start: 24px;
    }
    .row > td::before {
      inline-size: 100%;
      margin: 0;
    }
  }
`;
