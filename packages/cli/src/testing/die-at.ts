/** Preloaded, kills the process before the change of a file system whose number is in `DIE_AT`. */
import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

let left = Number(process.env.DIE_AT);
const changes = fs as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
for (const name of ["rename", "link", "unlink", "mkdir", "writeFile", "rm"]) {
  const change = changes[name] as (...given: unknown[]) => Promise<unknown>;
  changes[name] = async (...given) => {
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
    return change(...given);
  };
}
syncBuiltinESMExports();
