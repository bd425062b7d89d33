import { once } from "node:events";
import { resolve } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { portFrom } from "../serve/port.ts";
import { serveFolder } from "../serve/serve.ts";
import type { Context } from "./context.ts";

export interface ServeCommandOptions {
  port?: string;
  host?: string;
}

/** `trust-center serve` */
export async function serve(folder: string, options: ServeCommandOptions, { io, reporter }: Context): Promise<number> {
  const port = portFrom(options.port ?? "8080");
  const serving = await serveFolder(resolve(io.cwd, folder), { port, host: options.host, signal: io.signal });
  reporter.data({ url: serving.url, address: serving.address, folder: serving.folder, port: serving.port });
  if (port !== 0 && serving.port !== port) reporter.complain(`Port ${port} is taken.`);
  reporter.say(`Serving ${serving.folder} at`);
  reporter.say(`  ${serving.url}`);
  if (serving.url !== serving.address) {
    reporter.say(`The feed itself names ${serving.address}: readers verify it there alone.`);
    reporter.say(`For a trial on this machine set \`publish.feed\` to ${serving.url} in a folder of its own.`);
  }
  reporter.say("Ctrl-C ends it.");
  if (!io.signal.aborted) await once(io.signal, "abort");
  await serving.close();
  return exitCodes.ok.code;
}
