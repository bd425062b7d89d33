import { css } from "lit";

/** Terms, who publishes, and how to reach them. */
export const aboutStyles = css`
  [aria-labelledby="terms"] > * + * {
    margin-block-start: 12px;
  }
  [aria-labelledby="terms"] > .h2 {
    margin-block-start: 20px;
  }
  .contacts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(16em, 100%), 1fr));
    gap: 16px 24px;
    list-style: none;
    font-size: var(--small);
  }
`;
