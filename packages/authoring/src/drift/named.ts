import type { Trace } from "./trace.ts";

/** A name that a manifest or a lock file has, and its line. */
export type Named = Pick<Trace, "kind" | "name" | "line">;

/** The line, from 1, of a character. */
export const lineAt = (text: string, offset: number): number => text.slice(0, Math.max(offset, 0)).split("\n").length;

/** The line of a name behind a character: as a key, an item or a text; that of the character where it stands nowhere. */
export function lineOfName(text: string, name: string, from: number): number {
  for (let at = text.indexOf(name, from); at >= 0; at = text.indexOf(name, at + 1)) {
    const isWhole = !/[\w@/.-]/.test(text[at - 1] ?? "") && !/[\w@/.-]/.test(text[at + name.length] ?? "");
    if (isWhole) return lineAt(text, at);
  }
  return lineAt(text, from);
}

export const object = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** A text of JSON; undefined for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
