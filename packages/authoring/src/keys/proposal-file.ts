import { mergeProposals, type RootProposal, readProposal } from "@trust-center/feed";
import { UsageError } from "../errors.ts";
import { isTaken, replaceFile } from "../files/write-files.ts";
import { readTextFile } from "../folder/read-file.ts";

const maxBytes = 1024 * 1024;

/** @throws {TrustCenterError} `malformed` where there is none, and as `readProposal` */
export async function readProposalFile(path: string): Promise<RootProposal> {
  const { text, problem } = await readTextFile(path, maxBytes);
  if (text !== undefined) return readProposal(new TextEncoder().encode(text));
  throw new UsageError(`Expected a proposal in ${path}: ${problem.expected}; found ${problem.found}.`, { path });
}

/**
 * Writes a proposal. Signatures that the file holds already stay; another proposal there is not overwritten.
 *
 * @throws {TrustCenterError} `malformed` where something else is there
 */
export async function writeProposalFile(path: string, proposal: RootProposal): Promise<void> {
  const before = (await isTaken(path)) ? await readProposalFile(path).catch(() => undefined) : proposal;
  if (before?.root.payload !== proposal.root.payload) {
    throw new UsageError(
      `Expected no file at ${path}, found one: it may hold signatures. Remove it, or name another file with --propose.`,
      { path },
    );
  }
  const merged = await mergeProposals([proposal, before]);
  await replaceFile(path, new TextEncoder().encode(`${JSON.stringify(merged, null, 2)}\n`));
}
