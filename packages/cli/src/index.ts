/**
 * What the command line does, for programs.
 *
 * @module @trust-center/cli
 */

export { type Authoring, readAuthoring } from "./authoring/check.ts";
export { type PolicyText, parsePolicy } from "./authoring/markdown.ts";
export type { CheckReport, Gap, Place, Problem } from "./authoring/report.ts";
export { defaultKey, defaultOut, type Settings, settingsSchema } from "./authoring/settings.ts";
export { derivedFiles } from "./derived/files.ts";
export type { DerivedSource } from "./derived/source.ts";
export { BrokenTreeError, BusyError, CheckError, OlderTreeError, UnconfirmedError, UsageError } from "./errors.ts";
export { exitCodeOf, exitCodes } from "./exit-codes.ts";
export { createAuthoringFolder, type InitResult } from "./init/create.ts";
export { type Io, processIo } from "./output/io.ts";
export { program, run } from "./program.ts";
export type { Doubt } from "./publish/doubts.ts";
export { checkFolder, type FolderReport } from "./publish/foresee.ts";
export { type PublishPlace, placeOf } from "./publish/place.ts";
export { type PublishOptions, publishFolder } from "./publish/publish.ts";
export { type RefreshOptions, type RefreshResult, refreshTree } from "./publish/refresh.ts";
export type { Notice, PublishResult } from "./publish/result.ts";
export { createServeHandler, type ServeHandler } from "./serve/handler.ts";
export { type ServeOptions, type Serving, serveFolder } from "./serve/serve.ts";
