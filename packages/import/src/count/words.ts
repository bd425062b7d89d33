/**
 * Words and how often each stands. Marks of Markdown are taken out on both sides of a comparison, so that
 * `**A**mazon` and `Amazon` are one word.
 */
export type WordCount = Map<string, number>;

const word = /[\p{L}\p{N}\p{M}]+/gu;

/** Adds the words of a text, once for each of `times`. */
export function addWords(count: WordCount, text: string, times = 1): void {
  const plain = parted(text.normalize("NFC"));
  for (const [found] of plain.replace(/[*_~`[\]\\]/g, "").matchAll(word)) {
    if (found !== "mailto") count.set(found, (count.get(found) ?? 0) + times);
  }
}

/** `[words](address)more`: the address stands apart, and what is around it together. */
function parted(text: string): string {
  const addresses: string[] = [];
  const plain = text.replace(/\]\(([^()\s]{1,2000})\)/g, (_, address) => {
    addresses.push(address);
    return "]";
  });
  return `${plain} ${addresses.join(" ")}`;
}

/** How many words a count holds. */
export const sizeOf = (count: WordCount): number => [...count.values()].reduce((sum, times) => sum + times, 0);

/** Words that one count has more often than another. */
export function missing(from: WordCount, to: WordCount): { word: string; times: number }[] {
  return [...from].flatMap(([found, times]) => {
    const lost = times - (to.get(found) ?? 0);
    return lost > 0 ? [{ word: found, times: lost }] : [];
  });
}
