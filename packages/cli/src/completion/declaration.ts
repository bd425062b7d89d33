import { UsageError } from "@trust-center/authoring";
import type { Context } from "../commands/context.ts";
import type { Declaration } from "../declarations/declaration.ts";
import { exitCodes } from "../exit-codes.ts";
import { type Shell, shells } from "./scripts.ts";
import { placesOf } from "./tree.ts";

const names = Object.keys(shells) as Shell[];

/** `trust-center completion`: what a shell needs to complete the other commands, and itself. */
export function completionOf(others: readonly Declaration[]): Declaration {
  const declaration: Declaration = {
    name: "completion",
    summary: "print a script with which your shell completes commands and options",
    arguments: [{ name: "<shell>", about: names.join(", ") }],
    examples: [
      "trust-center completion fish > ~/.config/fish/completions/trust-center.fish",
      'eval "$(trust-center completion bash)"',
      'eval "$(trust-center completion zsh)"',
    ],
    action: async (shell: string, _options: object, { io }: Context) => {
      const name = names.find((one) => one === shell);
      if (!name) throw new UsageError(`Expected a shell: ${names.join(", ")}; found “${shell}”.`);
      io.stdout(shells[name](placesOf([...others, declaration])));
      return exitCodes.ok.code;
    },
  };
  return declaration;
}
