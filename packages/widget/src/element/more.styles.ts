import { css } from "lit";
import { aboutStyles } from "../about/about.styles.ts";
import { checksStyles } from "../badge/checks.styles.ts";
import { entryStyles } from "../entry/entry.styles.ts";
import { fieldStyles } from "../form/field.styles.ts";
import { historyStyles } from "../history/history.styles.ts";
import { filterStyles } from "../list/filter.styles.ts";
import { policiesStyles } from "../policies/policies.styles.ts";
import { proseStyles } from "../view/prose.styles.ts";
import { sectionStyles } from "../view/section.styles.ts";

/** What is loaded after the first view: its parts, and how the first view answers a pointer and is printed. */
export const moreStyles = css`
  ${entryStyles}
  ${checksStyles}
  ${sectionStyles}
  ${policiesStyles}
  ${proseStyles}
  ${historyStyles}
  ${aboutStyles}
  ${fieldStyles}
  ${filterStyles}
  .subscribe:hover {
    background: var(--faint);
  }
  @media print {
    .subscribe,
    .filter,
    th .icon,
    .open::before,
    .banner button {
      display: none;
    }
    tbody {
      content-visibility: visible;
    }
    tr {
      break-inside: avoid;
    }
    tr:not(.details-row) td + td {
      -webkit-line-clamp: none;
    }
  }
`;
