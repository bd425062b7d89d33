import { css } from "lit";

/** Subscribing and objecting. */
export const formStyles = css`
  .form {
    display: grid;
    gap: 16px;
    max-width: 34em;
    padding: 20px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
  }
  .form .help,
  .form .error {
    font-size: var(--small);
  }
  .form .help {
    color: var(--soft);
  }
  .form .error {
    color: var(--bad);
    display: flex;
    gap: 6px;
  }
  .form .error .icon {
    margin-block-start: 3px;
  }
  .form .field {
    font-size: inherit;
  }
  .form [aria-invalid="true"] {
    border-color: var(--bad);
    border-width: 2px;
  }
  .form textarea {
    min-height: 7em;
    resize: vertical;
  }
  .form .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    align-items: center;
  }
  .form [aria-disabled="true"] {
    opacity: 0.7;
    cursor: progress;
  }
  .receipt {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 16px;
    font-size: var(--small);
  }
  .receipt dt {
    color: var(--soft);
  }
  .done {
    border-inline-start: 3px solid var(--good);
    border-start-start-radius: 2px;
    border-end-start-radius: 2px;
  }
  @media print {
    .form:not(.done) {
      display: none;
    }
  }
`;
