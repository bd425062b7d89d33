import { css } from "lit";

/** Terms, who publishes, and how to reach them. */
export const aboutStyles = css`
  [aria-labelledby="terms"] > * + *,
  .pair > * > * + * {
    margin-block-start: 12px;
  }
  [aria-labelledby="terms"] .h2 {
    margin-block-start: 20px;
  }
  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 40px;
  }
  .pair > * {
    flex: 1 1 18em;
    min-inline-size: 0;
  }
  .pair > :not(:last-child) {
    flex: 2 1 34em;
  }
  [aria-labelledby="terms"] > .plain {
    display: grid;
    gap: 8px;
    font-size: var(--small);
  }
  .contacts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(16em, 100%), 1fr));
    gap: 16px 24px;
    list-style: none;
    font-size: var(--small);
  }
`;
