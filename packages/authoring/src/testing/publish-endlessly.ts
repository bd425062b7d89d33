import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publishFolder } from "../publish/publish.ts";

/** Publishes one changed version after the other until it is killed: `node publish-endlessly.ts <folder>`. */
const folder = process.argv[2] ?? ".";
const path = join(folder, "trust-center.yaml");
const text = (await readFile(path, "utf8")).replace(/ {4}category: .*\n/, "");
process.stdout.write("publishing\n");
for (let at = 0; ; at++) {
  await writeFile(path, `${text}    category: child ${process.pid} ${at}\n`);
  await publishFolder(folder);
}
