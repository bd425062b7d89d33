import { css } from "lit";

/** What is said of an entry, of the publisher, of what was checked: facts under their labels. */
export const entryStyles = css`
  .details {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 24px 48px;
  }
  .details .heading {
    padding-block-end: 4px;
    margin-block-end: 8px;
    border-block-end: 1px solid var(--line);
  }
  .details .facts {
    grid-template-columns: 124px minmax(0, 1fr);
    gap: 6px 12px;
  }
  .facts {
    display: grid;
    grid-template-columns: fit-content(12em) minmax(0, 1fr);
    gap: 6px 20px;
    font-size: var(--small);
  }
  .facts > dt {
    color: var(--muted);
  }
  :is(.facts, .compare, .prose) :is(ul, ol) {
    padding-inline-start: 1.2em;
  }
  .details .note,
  .details .facts + .facts {
    margin-block-start: 6px;
  }
  .item-title {
    font-weight: 600;
  }
  .lines {
    white-space: pre-line;
  }
  @media screen {
    [data-entering] {
      animation: appear var(--move) ease-out;
    }
  }
  @keyframes appear {
    from {
      translate: 0 -4px;
    }
  }
  @container root (max-width: 860px) {
    .details {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container root (max-width: 640px) {
    .facts,
    .details .facts {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .facts > dd {
      margin-block-end: 8px;
    }
  }
`;
