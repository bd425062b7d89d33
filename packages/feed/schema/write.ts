import { writeFile } from "node:fs/promises";
import { jsonSchema, schemaNames } from "../src/json-schema/json-schema.ts";

for (const name of schemaNames) {
  const path = new URL(`./${name}.json`, import.meta.url);
  await writeFile(path, `${JSON.stringify(jsonSchema(name), null, 2)}\n`);
}
