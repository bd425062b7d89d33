import { directionOf } from "../language/spoken.ts";
import { joined, type LineReader } from "./joined.ts";

/** `Germany → France`. From right to left the arrow leads so as well: it has no direction of its own. */
export const fromTo = (before: string, after: string, { tag, line }: LineReader): string =>
  joined([before, after], line && directionOf(tag) === "rtl" ? " ← " : " → ", { line });
