/** What verifies the log: loaded by those who have seen it before, or want it whole. A first view needs neither. */
export { verifyLogGrowth } from "./growth.ts";
export { readHistory, verifyHistory } from "./history.ts";
