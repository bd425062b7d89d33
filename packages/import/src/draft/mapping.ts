import { normalise } from "@trust-center/authoring";
import { type FieldName, fieldOf, fields } from "../meaning/fields.ts";
import { type Meaning, meaningOf, type Understood } from "../meaning/headings.ts";

/** Where the meaning of a heading is from. `open`: of nowhere; it stays a detail under its own label. */
export type MappedBy = "given" | "remembered" | "answered" | "known" | "open";

/** What became of a heading. */
export interface MappedColumn {
  label: string;
  /** Each line that it stands on. */
  lines: number[];
  field: FieldName;
  by: MappedBy;
  /** What an open heading may mean. */
  guess?: FieldName;
}

/** Asks what a heading means; without an answer it stays under its own label. */
export type AskColumn = (column: {
  label: string;
  guess?: FieldName;
  samples: string[];
}) => Promise<FieldName | undefined>;

export interface MappingOptions {
  given?: Readonly<Record<string, FieldName>>;
  remembered?: Readonly<Record<string, FieldName>>;
}

export interface Mapping {
  understand(label: string): Understood | undefined;
  column(label: string): Omit<MappedColumn, "lines">;
  /** Takes an answer. */
  answer(label: string, field: FieldName): void;
}

/** What headings mean: as it was given, remembered or answered, and else as it is known. */
export function createMapping({ given = {}, remembered = {} }: MappingOptions): Mapping {
  const own = new Map<string, { field: FieldName; by: MappedBy }>();
  for (const [label, field] of Object.entries(remembered)) own.set(normalise(label), { field, by: "remembered" });
  for (const [label, field] of Object.entries(given)) own.set(normalise(label), { field, by: "given" });
  return {
    understand: (label) => {
      const said = own.get(normalise(label));
      return said ? { meaning: fields[said.field] as Meaning, certain: true, rank: 0 } : meaningOf(label);
    },
    column: (label) => {
      const said = own.get(normalise(label));
      if (said) return { label, ...said };
      const found = meaningOf(label);
      if (!found) return { label, field: "details", by: "open" };
      const field = fieldOf(found.meaning);
      if (found.certain) return { label, field, by: "known" };
      return { label, field: "details", by: "open", ...(field !== "details" && { guess: field }) };
    },
    answer: (label, field) => void own.set(normalise(label), { field, by: "answered" }),
  };
}
