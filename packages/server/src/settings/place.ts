import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Where a database file really lies: its lock, its journals and what is kept beside it go by that one name. */
export function realPlace(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    // It is not there yet, or cannot be reached: whoever opens it will say so.
  }
  try {
    return join(realpathSync(dirname(file)), basename(file));
  } catch {
    return file;
  }
}
