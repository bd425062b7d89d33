import { isDeepStrictEqual } from "node:util";
import type { Verdicts } from "./verdicts.ts";

/** Names of the inputs on which a runtime differs from another, or that one of them did not read. */
export const differences = (found: Verdicts, reference: Verdicts): string[] =>
  [...new Set([...Object.keys(reference), ...Object.keys(found)])].filter(
    (name) => !isDeepStrictEqual(found[name], reference[name]),
  );
