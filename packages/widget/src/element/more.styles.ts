import { css } from "lit";
import { aboutStyles } from "../about/about.styles.ts";
import { checksStyles } from "../badge/checks.styles.ts";
import { changesStyles } from "../changes/changes.styles.ts";
import { entryStyles } from "../entry/entry.styles.ts";
import { fieldStyles } from "../form/field.styles.ts";
import { historyStyles } from "../history/history.styles.ts";
import { filterStyles } from "../list/filter.styles.ts";
import { paperStyles } from "../paper/paper.styles.ts";
import { takeStyles } from "../take/take.styles.ts";
import { proseStyles } from "../view/prose.styles.ts";
import { sectionStyles } from "../view/section.styles.ts";
import { tablesStyles } from "../view/tables.styles.ts";
import { whereStyles } from "../where/where.styles.ts";

/** What is loaded after the first view: its parts, and how all of it is printed. */
export const moreStyles = css`
  ${entryStyles}
  ${tablesStyles}
  ${changesStyles}
  ${checksStyles}
  ${sectionStyles}
  ${proseStyles}
  ${whereStyles}
  ${historyStyles}
  ${aboutStyles}
  ${takeStyles}
  ${fieldStyles}
  ${filterStyles}
  ${paperStyles}
`;
