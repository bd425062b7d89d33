import { toJSONSchema, type ZodMiniType } from "zod/mini";
import { feedContentSchema, feedSchema } from "../document/feed.ts";
import { policyBodySchema } from "../document/policy-body.ts";
import { logEntrySchema } from "../log/entry.ts";
import {
  envelopeSchema,
  headSchema,
  manifestSchema,
  protectedHeaderSchema,
  rootSchema,
  timestampSchema,
} from "../metadata/schema.ts";
import { proofBundleSchema } from "../proof/bundle.ts";
import { noticeEvidenceSchema } from "../receipt/notice-evidence.ts";
import { receiptSchema } from "../receipt/receipt.ts";
import { stepReceiptSchema } from "../receipt/step-receipt.ts";
import { rememberedSchema } from "../verify/remembered.ts";

const documents = {
  feed: feedSchema,
  content: feedContentSchema,
  policy: policyBodySchema,
  head: headSchema,
  envelope: envelopeSchema,
  header: protectedHeaderSchema,
  root: rootSchema,
  manifest: manifestSchema,
  timestamp: timestampSchema,
  entry: logEntrySchema,
  state: rememberedSchema,
  proof: proofBundleSchema,
  receipt: receiptSchema,
  step: stepReceiptSchema,
  evidence: noticeEvidenceSchema,
};

/** Documents that there is a JSON Schema of: docs/specification, §1.3. */
export type SchemaName = keyof typeof documents;

export const schemaNames = Object.keys(documents) as SchemaName[];

/** JSON Schema 2020-12 of a document of this format. Unknown members are allowed: they survive a round trip. */
export function jsonSchema(name: SchemaName): Record<string, unknown> {
  return jsonSchemaOf(documents[name], { name, title: `Trust Center ${name}, format 1` });
}

/** What a JSON Schema is called, and what is said otherwise than by its zod schema. */
export interface JsonSchemaOptions {
  name: string;
  title: string;
  /** Changes the JSON Schema of a part, in place. */
  override?: (zodSchema: SchemaPart, json: Record<string, unknown>) => void;
}

type SchemaPart = { _zod: { def: unknown } };

/** JSON Schema 2020-12 of a schema that is made of this format's parts. */
export function jsonSchemaOf(
  schema: ZodMiniType,
  { name, title, override }: JsonSchemaOptions,
): Record<string, unknown> {
  const { $schema, ...made } = toJSONSchema(schema, {
    target: "draft-2020-12",
    reused: "ref",
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      for (const part of [jsonSchema, ...(jsonSchema.allOf ?? [])]) {
        if (patternsOf(zodSchema).some(({ source, flags }) => source === part.pattern && flags.includes("i"))) {
          part.pattern = inAnyCase(String(part.pattern));
        }
      }
      override?.(zodSchema, jsonSchema);
    },
  });
  return { $schema, $id: `https://trust-center.dev/schema/1/${name}.json`, title, ...made };
}

/** Regular expressions that a schema asks of its strings. */
const patternsOf = (schema: SchemaPart): RegExp[] =>
  ((schema._zod.def as { checks?: { _zod: { def: { pattern?: RegExp } } }[] }).checks ?? []).flatMap(
    ({ _zod }) => _zod.def.pattern ?? [],
  );

/** JSON Schema has no flags: letters that stand for themselves are spelled out in both cases. */
const inAnyCase = (source: string): string =>
  source.replace(/(?<!\\)[a-z](?![^[]*\])/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
