import { TrustCenterError } from "../errors.ts";
import type { ReadFile } from "./options.ts";

/**
 * Does what reads files and verifies them. Where it fails because a server on the way writes files anew, the error says
 * so: `rewritten` in its evidence; and so it does where something else answered: `elsewhere`. What finds that out is loaded
 * once something was refused.
 */
export async function naming<T>(read: ReadFile, work: (read: ReadFile) => Promise<T>): Promise<T> {
  const seen: Record<string, Uint8Array<ArrayBuffer>> = {};
  try {
    return await work(async (path, maxBytes) => (seen[path] = await read(path, maxBytes)));
  } catch (error) {
    const loaded = error instanceof TrustCenterError && (await import("./rewritten.ts").catch(() => {}));
    throw loaded ? await loaded.namedFor(error as TrustCenterError, { read, work, seen }) : error;
  }
}
