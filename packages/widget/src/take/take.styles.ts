import { css } from "lit";

/** What a reader can take along. */
export const takeStyles = css`
  .take .acts {
    margin-block: 0 12px;
  }
`;
