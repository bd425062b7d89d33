import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publishFolder } from "@trust-center/authoring";
import { parseDocument, type YAMLSeq } from "yaml";
import type { DemoVendor } from "../../examples/demo/demo.ts";

/** Adds a sub-processor to the vendor's file and publishes, as the vendor would. */
export async function announce(vendor: DemoVendor, id = "added", name = "Added"): Promise<void> {
  const path = join(vendor.folder, "trust-center.yaml");
  const document = parseDocument(await readFile(path, "utf8"));
  (document.get("subprocessors") as YAMLSeq).add(
    document.createNode({ id, name, purposes: ["Testing"], locations: [{ country: "NL" }] }),
  );
  document.set("announce", document.createNode([{ subject: id, reason: "For the test." }]));
  await writeFile(path, String(document));
  await publishFolder(vendor.folder, { now: Date.now(), confirm: () => true });
}
