import { css } from "lit";

/** Subscribing and objecting. */
export const formStyles = css`
  .error {
    display: flex;
    gap: 6px;
    font-size: var(--small);
    color: var(--bad);
  }
  .error .icon {
    margin-block-start: 3px;
  }
  .form [aria-invalid="true"] {
    border: 2px solid var(--bad);
  }
  .form textarea {
    field-sizing: content;
    min-block-size: 112px;
    resize: vertical;
  }
  [aria-disabled="true"] {
    opacity: 0.7;
    cursor: progress;
  }
  .panel .acts {
    margin: 0;
  }
  trust-center-objection > .form {
    max-inline-size: none;
    grid-template-columns: minmax(0, 616px) minmax(200px, 1fr);
    gap: 16px 48px;
  }
  .form > :is(.heading, .alarm) {
    grid-column: 1 / -1;
    margin: 0;
  }
  .fields {
    display: grid;
    gap: 16px;
    align-content: start;
  }
  .form > aside {
    display: grid;
    gap: 8px;
    align-content: start;
    font-size: var(--small);
  }
  .two {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 16px;
  }
  .good {
    color: var(--good);
  }
  @container root (max-width: 860px) {
    trust-center-objection > .form {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @container root (max-width: 640px) {
    .two {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
