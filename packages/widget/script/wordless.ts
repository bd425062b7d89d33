import type { ESTree, Plugin } from "vite";
import { walk } from "./walk.ts";

/** Where a call has words that end up in a message alone. */
const wordsAt: Record<string, number> = { Error: 0, TrustCenterError: 1, parseJson: 1, check: 2, malformed: 0 };

/** The verifier, the SDK less what fetches (which says what the server answered), and Lit. */
const wordy = /packages\/(?:feed\/src|sdk\/src\/(?:load|receipt|service|store))\/.*\.ts$|node_modules\/(?:@lit|lit)/;

/**
 * Takes the English words out of errors: the widget has words of its own for each code, in the reader's language, and the
 * CLI says the rest. Code and evidence stay.
 */
export function wordlessErrors(): Plugin {
  return {
    name: "trust-center:wordless-errors",
    transform: {
      filter: { id: wordy },
      order: "post",
      handler(code) {
        const words: ESTree.Node[] = [];
        walk(this.parse(code), (node) => {
          if (node.type !== "NewExpression" && node.type !== "CallExpression") return;
          const at = node.callee.type === "Identifier" ? wordsAt[node.callee.name] : undefined;
          const argument = at === undefined ? undefined : node.arguments[at];
          if (argument && isWords(argument)) words.push(argument);
        });
        if (words.length === 0) return undefined;
        // From the end, so that what stands before keeps its place.
        return words
          .sort((a, b) => b.start - a.start)
          .reduce((text, { start, end }) => `${text.slice(0, start)}""${text.slice(end)}`, code);
      },
    },
  };
}

const isWords = ({ type }: ESTree.Node) =>
  type === "Literal" || type === "TemplateLiteral" || type === "BinaryExpression";
