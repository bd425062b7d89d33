export { about } from "./about/about.ts";
export { checks } from "./badge/checks.ts";
export { type Witnessed, witnessed } from "./badge/witnesses.ts";
export { moreStyles as styles } from "./element/more.styles.ts";
export { details } from "./entry/details.ts";
export { HistoryElement } from "./history/history-element.ts";
export { FilterElement } from "./list/filter-element.ts";
export { nextOrder, sortRows } from "./list/sort.ts";
export { PoliciesElement } from "./policies/policies-element.ts";
