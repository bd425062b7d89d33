import { css } from "lit";

/**
 * A formatted text. It can stand in a row of the list, whose table and rows are laid out as grids: its own tables are
 * tables.
 */
export const proseStyles = css`
  .prose :is(ul, ol) {
    padding-inline-start: 1.2em;
  }
  .prose table {
    display: table;
    border-collapse: collapse;
    width: 100%;
    font-size: var(--small);
  }
  .prose :is(thead, tbody) {
    display: table-row-group;
    content-visibility: visible;
    position: static;
    clip-path: none;
  }
  .prose tr {
    display: table-row;
  }
  .prose :is(th, td) {
    display: table-cell;
    padding: 6px 12px 6px 0;
    border-block-end: 1px solid var(--line);
    vertical-align: top;
    margin: 0;
  }
  .prose tr td + td::before {
    content: none !important;
  }
  .prose th {
    font-weight: 600;
  }
  .prose .scroll {
    overflow-x: auto;
  }
  .prose pre {
    overflow-x: auto;
    padding: 8px 12px;
    background: var(--faint);
    border-radius: 3px;
    margin: 0;
  }
  .prose blockquote {
    margin: 0;
    padding-inline-start: 12px;
    border-inline-start: 3px solid var(--line);
  }
  .prose li + li {
    margin-block-start: 4px;
  }
`;
