import type { Io } from "../output/io.ts";
import type { Reporter } from "../output/reporter.ts";

/** What every command gets beside its arguments. */
export interface Context {
  io: Io;
  reporter: Reporter;
}
