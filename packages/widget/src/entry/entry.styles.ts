import { css } from "lit";

/** What is said of an entry, of the publisher, of what was checked: facts under their labels. */
export const entryStyles = css`
  .details {
    display: grid;
    gap: 20px;
    grid-template-columns: minmax(0, 1fr);
  }
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
  .facts :is(ul, ol) {
    padding-inline-start: 1.2em;
  }
  .item-title {
    font-weight: 600;
  }
  .meta {
    font-size: var(--small);
    color: var(--soft);
  }
  .lines {
    white-space: pre-line;
  }
  @container (max-width: 640px) {
    .facts {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .facts > dd {
      margin-block-end: 8px;
    }
  }
`;
