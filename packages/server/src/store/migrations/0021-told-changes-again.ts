import { toldChanges } from "./0017-pages.ts";
import { layout } from "./layout.ts";

/**
 * What `0017-pages` may have missed: it read `told` before the triggers that keep `told_changes` were there, and a replica of an
 * older version committed in between. From here on nobody writes until both are the same, and then the triggers keep them so.
 */
export const toldChangesAgain = layout(({ database }) => [
  ...(database === "postgres" ? ["lock table told in share row exclusive mode"] : []),
  "delete from told_changes",
  toldChanges[database],
]);
