import { relative, resolve } from "node:path";
import { makeKey } from "@trust-center/authoring";
import { exitCodes } from "../../exit-codes.ts";
import { algorithmFrom } from "../algorithm.ts";
import type { Context } from "../context.ts";
import { type NewKeyOptions, newPassphrase } from "./options.ts";

/** `trust-center keys new` */
export async function newKey(file: string, options: NewKeyOptions, context: Context): Promise<number> {
  const { io, reporter } = context;
  const path = resolve(io.cwd, file);
  const made = await makeKey(path, algorithmFrom(options.alg), await newPassphrase(options, context, file));
  const { signer: _signer, ...key } = made;
  reporter.data(key);
  const name = (path: string) => relative(io.cwd, path) || path;
  reporter.say(`Made the ${key.publicKey.alg} key ${key.kid}:`);
  reporter.say(
    `  ${name(key.file)}   private${key.encrypted ? ", encrypted" : "; keep it where only you can read it"}`,
  );
  reporter.say(`  ${name(key.publicFile)}   public: hand this one to others`);
  return exitCodes.ok.code;
}
