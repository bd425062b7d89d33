/** An answer that is being written. */
export interface Draft {
  /** What was chosen; may be empty. */
  choice: string;
  text: string;
  /** When it was kept, milliseconds since 1970. */
  at: number;
}

/** What of a browser's storage is needed: it may be full, forbidden or gone. */
export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

/** Milliseconds that a draft is kept for. */
export const keptFor = 30 * 24 * 60 * 60 * 1000;

const prefix = "trust-center-inbox draft ";

/**
 * Drafts of answers, on this device alone, of whoever is signed in: until they are sent or thrown away, for a month at most.
 * What is not there, or is none of ours, is no draft.
 */
export class Drafts {
  readonly #storage: () => DraftStorage;
  readonly #now: () => number;

  /** @param storage Asked each time: in some browsers asking throws. */
  constructor(storage: () => DraftStorage, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
  }

  read(email: string, id: string): Draft | undefined {
    const draft = this.#try(() => parse(this.#storage().getItem(nameOf(email, id))));
    return draft && this.#isFresh(draft) ? draft : undefined;
  }

  /** @returns whether it is kept */
  keep(email: string, id: string, { choice, text }: Pick<Draft, "choice" | "text">): boolean {
    const draft: Draft = { choice, text, at: this.#now() };
    const isKept = this.#try(() => {
      this.#storage().setItem(nameOf(email, id), JSON.stringify(draft));
      return true;
    });
    return isKept ?? false;
  }

  drop(email: string, id: string): void {
    this.#try(() => this.#storage().removeItem(nameOf(email, id)));
  }

  /** Throws away what is too old, whoever wrote it. */
  tidy(): void {
    this.#try(() => {
      const storage = this.#storage();
      const names = Array.from({ length: storage.length }, (_, at) => storage.key(at));
      for (const name of names) {
        if (!name?.startsWith(prefix)) continue;
        const draft = parse(storage.getItem(name));
        if (!draft || !this.#isFresh(draft)) storage.removeItem(name);
      }
    });
  }

  #isFresh = ({ at }: Draft) => at > this.#now() - keptFor;

  #try<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch {
      return undefined;
    }
  }
}

const nameOf = (email: string, id: string) => `${prefix}${email} ${id}`;

function parse(kept: string | null): Draft | undefined {
  const { choice, text, at } = (JSON.parse(kept ?? "null") ?? {}) as Partial<Draft>;
  const isOurs = typeof choice === "string" && typeof text === "string" && typeof at === "number";
  return isOurs ? { choice, text, at } : undefined;
}
