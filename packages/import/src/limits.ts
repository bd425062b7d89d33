/** Ceilings for a page that is moved in. Real ones have some 20 kB and at most 50 rows. */
export const limits = {
  /** Bytes of a file or of an answer. */
  source: 8 * 1024 * 1024,
  /** Characters of Markdown, reStructuredText, JSON and YAML: their readers take more than one pass over some texts. */
  marked: 1024 * 1024,
  /** Bytes that the parts of a workbook may unpack to, together. */
  unpacked: 64 * 1024 * 1024,
  /** Bytes of a workbook that are unpacked in one step: deflate makes at most 1032 of each. */
  unpackStep: 4 * 1024,
  /** Nesting of elements, lists and records. */
  depth: 200,
  /** Cells of all tables, with those that a span covers. */
  cells: 200_000,
  /** Columns or rows that one cell may span. */
  span: 100,
  /** Milliseconds for an address to answer. */
  answer: 20_000,
  /** Commits of a file that are read, the newest ones. */
  revisions: 500,
  /** Milliseconds for one answer of git. */
  git: 60_000,
} as const;
