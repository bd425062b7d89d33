import { css } from "lit";

/** Who publishes, and how to reach them. */
export const aboutStyles = css`
  .contacts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(16em, 100%), 1fr));
    gap: 16px 24px;
    list-style: none;
  }
`;
