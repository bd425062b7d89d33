import { css } from "lit";

/** Tables, their rows, and rows as labelled blocks where it is narrow. */
export const listStyles = css`
  .upcoming,
  .list,
  .group {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  .list > * + .group {
    margin-block-start: 16px;
  }
  .filter {
    min-height: 95px;
  }
  table {
    display: block;
    font-size: 0.9375em;
  }
  thead,
  tbody {
    display: block;
  }
  @supports (content-visibility: auto) {
    tbody ~ tbody {
      content-visibility: auto;
      contain-intrinsic-size: auto 1100px;
    }
  }
  tr {
    display: grid;
    grid-template-columns: minmax(9em, 1.3fr) minmax(0, 1.8fr) repeat(calc(var(--columns) - 2), minmax(0, 1fr));
    gap: 0 16px;
    padding-block: 9px;
    border-block-end: 1px solid var(--line);
  }
  thead tr {
    padding-block: 4px;
    border-color: color-mix(in srgb, currentColor 36%, transparent);
  }
  th,
  td {
    display: block;
    padding: 0;
    min-width: 0;
    font-weight: inherit;
  }
  th {
    text-align: start;
  }
  th button {
    display: inline-flex;
    gap: 4px;
    align-items: center;
    min-height: 28px;
    font-size: 0.9333em;
    color: var(--soft);
  }
  th .icon {
    width: 12px;
    height: 12px;
    opacity: 0.55;
  }
  th:is([aria-sort="ascending"], [aria-sort="descending"]) button {
    color: inherit;
    font-weight: 600;
  }
  @container (min-width: 640.02px) {
    tr:not(.details-row) td + td {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
      overflow: hidden;
      align-self: start;
    }
  }
  .open {
    position: relative;
    padding-inline-start: 18px;
    font-weight: 600;
    min-height: 24px;
  }
  .open::before {
    content: "";
    position: absolute;
    inset-block-start: 0.55em;
    inset-inline-start: 2px;
    width: 6px;
    height: 6px;
    border: solid var(--soft);
    border-width: 1.5px 1.5px 0 0;
    rotate: 45deg;
    transition: rotate 140ms;
  }
  .open:dir(rtl)::before {
    rotate: -135deg;
  }
  .open[aria-expanded="true"]::before {
    rotate: 135deg;
  }
  .open:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .status {
    display: flex;
    gap: 6px;
    margin-inline-start: 18px;
    font-size: var(--small);
    color: var(--soft);
  }
  .status .icon {
    margin-block-start: 3px;
    width: 14px;
    height: 14px;
  }
  .status.planned {
    color: var(--accent);
  }
  .status.sunset {
    color: var(--warn);
  }
  .details-row {
    display: block;
    padding: 8px 0 24px 18px;
    min-height: 48px;
  }
  .details-row:dir(rtl) {
    padding: 8px 18px 24px 0;
  }
  .show-all {
    margin-block-start: 12px;
  }
  @container (max-width: 640px) {
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tr {
      display: block;
      padding-block: 12px;
    }
    tr:not(.details-row) td + td {
      display: grid;
      grid-template-columns: minmax(6.5em, 28%) minmax(0, 1fr);
      gap: 12px;
      margin: 4px 0 0;
      margin-inline-start: 18px;
    }
    tr:not(.details-row) td + td::before {
      content: attr(data-label);
      font-size: var(--small);
      color: var(--soft);
    }
    tr:not(.details-row) td.empty {
      display: none;
    }
  }
`;
