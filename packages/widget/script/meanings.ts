import type { ESTree, Plugin } from "vite";
import { walk } from "./walk.ts";

/** What a page never asks of an error code: how a command ends, and the step of verification. */
const unasked = new Set(["exit", "steps"]);

/**
 * Takes out of the meanings of error codes what no page asks. Rows that are an attack's go too: a code without a row is
 * taken for an attack. And so does an honest cause: a page asks for the others.
 */
export function shortMeanings(): Plugin {
  return {
    name: "trust-center:short-meanings",
    transform: {
      filter: { id: /packages\/feed\/src\/errors\.ts$/ },
      order: "post",
      handler(code) {
        return shortenMeanings(code, this.parse(code));
      },
    },
  };
}

/** @param program The code, parsed. */
export function shortenMeanings(code: string, program: ESTree.Program): string {
  const taken: ESTree.ObjectProperty[] = [];
  walk(program, (node) => {
    if (node.type !== "ObjectExpression") return;
    for (const one of node.properties) {
      if (one.type !== "Property" || !(isAttack(one) || isUnasked(one))) continue;
      // What stands in a row that goes is gone with it.
      if (!taken.some((row) => one.start >= row.start && one.end <= row.end)) taken.push(one);
    }
  });
  if (!taken.some(isAttack)) throw new Error("Expected the meanings of error codes in errors.ts, found none.");
  // From the end, so that what stands before keeps its place.
  return taken
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => text.slice(0, start) + text.slice(end).replace(/^\s*,/, ""), code);
}

/** A row that is made from the one of an attack. */
const isAttack = ({ value }: ESTree.ObjectProperty): boolean =>
  value.type === "ObjectExpression" &&
  value.properties.some(
    (one) => one.type === "SpreadElement" && one.argument.type === "Identifier" && one.argument.name === "attack",
  );

function isUnasked({ key, value }: ESTree.ObjectProperty): boolean {
  if (key.type !== "Identifier") return false;
  return unasked.has(key.name) || (key.name === "cause" && value.type === "Literal" && value.value === "honest");
}
