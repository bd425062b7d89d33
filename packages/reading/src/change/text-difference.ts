import { type FlowNode, type ProseTree, plainText } from "@trust-center/feed";

/** Words that both texts have, or one of them. */
export interface Run {
  readonly is: "kept" | "removed" | "added";
  readonly text: string;
}

/** A paragraph, a heading, an entry of a list, a row of a table or a piece of code, in one text or in both. */
export interface ComparedBlock {
  /** The heading that it stands under; empty: none, or it is one itself. */
  readonly under: string;
  /** Whether both texts have it, word for word and in the same form. */
  readonly isSame: boolean;
  readonly runs: readonly Run[];
}

/** Pairs that are weighed at most; of more, what lies between a common beginning and end counts as other words. */
const mostPairs = 1_000_000;

/** Pairs of blocks that are held beside each other at most, word by word; of more, each beside the one at its place. */
const mostPairsOfBlocks = 100;

/** A block that keeps less than this part of its words is another one. */
const leastKept = 1 / 3;

/**
 * What became of a text: every block of both, in the order of the newer, what was removed before what came in its place. What is
 * removed and what is kept is the older text, what is added and what is kept the newer, white space aside.
 *
 * @param language BCP 47, for the bounds of words.
 */
export function compareTexts(before: ProseTree, after: ProseTree, language: string): ComparedBlock[] {
  const words = wordsIn(language);
  const all: ComparedBlock[] = [];
  const pairs = align(blocksOf(before.children), blocksOf(after.children), ({ form }) => form);
  for (let at = 0; at < pairs.length; ) {
    const [was, is] = pairs[at] as Pair<Block>;
    if (was && is) {
      all.push({ under: is.under, isSame: true, runs: [{ is: "kept", text: is.text }] });
      at++;
      continue;
    }
    const end = pairs.findIndex(([was, is], index) => index > at && was && is);
    const between = pairs.slice(at, end < 0 ? pairs.length : end);
    all.push(
      ...inPlaceOf(
        between.flatMap(([was]) => was ?? []),
        between.flatMap(([, is]) => is ?? []),
        words,
      ),
    );
    at += between.length;
  }
  return all;
}

interface Block {
  readonly under: string;
  readonly text: string;
  /** The block itself, written out: emphasis that comes or goes makes another. */
  readonly form: string;
}

function blocksOf(nodes: readonly FlowNode[], marked = "", above = ""): Block[] {
  let under = above;
  return nodes.flatMap((node): Block[] => {
    switch (node.type) {
      case "thematicBreak":
        return [];
      case "blockquote":
        return blocksOf(node.children, marked, under);
      case "list":
        return node.children.flatMap(({ children }, at) =>
          blocksOf(children, node.ordered ? `${(node.start ?? 1) + at}. ` : "• ", under),
        );
      case "table":
        return node.children.map((row) => {
          const text = row.children.map(({ children }) => textOf({ type: "paragraph", children })).join(" | ");
          return { under, text, form: inOneLine(JSON.stringify(row)) };
        });
      default: {
        const text = marked + textOf(node);
        const form = JSON.stringify(node);
        const isCode = node.type === "code";
        const block = {
          under: node.type === "heading" ? "" : under,
          text,
          form: marked + (isCode ? form : inOneLine(form)),
        };
        if (node.type === "heading") under = text;
        return [block];
      }
    }
  });
}

const textOf = (node: FlowNode): string => {
  const text = plainText({ type: "root", children: [node] });
  return node.type === "code" ? text : inOneLine(text);
};

/** Where a source was wrapped says nothing, neither in a text nor in its JSON. */
const inOneLine = (text: string): string => text.replace(/(?:\s|\\n)+/g, " ");

