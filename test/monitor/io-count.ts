/** Preloaded, writes what the process read and wrote into the file of `IO_COUNT` when it ends (proc_pid_io(5)). */
import { readFileSync, writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.IO_COUNT ?? "", readFileSync("/proc/self/io", "utf8"));
});
