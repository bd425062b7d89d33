/** What is wrong where the store cannot do something. */
export type StoreFault = "busy" | "full" | "readonly" | "corrupt" | "gone" | "disk" | "bug";

const words: Readonly<Record<StoreFault, string>> = {
  busy: "the database is locked or overloaded",
  full: "the disk is full",
  readonly: "the database or its disk is read-only",
  corrupt: "the database is damaged: restore a backup",
  gone: "the database cannot be opened: it is not there, does not answer, or access is denied",
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
  /** Whether the same transaction may well succeed now: it met another. */
  readonly again: boolean;

  constructor(fault: StoreFault, { again = false, reason = words[fault], ...options }: StoreErrorOptions = {}) {
    super(reason, options);
    this.fault = fault;
    this.code = `store-${fault}`;
    this.reason = reason;
    this.again = again;
  }
}

interface StoreErrorOptions extends ErrorOptions {
  again?: boolean;
  /** Where more is known than the fault. */
  reason?: string;
}

/** Whether a failure is the store's, or comes of one. */
export const isStoreFailure = (error: unknown): boolean =>
  error instanceof StoreError || (error instanceof Error && error.cause !== undefined && isStoreFailure(error.cause));
