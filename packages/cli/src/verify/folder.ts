import type { FolderCheck, FolderProblem } from "@trust-center/authoring";
import { failed, passed, type Step, type VerifyOutcome, warning } from "./outcome.ts";

const words: Record<FolderProblem["kind"], (path: string) => Step> = {
  altered: (path) => failed(`File: ${path} is not what was signed, nor what this version makes from it`),
  missing: (path) => failed(`File: ${path} is missing; readers of the history, proofs or tools ask for it`),
  behind: (path) => warning(`File: ${path} is of an earlier version, as a run leaves it that was killed`),
  strange: (path) => warning(`File: ${path} is none of this feed's`),
};

/** What verifying the newest list came to, with what was found of every other file in the folder. */
export function withFolder(outcome: VerifyOutcome, folder: FolderCheck | undefined): VerifyOutcome {
  if (!folder) return outcome;
  const { sound, problems } = folder;
  const steps = [...outcome.steps, ...problems.map(({ kind, path }) => words[kind](path))];
  const broken = problems.filter(({ kind }) => kind === "altered" || kind === "missing");
  const whole = { ...outcome, files: folder };
  if (broken.length === 0)
    return {
      ...whole,
      steps: [...steps, passed(`Folder: every file is as signed, or made from that; files: ${sound}`)],
    };
  const message =
    `Expected every file to be as it was published, found ${broken.length} that ${broken.length === 1 ? "is" : "are"} not. ` +
    "`trust-center refresh` rewrites those that are made from the list, which another version of this program makes otherwise; restore others from your web server or a backup.";
  return { ...whole, steps, trust: "failed", problem: { code: "hash-mismatch", message, evidence: { files: broken } } };
}
