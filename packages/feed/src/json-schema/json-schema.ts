import { toJSONSchema } from "zod/mini";
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
import { receiptSchema } from "../receipt/receipt.ts";
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
};

/** Documents that there is a JSON Schema of: docs/specification, §1.3. */
export type SchemaName = keyof typeof documents;

export const schemaNames = Object.keys(documents) as SchemaName[];

/** JSON Schema 2020-12 of a document of this format. Unknown members are allowed: they survive a round trip. */
export function jsonSchema(name: SchemaName): Record<string, unknown> {
  const { $schema, ...schema } = toJSONSchema(documents[name], { target: "draft-2020-12", reused: "ref", io: "input" });
  return {
    $schema,
    $id: `https://trust-center.dev/schema/1/${name}.json`,
    title: `Trust Center ${name}, format 1`,
    ...schema,
  };
}
