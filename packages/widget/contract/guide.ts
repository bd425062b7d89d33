import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Contract, Named } from "./contract.ts";

/** The page that shows the contract, in a part of its own. */
export const guideFile = fileURLToPath(new URL("../../../docs/guides/embedding.md", import.meta.url));

const [begin, end] = ["<!-- From the code: `pnpm contract` writes it. -->", "<!-- Until here. -->"] as const;

/** The page with that part as the code has it. */
export function withContract(page: string, contract: Contract): string {
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`Expected "${begin}" … "${end}" in ${guideFile}.`);
  return `${before}${begin}\n\n${tables(contract).join("\n\n")}\n\n${end}${after}`;
}

export const readGuide = (): string => readFileSync(guideFile, "utf8");

const code = (text: string) => `\`${text}\``;

const tables = (contract: Contract): string[] => [
  table(
    ["attribute", "property", ""],
    contract.attributes.map(({ name, property, description }) => [code(name), code(property), description]),
  ),
  table(
    ["event", "type", ""],
    contract.events.map(({ name, type, description }) => [code(name), code(type), description]),
  ),
  table(["custom property", ""], together(contract.customProperties)),
  table(["part", ""], together(contract.parts)),
  table(["state", ""], together(contract.states)),
  table(["method", ""], together(contract.methods.map((one) => ({ ...one, name: `${one.name}()` })))),
];

/** Names of which the same is said stand in one row. */
function together(all: readonly Named[]): string[][] {
  const rows = new Map<string, string[]>();
  for (const { name, description } of all) rows.set(description, [...(rows.get(description) ?? []), code(name)]);
  return [...rows].map(([description, names]) => [names.join(", "), description]);
}

/** A table whose columns are padded, as the formatter of the repository wants them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = head.map((_name, at) => Math.max(3, ...cells.map((row) => [...(row[at] ?? "")].length)));
  const line = (row: readonly string[]) => `| ${widths.map((width, at) => pad(row[at] ?? "", width)).join(" | ")} |`;
  const [first = [], ...others] = cells;
  return [line(first), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...others.map(line)].join("\n");
}

const pad = (text: string, width: number): string => text + " ".repeat(width - [...text].length);
