import { writeFile } from "node:fs/promises";
import { jsonSchema, schemaNames } from "./json-schema.ts";

for (const name of schemaNames) {
  const path = new URL(`../../schema/${name}.json`, import.meta.url);
  await writeFile(path, `${JSON.stringify(jsonSchema(name), null, 2)}\n`);
}
