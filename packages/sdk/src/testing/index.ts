/** What tests of this package and of those that stand on it share. It is not published. */

export { freePort } from "./free-port.ts";
