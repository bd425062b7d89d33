/** What is wrong where the store cannot do something. */
export type StoreFault = "busy" | "full" | "readonly" | "corrupt" | "gone" | "disk" | "bug";

const words: Readonly<Record<StoreFault, string>> = {
  busy: "the database is locked by another program",
  full: "the disk is full",
  readonly: "the database or its disk is read-only",
  corrupt: "the database is damaged: restore a backup",
  gone: "the database cannot be opened: it is not there, or access is denied",
  disk: "the disk does not read or write",
  bug: "the database refused a statement",
};

/** A failure of the store, judged. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  /** Stable, for programs and log lines. */
  readonly code: `store-${StoreFault}`;
  readonly fault: StoreFault;
  /** Safe to log: none of what was stored is in it. */
  readonly reason: string;

  constructor(fault: StoreFault, options?: ErrorOptions) {
    super(words[fault], options);
    this.fault = fault;
    this.code = `store-${fault}`;
    this.reason = words[fault];
  }
}

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

/** Judges what the store's driver threw. What is no failure of the store is given back as it is. */
export function judge(error: unknown): unknown {
  if (error instanceof StoreError) return error;
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  if (code !== "ERR_SQLITE_ERROR" || typeof errcode !== "number") return error;
  // The low byte is the primary code.
  return new StoreError(faults[errcode & 0xff] ?? "bug", { cause: error });
}
