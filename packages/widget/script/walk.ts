import type { ESTree } from "vite";

/** Visits every node of a syntax tree. */
export function walk(node: unknown, visit: (node: ESTree.Node) => void): void {
  if (node === null || typeof node !== "object") return;
  if ("type" in node) visit(node as ESTree.Node);
  for (const child of Object.values(node)) walk(child, visit);
}
