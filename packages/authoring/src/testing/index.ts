/** What tests of this package and of those that stand on it share: folders, keys and lists. It is not published. */

export { publishLying } from "./dishonest.ts";
export { startDns, type Zone } from "./dns-server.ts";
export {
  authoringFolder,
  changedList,
  outIn,
  publishConfirmed,
  readTree,
  start,
  temporaryFolder,
  testKey,
  testList,
  write,
} from "./folder.ts";
export { type Mistake, mistakes } from "./mistakes.ts";
