import { once } from "node:events";
import { resolve } from "node:path";
import { readPlace } from "@trust-center/authoring";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { servePreview } from "../preview/server.ts";
import { portFrom } from "../serve/port.ts";
import type { Context } from "./context.ts";
import { installedScript } from "./installed-script.ts";

export interface PreviewCommandOptions {
  port?: string;
  script?: string;
  now?: string;
}

/** `trust-center preview` */
export async function preview(
  folder: string,
  options: PreviewCommandOptions,
  { io, reporter }: Context,
): Promise<number> {
  const path = resolve(io.cwd, folder);
  // A folder that is none is told at once; errors in its list are shown on the page.
  await readPlace(path);
  nowFrom(io, options.now);
  const serving = await servePreview(path, {
    port: portFrom(options.port ?? "8090"),
    script: options.script === undefined ? installedScript() : resolve(io.cwd, options.script),
    now: () => nowFrom(io, options.now),
    signal: io.signal,
  });
  reporter.data({ url: serving.url });
  reporter.say("Preview at");
  reporter.say(`  ${serving.url}`);
  reporter.say("It follows the file as you save it. Nothing is published. Ctrl-C ends it.");
  if (!io.signal.aborted) await once(io.signal, "abort");
  await serving.close();
  return exitCodes.ok.code;
}
