import { css } from "lit";

/** Tables of changes, of places and of texts. Rows of the first two are labelled blocks where it is narrow. */
export const tablesStyles = css`
  .compare,
  .where,
  .cells {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--small);
  }
  :is(.compare, .where, .cells) :is(th, td) {
    text-align: inherit;
    vertical-align: top;
    font-weight: inherit;
    padding: 8px 0;
    padding-inline-end: 16px;
    border-block-end: 1px solid var(--line);
  }
  .cells th,
  .where th[scope="row"] :is(a, button) {
    font-weight: 600;
  }
  :is(.compare, .where) thead > tr > * {
    color: var(--muted);
    padding-block: 0 6px;
    border-color: var(--edge);
  }
  @container root (max-width: 640px) {
    :is(.compare, .where),
    :is(.compare, .where) :is(tbody, tr, th, td) {
      display: block;
      min-inline-size: 100%;
    }
    :is(.compare, .where) tr {
      padding-block: 10px;
      border-block-end: 1px solid var(--line);
    }
    :is(.compare, .where) :is(th, td) {
      border: 0;
      padding: 2px 0;
    }
    .where .where-group {
      border: 0;
      padding-block-end: 0;
    }
    :is(.compare, .where) td[data-label] {
      display: grid;
      grid-template-columns: 104px minmax(0, 1fr);
      gap: 0 12px;
    }
    :is(.compare, .where) td::before {
      content: attr(data-label);
      color: var(--muted);
    }
    :is(.compare, .where) thead,
    .where td:is(:empty, .empty) {
      display: none;
    }
  }
  @container root (max-width: 300px) {
    :is(.compare, .where) td[data-label] {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
