import { resolve } from "node:path";
import { readRoot, recoverySheet } from "@trust-center/authoring";
import { exitCodes } from "../../exit-codes.ts";
import type { Context } from "../context.ts";
import { type ChangeOptions, rootOptions } from "./options.ts";

/** `trust-center keys sheet` */
export async function printSheet(folder: string, options: ChangeOptions, context: Context): Promise<number> {
  const settings = rootOptions(options, context);
  const sheet = recoverySheet(await readRoot(resolve(context.io.cwd, folder), settings), settings.now);
  context.reporter.data({ sheet });
  for (const line of sheet.split("\n")) context.reporter.say(line);
  return exitCodes.ok.code;
}
