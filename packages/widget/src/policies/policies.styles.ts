import { css } from "lit";

/** A policy that is open: it is a document with headings of its own. */
export const policiesStyles = css`
  .policy .h2 {
    font-size: 1.125em;
  }
`;
