import { StoreError, type StoreFault } from "../judge.ts";

/** By SQLite's primary result codes (https://www.sqlite.org/rescode.html). */
const faults: Readonly<Record<number, StoreFault>> = {
  3: "gone",
  5: "busy",
  6: "busy",
  8: "readonly",
  10: "disk",
  11: "corrupt",
  13: "full",
  14: "gone",
  26: "corrupt",
};

/** Judges what the driver threw. What is no failure of the store is given back as it is. */
export function judge(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  if (code !== "ERR_SQLITE_ERROR" || typeof errcode !== "number") return error;
  // The low byte is the primary code.
  return new StoreError(faults[errcode & 0xff] ?? "bug", { cause: error });
}
