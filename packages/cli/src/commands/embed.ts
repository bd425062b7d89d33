import { relative, resolve } from "node:path";
import { embedFolder } from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import type { Context } from "./context.ts";
import { installedScript } from "./installed-script.ts";

export interface EmbedCommandOptions {
  to?: string;
  src?: string;
  script?: string;
  write?: string;
}

/** `trust-center embed` */
export async function embed(folder: string, options: EmbedCommandOptions, { io, reporter }: Context): Promise<number> {
  const absolute = (path: string | undefined) => (path === undefined ? undefined : resolve(io.cwd, path));
  const result = await embedFolder(resolve(io.cwd, folder), {
    script: absolute(options.script) ?? installedScript(),
    to: absolute(options.to),
    src: options.src,
    page: absolute(options.write),
    signal: io.signal,
  });
  const { tag, widget, to, written, pageChanged, isNamed } = result;
  reporter.data(result);
  const { say } = reporter;
  say(`Script     ${relative(io.cwd, to) || "."}, ${written.length} files written; serve it as ${widget.script}`);
  if (options.write !== undefined) say(`Page       ${options.write}${pageChanged ? "" : " has the tag already"}`);
  else say("Paste this into your page:");
  say();
  for (const line of tag.split("\n")) say(`  ${line}`);
  if (isNamed) return exitCodes.ok.code;
  say();
  say("For publish to print the same tag, name the script in trust-center.yaml, below `publish:`");
  say(`  widget: { script: ${widget.script}, integrity: ${widget.integrity} }`);
  return exitCodes.ok.code;
}
