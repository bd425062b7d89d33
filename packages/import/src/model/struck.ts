import type { Aside, Block, Cell, Item, Row, Run, SourceDocument, Table } from "./document.ts";
import { oneLine, spaced, splitRuns, textOf, trimRuns, withLinks } from "./document.ts";

/**
 * Takes out what a page strikes out: it says of itself that it is no longer so. A row or an item whose name is struck out goes
 * whole. All of it is kept apart with its line, and nothing of it is published.
 */
export function withoutStruck({ blocks, ...document }: SourceDocument): SourceDocument {
  return { ...document, blocks: blocksWithout(blocks) };
}

const blocksWithout = (blocks: readonly Block[]): Block[] => blocks.flatMap(blockWithout);

function blockWithout(block: Block): Block[] {
  switch (block.type) {
    case "table":
      return tableWithout(block);
    case "list":
    case "terms": {
      const asides: Aside[] = [];
      const items = block.items.flatMap((item) => itemWithout(item, asides));
      return [...(items.length > 0 ? [{ ...block, items }] : []), ...asides];
    }
    case "paragraph": {
      const struck = linesWith(block.runs);
      const runs = kept(struck);
      return [...(runs.length > 0 ? [{ ...block, runs }] : []), ...asidesOf(block.line, struck)];
    }
    default:
      // A heading parts a page, whatever becomes of its words.
      return [block];
  }
}

function tableWithout(table: Table): Block[] {
  const asides: Aside[] = [];
  const rows = table.rows.flatMap((row, at): Row[] => {
    const own = row.cells.filter(({ copy }) => !copy);
    if (at < table.heads || row.cells.every(({ runs }) => !runs.some(({ struck }) => struck))) return [row];
    const named = row.cells.find(({ runs }) => textOf(runs).trim() !== "");
    if (named && isStruck(named.runs)) {
      asides.push(...asidesOf(row.line, own.flatMap(({ runs }) => [...runs, { text: "\n" }]).map(strike)));
      return [];
    }
    asides.push(...own.flatMap(({ runs }) => asidesOf(row.line, runs)));
    return [{ ...row, cells: row.cells.map((cell): Cell => ({ ...cell, runs: kept(cell.runs) })) }];
  });
  return [...(rows.length > 0 ? [{ ...table, rows }] : []), ...asides];
}

function itemWithout(item: Item, asides: Aside[]): Item[] {
  if (item.runs.length > 0 && (isStruck(item.runs) || leadsStruck(item.runs))) {
    asides.push(...asidesOf(item.line, [...item.runs, ...item.blocks.flatMap(runsIn)].map(strike)));
    return [];
  }
  asides.push(...asidesOf(item.line, item.runs));
  return [{ ...item, runs: kept(item.runs), blocks: blocksWithout(item.blocks) }];
}

const isMark = /^\s*(?:[:：,;(|]|[-–—]{1,2}(?:\s|$))/u;
/** What became of somebody, in small letters: a name of today begins with a large one. */
const isFate =
  /^\s+(?:(?:was|is|has been|now)\s+)?(?:replaced|removed|discontinued|terminated|retired|ended|until|ersetzt|entfernt|beendet|bis|remplac[ée]e?|supprim[ée]e?|sustituid[oa]|eliminad[oa]|sostituit[oa]|rimoss[oa]|vervangen|verwijderd)\b/u;

/** A name that is struck out, and behind it what it did, or what became of it: `~~Loggly~~ – logs`. */
function leadsStruck(runs: readonly Run[]): boolean {
  const first = runs.findIndex((run) => !isBlank(run));
  const end = runs.findIndex((run, at) => at > first && !run.struck);
  const behind = textOf(runs.slice(end));
  return runs[first]?.struck === true && end > 0 && (isMark.test(behind) || isFate.test(behind));
}

/** A paragraph whose lines are entries: those with a name that is struck out are so whole. */
function linesWith(runs: readonly Run[]): Run[] {
  const lines = splitRuns(runs, /\n/);
  if (lines.length < 2 || !lines.some(leadsStruck)) return [...runs];
  return lines.flatMap((line, at) => [
    ...(at > 0 ? [{ text: "\n" }] : []),
    ...(leadsStruck(line) ? line.map(strike) : line),
  ]);
}

const isBlank = ({ text }: Run): boolean => text.trim() === "";
const isStruck = (runs: readonly Run[]): boolean =>
  runs.every((run) => run.struck || isBlank(run)) && runs.some((run) => !isBlank(run));
const strike = (run: Run): Run => ({ ...run, struck: true });

const kept = (runs: readonly Run[]): Run[] =>
  runs.some(({ struck }) => struck) ? trimRuns(spaced(runs.filter(({ struck }) => !struck))) : [...runs];

function asidesOf(line: number, runs: readonly Run[]): Aside[] {
  const text = oneLine(withLinks(runs.filter(({ struck }) => struck)));
  return text ? [{ type: "aside", what: "struck out", text, line }] : [];
}

function runsIn(block: Block): Run[] {
  const parted = (runs: readonly Run[]) => [{ text: "\n" }, ...runs];
  if (block.type === "aside") return parted([{ text: block.text }]);
  if (block.type === "table") return block.rows.flatMap(({ cells }) => cells.flatMap(({ runs }) => parted(runs)));
  if (block.type === "list" || block.type === "terms")
    return block.items.flatMap(({ runs, blocks }) => [...parted(runs), ...blocks.flatMap(runsIn)]);
  return parted(block.runs);
}