/** What stands where something else stood: blocks that share words beside each other, and what goes before what comes. */
function inPlaceOf(was: readonly Block[], is: readonly Block[], words: (text: string) => string[]): ComparedBlock[] {
  const [older, newer] = [was, is].map((blocks) => blocks.map(({ text }) => words(text))) as [string[][], string[][]];
  const all: ComparedBlock[] = [];
  const alone = (is: Run["is"], blocks: readonly Block[]) =>
    all.push(...blocks.map(({ under, text }) => ({ under, isSame: false, runs: [{ is, text }] })));
  let [gone, come] = [0, 0];
  for (const [at, block] of is.entries()) {
    const [from, to] = was.length * is.length > mostPairsOfBlocks ? [at, at + 1] : [0, was.length];
    for (let of = Math.max(gone, from); of < Math.min(to, was.length); of++) {
      const runs = sharedRuns(older[of] as string[], newer[at] as string[]);
      if (!runs) continue;
      alone("removed", was.slice(gone, of));
      alone("added", is.slice(come, at));
      all.push({ under: block.under, isSame: false, runs });
      [gone, come] = [of + 1, at + 1];
      break;
    }
  }
  alone("removed", was.slice(gone));
  alone("added", is.slice(come));
  return all;
}

/** Undefined where the two have little in common. */
function sharedRuns(before: readonly string[], after: readonly string[]): Run[] | undefined {
  const runs: Run[] = [];
  let kept = 0;
  const add = (is: Run["is"], text: string) => {
    const last = runs.at(-1);
    if (last?.is === is) runs[runs.length - 1] = { is, text: last.text + text };
    else runs.push({ is, text });
  };
  // What was removed stands before what came in its place, in one run each.
  let added = "";
  for (const [was, is] of align(before, after, (word) => word.trim())) {
    if (was !== undefined && is !== undefined) {
      if (added) add("added", added);
      added = "";
      kept++;
      add("kept", is);
    } else if (was !== undefined) add("removed", was);
    else added += is;
  }
  if (added) add("added", added);
  return kept < Math.max(before.length, after.length) * leastKept ? undefined : runs;
}

/** Words with the white space behind them; marks of punctuation are words. */
function wordsIn(language: string): (text: string) => string[] {
  // Firefox has it since 125.
  if (!("Segmenter" in Intl)) return (text) => text.match(/\s*\S+\s*/g) ?? [];
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  return (text) => {
    const words: string[] = [];
    for (const { segment } of segmenter.segment(text)) {
      if (/\S/.test(segment) || words.length === 0) words.push(segment);
      else words[words.length - 1] += segment;
    }
    return words;
  };
}

type Pair<T> = readonly [T, T] | readonly [T, undefined] | readonly [undefined, T];

/** A longest common subsequence, with what stands between: what the older has alone first. */
function align<T>(before: readonly T[], after: readonly T[], keyOf: (one: T) => string): Pair<T>[] {
  const [was, is] = [before.map(keyOf), after.map(keyOf)];
  let start = 0;
  while (start < was.length && start < is.length && was[start] === is[start]) start++;
  let [wasEnd, isEnd] = [was.length, is.length];
  while (wasEnd > start && isEnd > start && was[wasEnd - 1] === is[isEnd - 1])
    [wasEnd, isEnd] = [wasEnd - 1, isEnd - 1];
  const common = longest(was.slice(start, wasEnd), is.slice(start, isEnd));
  const pairs: Pair<T>[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const inMiddle = i < wasEnd && j < isEnd && i >= start;
    const step = inMiddle
      ? common(i - start, j - start)
      : i >= start && i < wasEnd
        ? "was"
        : j >= start && j < isEnd
          ? "is"
          : "both";
    if (step === "both") pairs.push([before[i++] as T, after[j++] as T]);
    else if (step === "was") pairs.push([before[i++] as T, undefined]);
    else pairs.push([undefined, after[j++] as T]);
  }
  return pairs;
}

/** Which way leads through both by the most that they share. */
function longest(was: readonly string[], is: readonly string[]): (i: number, j: number) => "both" | "was" | "is" {
  const wide = is.length + 1;
  if (was.length * is.length > mostPairs) return () => "was";
  const lengths = new Uint32Array((was.length + 1) * wide);
  const at = (i: number, j: number) => lengths[i * wide + j] as number;
  for (let i = was.length - 1; i >= 0; i--)
    for (let j = is.length - 1; j >= 0; j--)
      lengths[i * wide + j] = was[i] === is[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return (i, j) => (was[i] === is[j] ? "both" : at(i + 1, j) >= at(i, j + 1) ? "was" : "is");
}
