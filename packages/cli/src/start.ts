import http from "node:http";
import { exitCodes } from "./exit-codes.ts";
import { processIo } from "./output/io.ts";
import { run } from "./program.ts";

/**
 * Runs the command line as this process: with its signals, its proxy and its streams. Sets the process's exit code.
 *
 * @param arguments_ Without the names of Node and script.
 */
export async function start(arguments_: readonly string[]): Promise<void> {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      // Whoever asks twice does not want to wait.
      if (controller.signal.aborted) process.exit(exitCodes.interrupted.code);
      controller.abort();
    });
  }
  // HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as other programs take them; Node has it from 24.14 on.
  (http as { setGlobalProxyFromEnv?: () => void }).setGlobalProxyFromEnv?.();
  // `| head` closes the pipe: no reason for a stack trace.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(exitCodes.ok.code);
    throw error;
  });
  process.exitCode = await run(arguments_, processIo(controller.signal));
}
