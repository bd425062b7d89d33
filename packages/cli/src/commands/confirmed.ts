import type { Doubt } from "@trust-center/authoring";
import { ask } from "../output/prompt.ts";
import type { Context } from "./context.ts";

/** What a command was told to accept. */
export interface Accepting {
  /** Codes of what may be unusual, separated by commas; or `all`. */
  accept?: string;
  yes?: boolean;
}

/** What is unusual is accepted by its code, or confirmed by whoever sits at the terminal. */
export async function confirmed(
  doubts: readonly Doubt[],
  { accept = "", yes = false }: Accepting,
  { io, reporter }: Context,
): Promise<boolean> {
  const accepted = new Set(yes ? doubts.map(({ code }) => code as string) : accept.split(","));
  const left = accepted.has("all") ? [] : doubts.filter(({ code }) => !accepted.has(code));
  for (const { code, text } of doubts) reporter.complain(`${reporter.paint("yellow", "unusual")}  ${code}: ${text}`);
  if (left.length === 0) return true;
  if (!io.interactive || reporter.json) return false;
  const answer = await ask(io, "This is signed for good. Publish it? Type yes", "no");
  return answer.toLowerCase() === "yes";
}
