export { about } from "./about/about.ts";
export { checks } from "./badge/checks.ts";
export { moreStyles as styles } from "./element/more.styles.ts";
export { details } from "./entry/details.ts";
export { HistoryElement } from "./history/history-element.ts";
export { PoliciesElement } from "./policies/policies-element.ts";
