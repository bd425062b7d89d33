import {
  type Cosignature,
  checkpointBody,
  consistencyProof,
  type Hash,
  leafHash,
  parseCheckpoint,
  parseVerifierKey,
  splitLines,
  TrustCenterError,
  verifyCosignatures,
  type Witness,
  writeAddCheckpoint,
} from "@trust-center/feed";
import { readBody } from "@trust-center/sdk";
import { witnessKeysOf } from "../folder/witness-keys.ts";
import type { Settings } from "../format/settings.ts";
import { addCosignaturesTo } from "./cosign.ts";
import type { PublishPlace } from "./place.ts";
import { readPublished } from "./read-published.ts";
import { expectPublished } from "./refusals.ts";

export interface AskOptions {
  /** As the settings name them: those with a `url` are asked. */
  witnesses: Settings["witnesses"];
  /** The checkpoint that was published before: whoever cosigned it is asked from its size on. */
  before?: string | undefined;
  /** Whoever has cosigned what is published is not asked again. */
  missingOnly?: boolean | undefined;
  /** Milliseconds since 1970. */
  now: number;
  signal?: AbortSignal | undefined;
}

/** What came of asking. */
export interface Asked {
  /** The statements of all known witnesses that are published now. */
  cosignatures: Cosignature[];
  /** Why a witness's statement is not among them, and what to do. */
  warnings: string[];
  written: string[];
}

/** Milliseconds for each answer. */
const patience = 10_000;
/** Bytes of an answer: a few lines. */
const answerLimit = 16 * 1024;
/** Times that a witness is asked: once more with the size that it says, and once for another who asked meanwhile. */
const attempts = 3;

/**
 * Asks witnesses to cosign what is published (C2SP tlog-witness), and publishes what they signed. It is done once
 * `head.json` is written: a witness must not have seen what a killed publish never published. A witness that does not
 * cosign is a warning: what is published stands.
 *
 * @throws whatever `signal` was aborted with
 */
export async function askWitnesses(place: PublishPlace, options: AskOptions): Promise<Asked> {
  const { now, signal } = options;
  const asked = (options.witnesses ?? []).filter((one) => typeof one !== "string");
  if (asked.length === 0) return { cosignatures: [], warnings: [], written: [] };
  try {
    const { head, history } = expectPublished(await readPublished(place.out), place.out);
    const leaves = await Promise.all(splitLines(history).map((line) => leafHash(line)));
    const asking = { ...options, checkpoint: head.log.checkpoint, leaves };
    const answers = await Promise.all(asked.map((one) => askOne(one, asking)));
    signal?.throwIfAborted();
    const lines = answers.flatMap((answer) => ("lines" in answer ? answer.lines : []));
    const warnings = answers.flatMap((answer) => ("warning" in answer ? answer.warning : []));
    const witnesses = await Promise.all(witnessKeysOf(options.witnesses).map(parseVerifierKey));
    if (lines.length === 0) {
      return { cosignatures: await verifyCosignatures(head.log.checkpoint, witnesses, now), warnings, written: [] };
    }
    const note = noteOf(head.log.checkpoint, lines);
    return { ...(await addCosignaturesTo(place, [note], { witnesses, now, signal })), warnings };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof TrustCenterError)) throw error;
    const warning = `What witnesses signed is not published: ${error.message} Ask them again: trust-center refresh`;
    return { cosignatures: [], warnings: [warning], written: [] };
  }
}

interface Asking extends AskOptions {
  checkpoint: string;
  leaves: readonly Hash[];
}

/** The lines by which a witness cosigned; none where it did already. Whatever goes wrong is put into words. */
async function askOne(
  { key, url }: { key: string; url: string },
  asking: Asking,
): Promise<{ lines: string[] } | { warning: string }> {
  try {
    const witness = await parseVerifierKey(key);
    if (asking.missingOnly && (await hasSigned(asking.checkpoint, witness, asking.now))) return { lines: [] };
    return { lines: await cosignedBy(witness, url, asking) };
  } catch (error) {
    asking.signal?.throwIfAborted();
    const why =
      error instanceof TrustCenterError ? error.message : "It does not answer. Ask again: trust-center refresh";
    return { warning: `Expected the witness at ${url} to cosign the log. ${why}` };
  }
}

