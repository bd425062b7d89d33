import { readFile } from "node:fs/promises";
import { mergeProposals, type RootProposal, readProposal } from "@trust-center/feed";
import { UsageError } from "../errors.ts";
import { replaceFile } from "../publish/write-files.ts";

const maxBytes = 1024 * 1024;

/** @throws {TrustCenterError} `malformed` where there is none, and as `readProposal` */
export async function readProposalFile(path: string): Promise<RootProposal> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const found = cause.code === "ENOENT" ? "no file" : cause.code;
    throw new UsageError(`Expected a proposal in ${path}, found ${found}.`, { path }, { cause });
  });
  if (bytes.length <= maxBytes) return readProposal(bytes);
  throw new UsageError(`Expected ${path} to hold a proposal, found ${bytes.length} bytes.`, { path });
}

/**
 * Writes a proposal. Signatures that the file holds already stay; another proposal there is not overwritten.
 *
 * @throws {TrustCenterError} `malformed` where something else is there
 */
export async function writeProposalFile(path: string, proposal: RootProposal): Promise<void> {
  const there = await readFile(path).catch(() => undefined);
  const before = there && (await readProposal(there).catch(() => undefined));
  if (there && before?.root.payload !== proposal.root.payload) {
    throw new UsageError(
      `Expected no file at ${path}, found one: it may hold signatures. Remove it, or name another file with --propose.`,
      { path },
    );
  }
  const merged = before ? mergeProposals([proposal, before]) : proposal;
  await replaceFile(path, new TextEncoder().encode(`${JSON.stringify(merged, null, 2)}\n`));
}
