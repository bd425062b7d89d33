import { relative, resolve } from "node:path";
import {
  applyProposal,
  openRing,
  readProposalFile,
  rootDifferences,
  rootLines,
  UsageError,
  writeProposalFile,
} from "@trust-center/authoring";
import {
  completeRoot,
  gathered,
  mergeProposals,
  previousRoot,
  proposedPin,
  proposedRoot,
  type Root,
  type RootProposal,
  signProposal,
} from "@trust-center/feed";
import { exitCodes } from "../../exit-codes.ts";
import { passphraseFrom } from "../../output/passphrase.ts";
import { ask } from "../../output/prompt.ts";
import type { Context } from "../context.ts";
import { type ChangeOptions, rootOptions } from "./options.ts";
import { gatheredText, printRootResult } from "./print.ts";

/** `trust-center keys sign`: needs the proposal and a key, nothing else; on a machine without a network. */
export async function signProposalFile(
  file: string,
  { key = [], passphraseEnv, yes = false }: { key?: string[]; passphraseEnv?: string; yes?: boolean },
  { io, reporter }: Context,
): Promise<number> {
  if (key.length === 0)
    throw new UsageError(
      "Expected --key to name a root key, found nothing. For example: --key /media/stick/root-a.key.pem",
    );
  const path = resolve(io.cwd, file);
  const proposal = await readProposalFile(path);
  const root = proposedRoot(proposal);
  const before = previousRoot(proposal);
  await showProposal(proposal, reporter);
  await confirm(yes, io, reporter.json);
  const sources = key.map((file) => ({ file: resolve(io.cwd, file) }));
  const ring = await openRing(sources, {
    passphrase: passphraseFrom(io, passphraseEnv),
    env: io.env,
    signal: io.signal,
  });
  refuseStrangers(
    ring.keys.map(({ kid }) => kid),
    before,
    root,
  );
  const signers = [];
  // In turn: each may ask for a passphrase.
  for (const one of ring.keys) signers.push(await one.open());
  const signed = await signProposal(proposal, signers);
  await writeProposalFile(path, signed);
  const found = await gathered(signed);
  const complete = (await completeRoot(signed)) !== undefined;
  reporter.data({ proposal: path, root, gathered: found, complete });
  for (const one of found) reporter.say(gatheredText(one));
  reporter.say(
    complete
      ? `Complete. On the machine that publishes: trust-center keys apply ${file}`
      : "Carry it to the next key holder.",
  );
  return exitCodes.ok.code;
}

/** What a key holder reads before signing. */
async function showProposal(proposal: RootProposal, reporter: Context["reporter"]): Promise<void> {
  const [root, before] = [proposedRoot(proposal), previousRoot(proposal)];
  reporter.say(reporter.paint("bold", `Root ${root.version} of ${root.feed}`));
  for (const line of rootDifferences(before, root)) reporter.say(`  ${line}`);
  if (!before) reporter.say(`  Its pin would be ${await proposedPin(proposal)}`);
  // The file alone says what the root before was: what is signed is all of the new one.
  reporter.say("All keys that it names:");
  for (const line of rootLines(root)) reporter.say(`  ${line}`);
}

/** `trust-center keys apply` */
export async function applyProposalFile(
  files: string[],
  options: ChangeOptions & { folder?: string },
  context: Context,
): Promise<number> {
  const proposals = await Promise.all(files.map((file) => readProposalFile(resolve(context.io.cwd, file))));
  const merged = await mergeProposals(proposals as [RootProposal, ...RootProposal[]]);
  const folder = resolve(context.io.cwd, options.folder ?? ".");
  const result = await applyProposal(folder, merged, rootOptions(options, context));
  printRootResult(result, context);
  if (result.outcome === "applied") return exitCodes.ok.code;
  context.reporter.complain(
    `Expected a complete proposal; the signatures so far were put together in ${relative(context.io.cwd, result.proposal ?? "")}.`,
  );
  return exitCodes.failed.code;
}

async function confirm(yes: boolean, io: Context["io"], json: boolean): Promise<void> {
  if (yes) return;
  if (!io.interactive || json)
    throw new UsageError("Expected --yes, or a terminal to ask on: read the proposal before you sign it.");
  if (/^y(?:es)?$/i.test(await ask(io, "Sign this? Type yes"))) return;
  throw new UsageError("Not signed.");
}

function refuseStrangers(kids: readonly string[], before: Root | undefined, root: Root): void {
  const wanted = new Set([...(before?.roles.root.kids ?? []), ...root.roles.root.kids]);
  const strangers = kids.filter((kid) => !wanted.has(kid));
  if (strangers.length === 0) return;
  throw new UsageError(
    `Expected a root key: one of ${[...wanted].join(", ")}; found ${strangers.join(", ")}. Nothing was signed.`,
  );
}
