import { isAbsolute, relative } from "node:path";
import { type DeployResult, deployTree, readTarget, type Target } from "@trust-center/authoring";
import type { Io } from "../output/io.ts";
import type { Reporter } from "../output/reporter.ts";

/** Where `--to` sends files to, read before anything is signed. */
export const targetsFrom = (to: readonly string[] | undefined, { cwd }: Io): Target[] =>
  (to ?? []).map((text) => readTarget(text, cwd));

/** Sends what is published to each target, one after the other. */
export async function sendTo(
  targets: readonly Target[],
  tree: { out: string; address: string },
  { env, signal }: Io,
): Promise<DeployResult[]> {
  const sent: DeployResult[] = [];
  for (const target of targets) sent.push(await deployTree(tree, target, { env, signal }));
  return sent;
}

export function saySent(sent: readonly DeployResult[], { say }: Reporter, cwd: string): void {
  for (const { place, written } of sent) {
    const where = isAbsolute(place) ? relative(cwd, place) || "." : place;
    say(`Sent       ${where}${written ? ` (${written.length} written)` : ""}`);
  }
}
