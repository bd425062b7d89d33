import { css } from "lit";

/** The file copy: everything, uncut, black on white, with what was verified at its head. */
export const paperStyles = css`
  @media print {
    /* Columns of the page are too narrow for tables. */
    :host {
      column-span: all;
    }
    .root {
      /* A dark page may be printed as one. */
      background: white;
      font-size: 9.5pt;
      color: #000;
      --accent: #000;
      container-type: normal;
    }
    .paper {
      display: revert;
    }
    .printed {
      border: 1px solid;
      padding: 8pt 10pt;
      margin-block: 10pt;
      font-size: 8.5pt;
    }
    .btn,
    .index,
    .filter,
    .key,
    .acts,
    .take,
    .screen,
    .intro > .more,
    .checks,
    .past-tools,
    .doc > nav,
    .rows > thead .icon,
    .open::before,
    .chevron,
    .form:not(.done) {
      display: none;
    }
    .folded .prose,
    .doc {
      display: block;
    }
    .section {
      margin-block-start: 20pt;
    }
    .heading,
    .rows > thead,
    .change-head {
      break-after: avoid;
    }
    .rows > tbody {
      content-visibility: visible !important;
    }
    .open,
    .fold-head,
    .fold-head > :not(svg) {
      display: block;
      padding: 0;
    }
    .row > th > :is(.note, .status) {
      margin: 0;
    }
    .row,
    .compare tr,
    .where tr,
    .entry,
    .axis,
    .printed {
      break-inside: avoid;
    }
    .details {
      display: block;
      columns: 2;
      column-gap: 24pt;
    }
    .details > section {
      margin-block-end: 8pt;
      break-inside: avoid;
    }
    /* A line of words for a column of them. */
    .details li li {
      display: inline;
      unicode-bidi: normal;
    }
    .details li li + li::before {
      content: " · ";
    }
    .details-row > td,
    .fold-body {
      padding-inline-start: 0;
    }
    .square,
    .window,
    .diamond {
      print-color-adjust: exact;
    }
    /* Where a link leads cannot be clicked. It runs from the left, and the space before it with the text. */
    :is(.details, .prose, .section) a[href^="http"]::after {
      content: " \\2066(" attr(href) ")\\2069";
      overflow-wrap: anywhere;
    }
  }
`;
