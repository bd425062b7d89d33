import { css } from "lit";

/** A formatted text, with tables of its own. */
export const proseStyles = css`
  .prose :is(ul, ol) {
    padding-inline-start: 1.2em;
  }
  .cells {
    border-collapse: collapse;
    inline-size: 100%;
    font-size: var(--small);
  }
  .cells :is(th, td) {
    text-align: inherit;
    vertical-align: top;
    min-inline-size: 7em;
    padding: 8px 0;
    padding-inline-end: 16px;
    border-block-end: 1px solid var(--line);
  }
  .cells th {
    font-weight: 600;
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
