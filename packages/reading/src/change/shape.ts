import type { ChangeKind, FuzzyDate, Text } from "@trust-center/feed";

/** What a change does to one item or one member. */
export type Atom =
  | { readonly op: "put"; readonly type: string; readonly item: object }
  | { readonly op: "drop"; readonly type: string; readonly id: string; readonly name?: Text | undefined }
  | {
      readonly op: "set";
      readonly type: string;
      readonly id?: string | undefined;
      readonly field: string;
      readonly before?: unknown;
      readonly after?: unknown;
    }
  | { readonly op: "rekey"; readonly type: string; readonly id: string; readonly to: string };

/** Kinds of change that words are ready for. */
export type WordedKind =
  | ChangeKind
  | "renamed"
  | "legal-entity"
  | "details"
  | "id"
  | "group"
  | "service"
  | "publisher"
  | "list";

/** What a change says of its content. */
export interface ReadableContent {
  readonly kind: WordedKind;
  readonly subject: { readonly type: string; readonly id?: string | undefined };
  readonly name?: Text | undefined;
  readonly content: readonly Atom[];
}

/** When a change was announced, takes effect and can be objected to. */
export interface ReadableDates {
  readonly announced: string;
  /** Null: it waits for an approval, or no day is set yet. */
  readonly effective: string | null;
  readonly expected?: FuzzyDate | undefined;
  readonly window?:
    | {
        readonly deadline: string;
        readonly segments?: readonly { readonly id: string; readonly deadline: string }[] | undefined;
      }
    | undefined;
  readonly reason?: Text | undefined;
}

/** A change, as far as readers see it. */
export type ReadableChange = ReadableContent & ReadableDates;
