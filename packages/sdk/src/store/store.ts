/** Keeps what was verified, by feed address. What it gives back is checked like anything from outside. */
export interface Store {
  /** What was kept, or undefined. */
  read(key: string): Promise<unknown>;
  /** Replaces what is kept in one step: nobody writes between `next` getting the kept value and its result being kept. */
  update(key: string, next: (kept: unknown) => unknown): Promise<void>;
  /**
   * True where losing the memory must not lock a reader out (a visitor's browser). Without it an unreadable memory is
   * an error: a monitor that forgets silently cannot see a rollback.
   */
  readonly disposable?: boolean;
}
