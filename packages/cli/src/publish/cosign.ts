import {
  addCosignatures,
  type Cosignature,
  checkpointBody,
  parseCheckpoint,
  parseVerifierKey,
  TrustCenterError,
  verifyCosignatures,
  type Witness,
} from "@trust-center/feed";
import { outOf, readAuthoring } from "../authoring/check.ts";
import { BrokenTreeError, CheckError, UsageError } from "../errors.ts";
import { lockFolder } from "./lock.ts";
import { type PublishedTree, readPublished } from "./read-published.ts";
import { verifyBuilt } from "./verify-built.ts";
import { removeLeftovers } from "./write-files.ts";
import { writeTree } from "./write-tree.ts";

export interface CosignResult {
  out: string;
  /** Every witness whose statement is published now. */
  cosignatures: Cosignature[];
  written: string[];
}

/**
 * Publishes what witnesses signed beside the log's own signature. It needs no key: nobody else signs anything.
 *
 * @param notes The checkpoint with their lines, as `trust-center witness` wrote it.
 * @throws {TrustCenterError} `log-inconsistent` for another checkpoint than the published one; `signature-invalid`;
 *   `malformed` for a line of no known witness
 */
export async function publishCosignatures(
  folder: string,
  notes: readonly string[],
  options: { now: number; witnesses: readonly string[]; signal?: AbortSignal | undefined },
): Promise<CosignResult> {
  const { settings, report } = await readAuthoring(folder);
  if (!settings) throw new CheckError(report);
  const out = outOf(folder, settings);
  const keys = new Set([...(settings.witnesses ?? []), ...options.witnesses]);
  const witnesses = await Promise.all([...keys].map(parseVerifierKey));
  const release = await lockFolder(out);
  try {
    await removeLeftovers(out);
    const published = await readPublished(out);
    if (!published)
      throw new BrokenTreeError("malformed", `Expected a published tree in ${out}, found no head.json.`, { out });
    const checkpoint = await withLines(published, notes, witnesses, options.now);
    const head = { ...published.head, log: { ...published.head.log, checkpoint } };
    const tree = new Map([["head.json", new TextEncoder().encode(JSON.stringify(head))]]);
    const { address: feed, pin } = published;
    // What was good when it was signed may have expired since; that is not what this changes.
    const now = Date.parse(published.timestamp.issued);
    const current = await verifyBuilt({ out, tree, published, feed, pin, now });
    const written = await writeTree({ out, tree, current, derived: new Map(), signal: options.signal });
    return { out, cosignatures: await verifyCosignatures(checkpoint, witnesses, options.now), written };
  } finally {
    await release();
  }
}

async function withLines(
  { head }: PublishedTree,
  notes: readonly string[],
  witnesses: readonly Witness[],
  now: number,
) {
  const ours = parseCheckpoint(head.log.checkpoint);
  const names = new Set(witnesses.map(({ name }) => name));
  const lines: string[] = [];
  for (const note of notes) {
    const theirs = parseCheckpoint(note);
    if (theirs.origin !== ours.origin || theirs.size !== ours.size || theirs.root !== ours.root) {
      throw new TrustCenterError(
        "log-inconsistent",
        `Expected cosignatures of ${ours.origin} at size ${ours.size}, found ones of ${theirs.origin} at size ${theirs.size}. ` +
          "Ask the witness to look again, after the newest version is on your web server.",
        { expected: ours, found: theirs },
      );
    }
    const added = theirs.signatures.filter((line) => !line.startsWith(`— ${ours.origin} `));
    const strangers = added.map((line) => line.split(" ")[1] ?? "").filter((name) => !names.has(name));
    if (strangers.length > 0 || added.length === 0) {
      throw new UsageError(
        `Expected lines of known witnesses (${[...names].join(", ") || "none is known"}), found ${strangers.join(", ") || "none"}. ` +
          "Name a witness's key in `publish.witnesses`, or with --witness.",
      );
    }
    lines.push(...added);
  }
  for (const line of lines) {
    // Each by itself: a name may stand on a good line and on a bad one.
    const alone = `${checkpointBody(head.log.checkpoint)}\n${line}\n`;
    if ((await verifyCosignatures(alone, witnesses, now)).length > 0) continue;
    const name = line.split(" ")[1];
    throw new TrustCenterError(
      "signature-invalid",
      `Expected a cosignature by the known key of ${name}, found another key's.`,
    );
  }
  return addCosignatures(head.log.checkpoint, lines);
}
