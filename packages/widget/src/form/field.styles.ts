import { css } from "lit";

/** Controls with their labels, and buttons: of the search and of forms. */
export const fieldStyles = css`
  .field {
    display: grid;
    gap: 4px;
    align-content: start;
    font-size: var(--small);
    min-inline-size: 0;
  }
  .field > span {
    overflow-wrap: anywhere;
    font-weight: 600;
  }
  :is(input:not([type="checkbox"]), select, textarea) {
    font: inherit;
    color: inherit;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 36px;
    padding: 6px 10px;
    border: 1px solid var(--edge);
    border-radius: var(--radius);
    background: transparent;
  }
  option {
    color: #111;
    background: #fff;
  }
  .do {
    background: currentColor;
    border-color: transparent;
  }
  .do:hover {
    background: currentColor;
  }
  .do > span {
    color: var(--on-ink);
  }
  .do:hover > span {
    text-decoration: underline;
  }
  @supports not (color: oklch(from red l c h)) {
    .do {
      background: none;
      border: 2px solid;
    }
    .do > span {
      color: inherit;
    }
  }
  @container root (max-width: 640px) {
    :is(input:not([type="checkbox"]), select, textarea) {
      min-block-size: 44px;
      font-size: max(1em, 16px);
    }
  }
`;
