import type { output, ZodMiniType } from "zod/mini";
import {
  array,
  boolean,
  discriminatedUnion,
  enum as enumeration,
  gte,
  int,
  lazy,
  literal,
  looseObject,
  lte,
  optional,
  record,
  string,
  union,
} from "zod/mini";
import { urlSchema } from "./link.ts";
import { languageTagSchema } from "./text.ts";

/** Nodes that hold text or break it: mdast's phrasing content less HTML, images and references. */
export type PhrasingNode =
  | { type: "text" | "inlineCode"; value: string }
  | { type: "break" }
  | { type: "emphasis" | "strong" | "delete"; children: PhrasingNode[] }
  | { type: "link"; url: string; children: PhrasingNode[] };

/** Nodes that stand by themselves: mdast's flow content less HTML and definitions. */
export type FlowNode =
  | { type: "paragraph"; children: PhrasingNode[] }
  | { type: "heading"; depth: number; children: PhrasingNode[] }
  | { type: "thematicBreak" }
  | { type: "blockquote"; children: FlowNode[] }
  | { type: "code"; value: string; lang?: string | undefined }
  | { type: "list"; ordered?: boolean | undefined; start?: number | undefined; children: ListItemNode[] }
  | { type: "table"; children: TableRowNode[] };

export interface ListItemNode {
  type: "listItem";
  children: FlowNode[];
}
export interface TableRowNode {
  type: "tableRow";
  children: { type: "tableCell"; children: PhrasingNode[] }[];
}

const phrasing = array(lazy(() => phrasingSchema)) as ZodMiniType<PhrasingNode[]>;
const flow = array(lazy(() => flowSchema)) as ZodMiniType<FlowNode[]>;

const phrasingSchema = discriminatedUnion("type", [
  looseObject({ type: enumeration(["text", "inlineCode"]), value: string() }),
  looseObject({ type: literal("break") }),
  looseObject({ type: enumeration(["emphasis", "strong", "delete"]), children: phrasing }),
  looseObject({ type: literal("link"), url: urlSchema, children: phrasing }),
]) as unknown as ZodMiniType<PhrasingNode>;

const listItemSchema = looseObject({ type: literal("listItem"), children: flow });
const tableCellSchema = looseObject({ type: literal("tableCell"), children: phrasing });

const flowSchema = discriminatedUnion("type", [
  looseObject({ type: literal("paragraph"), children: phrasing }),
  looseObject({ type: literal("heading"), depth: int().check(gte(1), lte(6)), children: phrasing }),
  looseObject({ type: literal("thematicBreak") }),
  looseObject({ type: literal("blockquote"), children: flow }),
  looseObject({ type: literal("code"), value: string(), lang: optional(string()) }),
  looseObject({
    type: literal("list"),
    ordered: optional(boolean()),
    start: optional(int()),
    children: array(listItemSchema),
  }),
  looseObject({
    type: literal("table"),
    children: array(looseObject({ type: literal("tableRow"), children: array(tableCellSchema) })),
  }),
]) as unknown as ZodMiniType<FlowNode>;

/** A formatted text: a tree of a small mdast subset (https://github.com/syntax-tree/mdast). */
export interface ProseTree {
  type: "root";
  children: FlowNode[];
}

export const proseTreeSchema = looseObject({ type: literal("root"), children: flow }) as ZodMiniType<ProseTree>;

const variantSchema = union([string(), proseTreeSchema]);

/**
 * A human text with headings, links, lists, tables or code. What is written without them is a string, as in
 * {@link Text}: always text, never markup; blank lines part paragraphs.
 */
export const proseSchema = union([variantSchema, record(languageTagSchema, variantSchema)]);

/** A text that may be formatted: one, or one per BCP 47 language tag. */
export type Prose = output<typeof proseSchema>;
