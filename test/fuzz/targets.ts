import type { Target } from "./target.ts";
import { parsers } from "./targets-parsers.ts";
import { signed } from "./targets-signed.ts";
import { trees } from "./targets-trees.ts";

/** Everything that reads what others wrote. */
export const targets: readonly Target[] = [...trees, signed, ...parsers];
