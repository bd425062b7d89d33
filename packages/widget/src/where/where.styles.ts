import { css, unsafeCSS } from "lit";

/** Widths of bars in twentieths: policies of pages forbid style attributes. */
const shares = unsafeCSS([...Array(20).keys()].map((at) => `.of-${at + 1}{flex-grow:${at + 1}}`).join(""));

/** Where data goes. */
export const whereStyles = css`
  .split {
    display: flex;
    gap: 3px;
    margin-block-end: 16px;
    font-size: var(--small);
  }
  .split > li {
    flex-basis: 0;
    min-inline-size: min-content;
  }
  ${shares}
  .split .note {
    display: block;
  }
  .split .square {
    display: block;
    inline-size: auto;
    margin: 0 0 6px;
  }
  .square.unknown {
    background: none;
    border: 1.5px dotted var(--edge);
  }
  .square.plan {
    background: none;
    border: 1.5px dashed;
  }
  .where .square {
    inline-size: 14px;
    block-size: 14px;
    margin-inline-end: 3px;
    vertical-align: -2px;
  }
  .where thead :nth-last-child(n + 3):not(:first-child) {
    inline-size: 12%;
  }
  .where thead :nth-last-child(2) {
    inline-size: 30%;
  }
  /* A name of a country is one word in scripts without spaces too. */
  .where th {
    word-break: keep-all;
  }
  /* Squares and their number run as the page does: they have no letter that gives them a direction. */
  .count {
    unicode-bidi: isolate;
  }
  .where .where-group th {
    font-weight: 600;
    padding-block: 20px 6px;
  }
  .chains li {
    margin-block-start: 6px;
    font-size: var(--small);
  }
  .chains .link {
    padding-block: 4px;
  }
  .chain {
    padding-inline-start: 16px;
    border-inline-start: 1px solid var(--line);
    margin-block: 4px 12px;
  }
  :is(.where, .change, .intro, trust-center-table) + :is(.note, .none),
  .note + .prose,
  .change > :is(.why, .facts, .compare) {
    margin-block-start: 8px;
  }
  @container root (max-width: 640px) {
    .split {
      display: grid;
      gap: 4px;
    }
    .split .note {
      display: inline;
    }
    .split .square {
      display: inline-block;
      inline-size: 14px;
      block-size: 14px;
      margin: 0;
      margin-inline-end: 8px;
    }
  }
  @media (forced-colors: active) {
    .square,
    .out::before,
    .window.past,
    .diamond {
      forced-color-adjust: none;
      --accent: CanvasText;
      --edge: CanvasText;
      color: CanvasText;
    }
  }
`;
