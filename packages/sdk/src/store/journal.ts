/**
 * The lines of a state file: a heading, then a line of JSON for each batch of updates. A line is there whole or not at all,
 * so a process that is killed while it writes one leaves the state before it.
 *
 * @module
 */

/** What one update writes: the value, or what differs from the one before. */
export type Patch =
  | { whole: unknown }
  | {
      /** Members that are new or others. */
      set?: Record<string, unknown>;
      /** What is put behind texts that only grew. */
      grown?: Record<string, string>;
      gone?: string[];
    };

/** Updates that are written together: the key of each, and what it writes. */
export type Batch = [key: string, patch: Patch][];

const heading = { type: "trust-center-state", format: 2 };

/** The first line. */
export const headingLine = `${JSON.stringify(heading)}\n`;

/** Texts from this length on are compared with what they were: shorter ones are written anew. */
const worthComparing = 512;

/** A value as it is kept: JSON of each member, or of the whole where it has none. */
type Kept = Map<string, string> | string;

/** What is remembered, by key. */
export class Records {
  readonly #kept = new Map<string, Kept>();
  #size = 0;

  /** Bytes that a file of these records alone has, about. */
  get size(): number {
    return this.#size;
  }

  /** A copy: what is kept here is never changed in place. */
  copy(): Records {
    const copy = new Records();
    for (const [key, kept] of this.#kept) copy.#kept.set(key, kept);
    copy.#size = this.#size;
    return copy;
  }

  read(key: string): unknown {
    const kept = this.#kept.get(key);
    return kept === undefined ? undefined : JSON.parse(textOf(kept));
  }

  /** Keeps a value, and gives what differs from the one before; undefined where nothing does. */
  write(key: string, value: unknown): Patch | undefined {
    const before = this.#kept.get(key);
    const now = keptOf(value);
    const patch = patchBetween(before, now);
    if (patch) this.#put(key, now);
    return patch;
  }

  /** Does what a line says. */
  apply(batch: Batch): void {
    for (const [key, patch] of batch) {
      const before = this.#kept.get(key);
      if ("whole" in patch) this.#put(key, keptOf(patch.whole));
      else if (before instanceof Map) this.#put(key, patched(before, patch));
      else throw new Error(`Expected members of ${key} to patch`);
    }
  }

  /** All of it as lines, one a key. */
  *lines(): Generator<string> {
    yield headingLine;
    for (const [key, kept] of this.#kept) yield `[[${JSON.stringify(key)},{"whole":${textOf(kept)}}]]\n`;
  }

  #put(key: string, kept: Kept): void {
    this.#size += sizeOf(kept) - sizeOf(this.#kept.get(key)) + (this.#kept.has(key) ? 0 : key.length);
    this.#kept.set(key, kept);
  }
}

const sizeOf = (kept: Kept | undefined): number =>
  kept === undefined || typeof kept === "string"
    ? Buffer.byteLength(kept ?? "")
    : [...kept].reduce((sum, [name, text]) => sum + name.length + Buffer.byteLength(text) + 4, 2);

const textOf = (kept: Kept): string =>
  typeof kept === "string" ? kept : `{${[...kept].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`;

function keptOf(value: unknown): Kept {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return JSON.stringify(value ?? null);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return new Map(members.map(([name, member]) => [name, JSON.stringify(member)]));
}

function patchBetween(before: Kept | undefined, now: Kept): Patch | undefined {
  if (!(before instanceof Map) || !(now instanceof Map)) {
    return before === now ? undefined : { whole: JSON.parse(textOf(now)) };
  }
  const differing = [...now].filter(([name, text]) => before.get(name) !== text);
  const grown = differing.flatMap(([name, text]) => {
    const more = moreOf(before.get(name) ?? "", text);
    return more === undefined ? [] : [[name, more] as const];
  });
  const isGrown = new Set(grown.map(([name]) => name));
  const set = differing.filter(([name]) => !isGrown.has(name)).map(([name, text]) => [name, JSON.parse(text)] as const);
  const gone = [...before.keys()].filter((name) => !now.has(name));
  const patch = {
    ...(set.length > 0 && { set: Object.fromEntries(set) }),
    ...(grown.length > 0 && { grown: Object.fromEntries(grown) }),
    ...(gone.length > 0 && { gone }),
  };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** What stands behind a long text in a longer one; undefined where it is another text. Both are JSON. */
function moreOf(before: string, now: string): string | undefined {
  if (before.length < worthComparing || !before.startsWith('"') || !now.startsWith(before.slice(0, -1)))
    return undefined;
  return JSON.parse(`"${now.slice(before.length - 1)}`);
}

function patched(before: ReadonlyMap<string, string>, patch: Exclude<Patch, { whole: unknown }>): Map<string, string> {
  const now = new Map(before);
  for (const [name, value] of Object.entries(patch.set ?? {})) now.set(name, JSON.stringify(value));
  for (const [name, more] of Object.entries(patch.grown ?? {})) {
    now.set(name, JSON.stringify(`${JSON.parse(now.get(name) ?? '""')}${more}`));
  }
  for (const name of patch.gone ?? []) now.delete(name);
  return now;
}

/** A state that was read: how many bytes of its file say it. What a killed write left behind them is no part of it. */
export interface ReadState {
  records: Records;
  length: number;
}

/**
 * Reads a state file.
 *
 * @throws {Error} that names the line where it is none, or is damaged: a monitor must not forget without a word
 */
export function readState(bytes: Uint8Array): ReadState {
  const records = new Records();
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const written = end < 0 ? undefined : bytes.subarray(start, end);
    // A line without an end was not written to it; one with zeros stands where a disk had not got it all.
    if (!written || (end === bytes.length - 1 && written.includes(0))) {
      if (line === 1) throw new Error("Expected a first line");
      break;
    }
    read(written, line, records);
    start = end + 1;
  }
  if (start === 0) throw new Error("Expected a first line");
  return { records, length: start };
}

function read(written: Uint8Array, line: number, records: Records): void {
  try {
    const found = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(written));
    if (line > 1) records.apply(found as Batch);
    else if (found.type !== heading.type || found.format !== heading.format) {
      throw new Error(`Expected format ${heading.format}, found ${JSON.stringify(found.format ?? null)}`);
    }
  } catch (cause) {
    throw new Error(`Line ${line}: ${(cause as Error).message}`, { cause });
  }
}
