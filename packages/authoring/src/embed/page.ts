import { UsageError } from "../errors.ts";

const begin = "<!-- trust-center -->";
const end = "<!-- /trust-center -->";

/**
 * A page with a tag between the two comments that mark its place; where it has none, with both before the end of its body.
 * Everything outside of them stays as it is.
 *
 * @throws {UsageError} where the place is not certain
 */
export function putInPage(page: string, tag: string): string {
  const newline = page.includes("\r\n") ? "\r\n" : "\n";
  const [begins, ends] = [placesOf(page, begin), placesOf(page, end)];
  if (begins.length === 0 && ends.length === 0) return putBeforeEnd(page, tag, newline);
  const [from, to] = [begins[0] ?? -1, ends[0] ?? -1];
  if (begins.length !== 1 || ends.length !== 1 || to < from) {
    const found = `${begins.length} of the first and ${ends.length} of the second`;
    throw new UsageError(`Expected ${begin} once in the page, and ${end} once behind it; found ${found}.`);
  }
  const indent = /[ \t]*$/.exec(page.slice(0, from))?.[0] ?? "";
  return page.slice(0, from) + blockOf(tag, indent, newline) + page.slice(to + end.length);
}

function putBeforeEnd(page: string, tag: string, newline: string): string {
  const [last] = [...page.matchAll(/^([ \t]*)<\/body\s*>/gim)].slice(-1);
  if (!last) {
    throw new UsageError(
      `Expected the two lines ${begin} and ${end} in the page, or a line with </body>; found neither. Put the two lines where the list is to stand.`,
    );
  }
  const [, outer = ""] = last;
  const indent = `${outer}  `;
  return `${page.slice(0, last.index)}${indent}${blockOf(tag, indent, newline)}${newline}${page.slice(last.index)}`;
}

const blockOf = (tag: string, indent: string, newline: string): string =>
  [begin, ...tag.split("\n"), end].map((line, at) => (at === 0 ? line : indent + line)).join(newline);

function placesOf(page: string, mark: string): number[] {
  const places: number[] = [];
  for (let at = page.indexOf(mark); at >= 0; at = page.indexOf(mark, at + 1)) places.push(at);
  return places;
}
