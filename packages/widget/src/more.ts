import { AxisElement } from "./changes/axis.ts";
import { HistoryElement } from "./history/history-element.ts";
import { FilterElement } from "./list/filter-element.ts";
import { PoliciesElement } from "./policies/policies-element.ts";
import { TextsElement } from "./policies/texts-element.ts";
import { ChainsElement } from "./where/chains-element.ts";

export { feedAt, standingsAt } from "@trust-center/feed";
export { about } from "./about/about.ts";
export { Addresses } from "./address/addresses.ts";
export { movedBanner, refusal, staleBanner } from "./badge/banner.ts";
export { checks } from "./badge/checks.ts";
export { type Witnessed, witnessed } from "./badge/witnesses.ts";
export { announcedCells, changes } from "./changes/list.ts";
export { arrive } from "./element/arrive.ts";
export { moreStyles as styles } from "./element/more.styles.ts";
export { fillDetails } from "./entry/fill-details.ts";
export { hasKept } from "./kept/kept.ts";
export { nextOrder, sortRows } from "./list/sort.ts";
export { toggleForm } from "./objection/open-form.ts";
export { print, printedFacts, unfoldRows } from "./paper/paper.ts";
export { take } from "./take/take.ts";
export { followInk } from "./view/ink.ts";
export { where } from "./where/where.ts";

/** The elements inside the widget that come after the first view. */
export const elements = {
  "trust-center-axis": AxisElement,
  "trust-center-filter": FilterElement,
  "trust-center-chains": ChainsElement,
  "trust-center-policies": PoliciesElement,
  "trust-center-history": HistoryElement,
  "trust-center-texts": TextsElement,
};
