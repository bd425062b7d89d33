import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publishFolder } from "@trust-center/authoring";
import { createSigner, generatePrivateKey, type Signer, toPem } from "@trust-center/feed";
import { type Document, isMap, isSeq, parseDocument } from "yaml";
import { type PastVersion, readHistory } from "./history.ts";

/** A vendor's folder, ready to publish from, with its past published. */
export interface PreparedVendor {
  /** The authoring folder: edit its trust-center.yaml and publish. */
  folder: string;
  /** The published tree. */
  out: string;
  pin: string;
  /** The tag to paste. */
  tag: string;
  signer: Signer;
}

export interface VendorInput {
  /** The example's folder. */
  source: string;
  /** Where the copy goes. */
  folder: string;
  /** The feed's address. */
  feed: string;
  /** The service's address. */
  service: string;
  /** Where its page has the widget's script from. */
  script?: { address: string; integrity: string };
  /** Verifier keys of the witnesses that its page names. */
  witnesses: string[];
  /** Milliseconds since 1970. */
  now: number;
}

const day = 24 * 60 * 60 * 1000;

/** A made-up past is unusual all the way: other clocks, first terms, removals. */
const confirm = () => true;

/** Copies an example, points it at this machine, makes its key, and publishes its past up to today's file. */
export async function prepareVendor(input: VendorInput): Promise<PreparedVendor> {
  const { source, folder, now } = input;
  await mkdir(folder, { recursive: true });
  await cp(join(source, "policies"), join(folder, "policies"), { recursive: true });
  const key = await generatePrivateKey();
  await writeFile(join(folder, "trust-center.key.pem"), await toPem(key), { mode: 0o600 });
  const text = await readFile(join(source, "trust-center.yaml"), "utf8");
  for (const version of await readHistory(source)) {
    const document = parseDocument(text);
    pointHere(document, input);
    goBack(document, version);
    await writeFile(join(folder, "trust-center.yaml"), document.toString({ lineWidth: 120 }));
    await publishFolder(folder, { now: now - version.daysAgo * day, confirm });
  }
  const { pin, tag, out } = await publishFolder(folder, { now, forceRefresh: true, confirm });
  return { folder, out, pin, tag, signer: await createSigner(key) };
}

function pointHere(document: Document, { feed, service, script, witnesses }: VendorInput): void {
  document.set("service", service);
  document.setIn(["publish", "feed"], feed);
  document.setIn(["publish", "out"], "./public");
  document.setIn(["publish", "key"], "./trust-center.key.pem");
  if (witnesses.length > 0) document.setIn(["publish", "witnesses"], document.createNode(witnesses));
  if (!script) return;
  document.setIn(["publish", "widget"], document.createNode({ script: script.address, integrity: script.integrity }));
}

/** Takes today's file back to what it was. */
function goBack(document: Document, { without = [], change = {}, top = {} }: PastVersion): void {
  for (const [member, value] of Object.entries(top)) document.set(member, document.createNode(value));
  const entries = document.get("subprocessors");
  if (!isSeq(entries)) throw new Error("Expected a list of sub-processors in the example.");
  entries.items = entries.items.filter((entry) => !isMap(entry) || !without.includes(String(entry.get("id"))));
  for (const entry of entries.items) {
    if (!isMap(entry)) continue;
    for (const [member, value] of Object.entries(change[String(entry.get("id"))] ?? {})) {
      entry.set(member, document.createNode(value));
    }
  }
}