const hasSigned = async (checkpoint: string, witness: Witness, now: number): Promise<boolean> =>
  (await verifyCosignatures(checkpoint, [witness], now)).length > 0;

async function cosignedBy(witness: Witness, url: string, asking: Asking): Promise<string[]> {
  const { checkpoint, leaves, before, now, signal } = asking;
  const isKnown = before !== undefined && (await hasSigned(before, witness, now));
  let old = isKnown ? parseCheckpoint(before).size : 0;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const body = writeAddCheckpoint({ old, proof: await consistencyProof(old, leaves), checkpoint });
    const answer = await post(`${url.replace(/\/+$/, "")}/add-checkpoint`, body, signal);
    if (answer.status === 200) return linesBy(witness, answer.text, asking);
    if (answer.status !== 409) throw refused(answer.status, parseCheckpoint(checkpoint).origin);
    const size = sizeIn(answer.text);
    if (size > leaves.length) throw ahead(size, leaves.length);
    if (size === old) throw refused(size === leaves.length ? 422 : 409, parseCheckpoint(checkpoint).origin);
    old = size;
  }
  throw refused(409, parseCheckpoint(checkpoint).origin);
}

async function post(url: string, body: string, signal: AbortSignal | undefined) {
  const late = AbortSignal.timeout(patience);
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "text/plain; charset=utf-8" },
    body,
    redirect: "manual",
    signal: signal ? AbortSignal.any([signal, late]) : late,
  });
  const text = new TextDecoder().decode(await readBody(response, answerLimit, "the witness's answer"));
  return { status: response.status, text };
}

/** The lines of an answer that this witness signed; those of other keys are passed over. */
async function linesBy(witness: Witness, text: string, { checkpoint, now }: Asking): Promise<string[]> {
  const lines: string[] = [];
  for (const line of text.split("\n").filter(Boolean)) {
    if (await hasSigned(noteOf(checkpoint, [line]), witness, now)) lines.push(line);
  }
  if (lines.length > 0) return lines;
  throw new TrustCenterError(
    "signature-invalid",
    "Its answer has no line by its key in `publish.witnesses`: compare the key with the one that the witness prints.",
  );
}

const noteOf = (checkpoint: string, lines: readonly string[]): string =>
  `${checkpointBody(checkpoint)}\n${lines.map((line) => `${line}\n`).join("")}`;

function sizeIn(text: string): number {
  if (/^(?:0|[1-9]\d{0,14})\n$/.test(text)) return Number(text);
  throw new TrustCenterError("malformed", "It says a size that is none (C2SP tlog-witness). Tell the witness.");
}

const ahead = (size: number, own: number) =>
  new TrustCenterError(
    "rollback",
    `It has cosigned this log at size ${size}, and here it has ${own}: this folder is older than what the witness saw. ` +
      "Is it a restored backup, or was the feed published from elsewhere? Bring it forward before you upload it: trust-center recover",
  );

/** What an answer means, and what to do. */
function refused(status: number, origin: string): TrustCenterError {
  const known: Record<number, string> = {
    403: `It does not know the key that signs the log ${origin}. Tell it the key that \`trust-center keys log\` prints.`,
    404: `It does not know the log ${origin}, or is at another address. Tell it the key that \`trust-center keys log\` prints.`,
    409: "Others ask it about this log at the same time. Ask again: trust-center refresh",
    422: "The log that it cosigned is not the beginning of this one: it saw another history. Do not upload this one; compare the folder with your web server: trust-center recover",
  };
  const message = known[status] ?? `It answered with status ${status}. Ask again: trust-center refresh`;
  return new TrustCenterError(status === 422 ? "log-inconsistent" : "service-refused", message, { status });
}
