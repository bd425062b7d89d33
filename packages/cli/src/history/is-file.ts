import { stat } from "node:fs/promises";

/** Whether a file stands at a path. */
export const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() ?? false;
