import { css, unsafeCSS } from "lit";

/** Widths of bars in twentieths: policies of pages forbid style attributes. */
const shares = unsafeCSS([...Array(20).keys()].map((at) => `.of-${at + 1}{flex-grow:${at + 1}}`).join(""));

/** Where data goes. */
export const whereStyles = css`
  .split {
    display: flex;
    gap: 3px;
    margin-block-end: 16px;
    font-size: var(--small);
  }
  .split > li {
    flex-basis: 0;
    min-inline-size: min-content;
  }
  ${shares}
  .split .note {
    display: block;
  }
  .split .square {
    display: block;
    inline-size: auto;
    margin: 0 0 6px;
  }
  .square.unknown {
    background: none;
    border: 1.5px dotted var(--edge);
  }
  .square.plan {
    background: none;
    border: 1.5px dashed;
  }
  .where {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--small);
  }
  .where .square {
    inline-size: 14px;
    block-size: 14px;
    margin-inline-end: 3px;
    vertical-align: -2px;
  }
  .where :is(th, td) {
    text-align: inherit;
    vertical-align: top;
    padding: 8px 0;
    padding-inline-end: 20px;
    border-block-end: 1px solid var(--line);
    font-weight: inherit;
  }
  .where thead th {
    color: var(--muted);
    padding-block: 0 6px;
    border-color: var(--edge);
  }
  .where thead :nth-last-child(n + 3):not(:first-child) {
    inline-size: 12%;
  }
  .where .where-group th {
    font-weight: 600;
    padding-block: 20px 6px;
  }
  .where th[scope="row"] :is(a, button) {
    font-weight: 600;
  }
  .chains li {
    margin-block-start: 6px;
    font-size: var(--small);
  }
  .chains li li {
    font-size: 1em;
  }
  .chains .link {
    padding-block: 4px;
  }
  .chain {
    padding-inline-start: 16px;
    border-inline-start: 1px solid var(--line);
    margin-block: 4px 12px;
  }
  .where + .note {
    margin-block-start: 8px;
  }
  @container (max-width: 640px) {
    .split {
      display: grid;
      gap: 4px;
    }
    .split .note {
      display: inline;
    }
    .split .square {
      display: inline-block;
      inline-size: 14px;
      block-size: 14px;
      margin: 0;
      margin-inline-end: 8px;
    }
    .where,
    .where :is(tbody, tr, th, td) {
      display: block;
    }
    .where tr {
      padding-block: 10px;
      border-block-end: 1px solid var(--line);
    }
    .where :is(th, td) {
      border: 0;
      padding: 2px 0;
    }
    .where .where-group {
      border: 0;
      padding-block-end: 0;
    }
    .where td[data-label] {
      display: grid;
      grid-template-columns: 104px minmax(0, 1fr);
      gap: 12px;
    }
    .where td[data-label]::before {
      content: attr(data-label);
      color: var(--muted);
    }
    .where thead,
    .where td:empty,
    .where td.empty {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .square {
      forced-color-adjust: none;
      background: CanvasText;
    }
    .square.out {
      background: none;
      outline: 2px solid CanvasText;
      outline-offset: -4px;
    }
  }
`;
