/**
 * Moves a published list in: reads a page, finds the list in it, and makes a draft that loses no word.
 *
 * @module @trust-center/import
 */

export type { NotPlaced, Question } from "./draft/ledger.ts";
export type { AskColumn, MappedBy, MappedColumn } from "./draft/mapping.ts";
export { readRecord } from "./draft/record.ts";
export type { Remark } from "./draft/remarks.ts";
export { type Publisher, pageMembers, recordFile } from "./draft/write.ts";
export type { Written } from "./find/found.ts";
export { type FilesAt, type FilesAtOptions, filesAt } from "./git/files-at.ts";
export { type GitHistory, type Revision, readGitHistory } from "./git/history.ts";
export {
  type HistoryReport,
  type ImportedDraft,
  type ImportOptions,
  type ImportReport,
  importList,
} from "./import-list.ts";
export { type FieldName, fields, isFieldName } from "./meaning/fields.ts";
export { type Format, formats } from "./source/format.ts";
export { isAddress, type ReadOptions, readSource, type Source, sourceOf } from "./source/read-source.ts";
