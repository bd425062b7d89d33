import { css } from "lit";

/** A formatted text, with tables of its own. */
export const proseStyles = css`
  .cells :is(th, td) {
    min-inline-size: 7em;
  }
  .scroll {
    overflow-x: auto;
  }
  .prose pre {
    overflow-x: auto;
    padding: 8px 12px;
    background: var(--wash);
    border-radius: var(--radius);
    margin: 0;
  }
  .prose blockquote {
    margin: 0;
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--line);
  }
  .prose li + li {
    margin-block-start: 4px;
  }
`;
