/**
 * The command line, for programs. What its commands do to a folder is `@trust-center/authoring`.
 *
 * @module @trust-center/cli
 */

export { exitCodeOf, exitCodes } from "./exit-codes.ts";
export { type Io, processIo } from "./output/io.ts";
export { program, run } from "./program.ts";
export { createServeHandler, type ServeHandler } from "./serve/handler.ts";
export { type ServeOptions, type Serving, serveFolder } from "./serve/serve.ts";
export { start } from "./start.ts";
export { createSiteHandler, type Site } from "./up/site.ts";
