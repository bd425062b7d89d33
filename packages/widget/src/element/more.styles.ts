import { css } from "lit";

/** Details, checks, policies, history, terms. */
export const moreStyles = css`
  .facts {
    display: grid;
    grid-template-columns: minmax(8em, 13em) minmax(0, 1fr);
    gap: 6px 24px;
    max-width: 60em;
  }
  .facts > dt {
    color: var(--soft);
    font-size: var(--small);
    padding-block-start: 1px;
  }
  .facts ul,
  .facts ol,
  .prose :is(ul, ol) {
    padding-inline-start: 1.2em;
  }
  .facts ul.plain,
  .section ul.plain {
    padding: 0;
  }
  .facts a {
    overflow-wrap: anywhere;
  }
  .details {
    display: grid;
    gap: 20px;
    grid-template-columns: minmax(0, 1fr);
  }
  .checks {
    display: grid;
    gap: 12px;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .checks li {
    display: flex;
    gap: 8px;
    max-width: 75ch;
  }
  .checks li + li {
    margin-block-start: 6px;
  }
  .checks .icon {
    margin-block-start: 4px;
    color: var(--good);
  }
  .checks .no .icon {
    color: var(--warn);
  }
  .checks code,
  .command {
    overflow-wrap: anywhere;
  }
  .command {
    display: block;
    padding: 8px 12px;
    background: var(--faint);
    border-radius: 3px;
    font-size: var(--small);
  }
  .section {
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
  }
  .item {
    border-block-end: 1px solid var(--line);
  }
  .item:first-child {
    border-block-start: 1px solid var(--line);
  }
  .item > button {
    position: relative;
    width: 100%;
    padding: 12px 0;
    padding-inline-start: 28px;
  }
  .item > button > .icon {
    position: absolute;
    inset-block-start: 18px;
    inset-inline-start: 0;
    width: 12px;
    height: 12px;
    color: var(--soft);
    transition: rotate 140ms;
  }
  .item > button > .meta {
    margin-inline-start: 8px;
  }
  .item > button[aria-expanded="true"] > .icon {
    rotate: 90deg;
  }
  .item-title {
    font-weight: 600;
  }
  .item > button:hover .item-title {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .meta {
    font-size: var(--small);
    color: var(--soft);
  }
  .item > :is(.policy, .item-body) {
    padding: 4px 0 24px;
    padding-inline-start: 28px;
  }
  .item > .note {
    padding-inline-start: 28px;
    padding-block-end: 12px;
    margin-block-start: -8px;
  }
  .policy .h2 {
    font-size: 1.125em;
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
  .history {
    list-style: none;
    display: grid;
    gap: 0;
  }
  .entry {
    display: grid;
    grid-template-columns: 8em minmax(0, 1fr);
    gap: 4px 24px;
    padding-block: 12px;
    border-block-end: 1px solid var(--line);
  }
  .entry:first-child {
    border-block-start: 1px solid var(--line);
  }
  .entry time {
    color: var(--soft);
    font-size: var(--small);
  }
  .before {
    text-decoration: line-through;
  }
  .contacts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(16em, 100%), 1fr));
    gap: 16px 24px;
    list-style: none;
  }
  .lines {
    white-space: pre-line;
  }
  @container (max-width: 640px) {
    .facts,
    .entry {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .facts > dd {
      margin-block-end: 8px;
    }
    .item > :is(.policy, .item-body) {
      padding-inline-start: 0;
    }
  }
  @media print {
    .item > button > .icon {
      display: none;
    }
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: end;
  }
  .field {
    display: grid;
    gap: 4px;
    font-size: var(--small);
    min-width: 0;
  }
  .field > span {
    font-weight: 600;
  }
  .field.search {
    flex: 1 1 14em;
    max-width: 24em;
  }
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    width: 100%;
    min-height: 36px;
    padding: 6px 10px;
    border: 1px solid color-mix(in srgb, currentColor 55%, transparent);
    border-radius: var(--radius);
    background: transparent;
  }
  select {
    max-width: 16em;
  }
  option {
    background: Canvas;
    color: CanvasText;
  }
  .found {
    flex: 1 1 100%;
    display: flex;
    gap: 12px;
  }
  :is(.subscribe, .quiet):hover {
    background: var(--faint);
  }
  .primary {
    background: var(--accent);
    border-color: var(--accent);
    color: light-dark(#fff, #10151c);
  }
  .primary:hover {
    background: color-mix(in srgb, var(--accent) 88%, currentColor);
  }
  @media print {
    .subscribe,
    .filter,
    th .icon,
    .open::before,
    .banner button {
      display: none;
    }
    tbody {
      content-visibility: visible;
    }
    tr {
      break-inside: avoid;
    }
    tr:not(.details-row) td + td {
      -webkit-line-clamp: none;
    }
  }
  @container (max-width: 640px) {
    .field,
    .field.search {
      flex: 1 1 100%;
      max-width: none;
    }
    select {
      max-width: none;
    }
  }
`;
