import type { ErrorCode, Remembered, Tree } from "@trust-center/feed";

/** What a conforming reader ends with: see README.md. */
export type Expected = { ok: true; [more: string]: unknown } | { ok: false; code: ErrorCode };

/** A feed as it is served to a reader, and what the reader must make of it. */
export interface FeedVector {
  name: string;
  /** Of docs/specification.md. */
  section: string;
  kind: "feed";
  address: string;
  pin: string | null;
  /** The reader's clock: an instant. */
  now: string;
  strict: boolean;
  /** SHA-256 of policy texts that the reader asks for besides. */
  policies: string[];
  /** Verifier keys of the witnesses that it knows, and how many of them it asks for. */
  witnesses: string[];
  needed: number;
  /** What it remembers. */
  state: Remembered | null;
  files: Tree;
  expect: Expected;
}

/** A vector of one of the other kinds. Its other members are the input: see README.md. */
export interface PartVector {
  name: string;
  section: string;
  kind: string;
  expect: Expected;
  [input: string]: unknown;
}

export type Vector = FeedVector | PartVector;

type Given = Pick<FeedVector, "name" | "section" | "address" | "pin" | "now" | "files" | "expect"> &
  Partial<FeedVector>;

/** Where no more is said: a reader with a pin and no memory, which does not read the history. */
export function feedVector(given: Given): FeedVector {
  const vector: FeedVector = {
    kind: "feed",
    strict: false,
    policies: [],
    witnesses: [],
    needed: 0,
    state: null,
    ...given,
  };
  return { ...vector, files: wanted(vector) };
}

/** The files that such a reader may ask for. */
function wanted({ files, strict, state, policies }: FeedVector): Tree {
  const folders = [
    "head.json",
    "feed/",
    ...(strict ? ["history/"] : []),
    ...(state ? ["log/tile/"] : []),
    ...(policies.length > 0 ? ["policies/"] : []),
  ];
  return new Map([...files].filter(([path]) => folders.some((folder) => path.startsWith(folder))));
}
