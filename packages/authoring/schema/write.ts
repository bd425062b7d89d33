import { writeFile } from "node:fs/promises";
import { authoringJsonSchema } from "@trust-center/authoring";

const path = new URL("./trust-center.json", import.meta.url);
await writeFile(path, `${JSON.stringify(authoringJsonSchema(), null, 2)}\n`);
