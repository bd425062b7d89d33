import { css } from "lit";

/** A section below the list, and what opens in it in place. */
export const sectionStyles = css`
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
  .item > button:hover .item-title {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .item > .item-body {
    padding: 4px 0 24px;
    padding-inline-start: 28px;
  }
  .item > .note {
    padding-inline-start: 28px;
    padding-block-end: 12px;
    margin-block-start: -8px;
  }
  @container (max-width: 640px) {
    .item > .item-body {
      padding-inline-start: 0;
    }
  }
  @media print {
    .item > button > .icon {
      display: none;
    }
  }
`;
