import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { basename, isAbsolute, join, relative, sep } from "node:path";

/** What keeps a file from being read, in the words of a message. */
export interface Unreadable {
  expected: string;
  found: string;
  fix: string;
}

export type FileText =
  | {
      /** Without a byte order mark. */
      text: string;
      /** Whether the file began with one. */
      isMarked?: boolean;
      problem?: undefined;
    }
  | { text?: undefined; isMarked?: undefined; problem: Unreadable };

/** Reads a text file of at most `maxBytes`, in fatal UTF-8. A byte order mark is passed over. */
export async function readTextFile(path: string, maxBytes: number): Promise<FileText> {
  let bytes: Buffer;
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      if (!(await file.stat()).isFile()) return refused("a file", "something else", "Name a file.");
      if (size > maxBytes) {
        return refused(
          `a file of at most ${maxBytes} bytes`,
          `${size} bytes`,
          "Split it, or remove what is not needed.",
        );
      }
      bytes = await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return refused("a file at that path", "none", "Create it, or correct the path.");
    return refused("a file that can be read", String(code), "Check the path and its permissions.");
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return { text, isMarked: bytes.subarray(0, 3).equals(byteOrderMark) };
  } catch {
    // Said below.
  }
  return refused("text in UTF-8", encodingOf(bytes), "Save the file as UTF-8 in your editor.");
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** What bytes are that are no UTF-8, as far as it can be told. */
function encodingOf(bytes: Buffer): string {
  const [first, second] = bytes;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || bytes.includes(0);
  return isWide ? "UTF-16, or another encoding with zero bytes" : "other bytes";
}

const isMarkdown = (path: string) => /\.(?:md|markdown)$/i.test(path);

/** Reads a Markdown file that a document names. It must lie below the folder, and be Markdown, links followed. */
export async function readMarkdownBelow(folder: string, name: string, maxBytes: number): Promise<FileText> {
  if (isAbsolute(name) || /^[A-Za-z]:|\\|\0/.test(name) || name.split("/").includes("..")) {
    return refused(
      "a path below the folder, with / between its parts",
      `“${name}”`,
      "For example: policies/privacy.md.",
    );
  }
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, name));
    const inside = relative(root, path);
    if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      return refused("a file below the folder", "a link that leads out of it", "Copy the file into the folder.");
    }
    if (!isMarkdown(path)) {
      const found = isMarkdown(name) ? `a link to “${basename(path)}”` : `“${name}”`;
      return refused("a Markdown file, whose name ends in .md", found, "For example: policies/privacy.md.");
    }
    return readTextFile(path, maxBytes);
  } catch {
    return refused("a file at that path", "none", "Create it, or correct the path.");
  }
}

const refused = (expected: string, found: string, fix: string): FileText => ({ problem: { expected, found, fix } });
