/** Ends what runs on Ctrl-C or SIGTERM, once. */
export function endOnSignal(close: () => Promise<void>): void {
  let ending = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, async () => {
      if (ending) return;
      ending = true;
      await close();
      process.exit(0);
    });
  }
}
