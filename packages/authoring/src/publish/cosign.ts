import {
  addCosignatures,
  type Cosignature,
  checkpointBody,
  type Head,
  parseCheckpoint,
  parseVerifierKey,
  TrustCenterError,
  verifyCosignatures,
  type Witness,
} from "@trust-center/feed";
import { UsageError } from "../errors.ts";
import { witnessKeysOf } from "../folder/witness-keys.ts";
import { changePublished } from "./change-published.ts";
import { cosignedFile } from "./cosigned.ts";
import { type PublishPlace, readPlace } from "./place.ts";
import { expectPublished } from "./refusals.ts";

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
  const { settings, place } = await readPlace(folder);
  const { now, signal } = options;
  const keys = new Set([...witnessKeysOf(settings.witnesses), ...options.witnesses]);
  const witnesses = await Promise.all([...keys].map(parseVerifierKey));
  return { out: place.out, ...(await addCosignaturesTo(place, notes, { witnesses, now, signal })) };
}

/** Adds what known witnesses signed to a published folder: see {@link publishCosignatures}. */
export async function addCosignaturesTo(
  place: PublishPlace,
  notes: readonly string[],
  { witnesses, now, signal }: Witnessing & { signal?: AbortSignal | undefined },
): Promise<Omit<CosignResult, "out">> {
  const { change, written } = await changePublished(place, { now, kind: "keep", signal }, async (standing) => {
    const { head, pin } = expectPublished(standing.published, place.out);
    const checkpoint = await withLines(head, notes, { witnesses, now });
    const signed = { ...head, log: { ...head.log, checkpoint } };
    const tree = new Map([
      ["head.json", new TextEncoder().encode(JSON.stringify(signed))],
      await cosignedFile(place.out, checkpoint),
    ]);
    return { pin, tree, checkpoint };
  });
  return { cosignatures: await verifyCosignatures(change.checkpoint, witnesses, now), written };
}

interface Witnessing {
  witnesses: readonly Witness[];
  now: number;
}

/** The head's checkpoint with the lines of notes. */
async function withLines({ log }: Head, notes: readonly string[], { witnesses, now }: Witnessing): Promise<string> {
  const lines = notes.flatMap((note) => linesOf(note, log.checkpoint, witnesses));
  for (const line of lines) {
    // Each by itself: a name may stand on a good line and on a bad one.
    const alone = `${checkpointBody(log.checkpoint)}\n${line}\n`;
    if ((await verifyCosignatures(alone, witnesses, now)).length > 0) continue;
    const name = line.split(" ")[1];
    throw new TrustCenterError(
      "signature-invalid",
      `Expected a cosignature by the known key of ${name}, found another key's.`,
    );
  }
  return addCosignatures(log.checkpoint, lines);
}

/** What witnesses added to a checkpoint, where it is the published one. */
function linesOf(note: string, checkpoint: string, witnesses: readonly Witness[]): string[] {
  const [ours, theirs] = [parseCheckpoint(checkpoint), parseCheckpoint(note)];
  if (theirs.origin !== ours.origin || theirs.size !== ours.size || theirs.root !== ours.root) {
    throw new TrustCenterError(
      "log-inconsistent",
      `Expected cosignatures of ${ours.origin} at size ${ours.size}, found ones of ${theirs.origin} at size ${theirs.size}. ` +
        "Ask the witness to look again, after the newest version is on your web server.",
      { expected: ours, found: theirs },
    );
  }
  const names = new Set(witnesses.map(({ name }) => name));
  const added = theirs.signatures.filter((line) => !line.startsWith(`— ${ours.origin} `));
  const strangers = added.map((line) => line.split(" ")[1] ?? "").filter((name) => !names.has(name));
  if (strangers.length === 0 && added.length > 0) return added;
  throw new UsageError(
    `Expected lines of known witnesses (${[...names].join(", ") || "none is known"}), found ${strangers.join(", ") || "none"}. ` +
      "Name a witness's key in `publish.witnesses`, or with --witness.",
  );
}
