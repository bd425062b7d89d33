import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type CheckReport, readAuthoring } from "@trust-center/authoring";
import { temporaryFolder, write } from "@trust-center/authoring/testing";
import type { FeedContent } from "@trust-center/feed";
import { parse } from "yaml";
import { type ImportedDraft, type ImportOptions, importList } from "../import-list.ts";
import { type Source, sourceOf } from "../source/read-source.ts";

const publisher = {
  name: "Acme",
  feed: "https://acme.example/.well-known/trust-center/",
  email: "privacy@acme.example",
};

const fixtures = fileURLToPath(new URL("../../fixtures/", import.meta.url));

/** An invented page: see `fixtures/`. */
export const fixture = async (name: string): Promise<Source> => sourceOf(name, await readFile(`${fixtures}${name}`));

/** A page that is written down in a test. */
export const page = (name: string, text: string): Source => sourceOf(name, new TextEncoder().encode(text));

/** Imports a page into a folder, and checks that folder as `trust-center check` does. */
export async function drafted(
  source: Source,
  options: Partial<ImportOptions> = {},
): Promise<ImportedDraft & { content: FeedContent; check: CheckReport }> {
  const draft = await importList(source, { publisher, ...options });
  const folder = await temporaryFolder();
  await write(folder, { "trust-center.yaml": draft.list, "import.yaml": draft.record });
  const { report } = await readAuthoring(folder);
  return { ...draft, content: parse(draft.list) as FeedContent, check: report };
}
