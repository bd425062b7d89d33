/** What a log line may carry: codes, counts and names of events. Never an address, a token or a query string. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Logger {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
}

/** One JSON object a line. */
export function createLogger(write: (line: string) => void): Logger {
  const log =
    (level: string) =>
    (event: string, fields: Fields = {}) =>
      write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
  return { info: log("info"), warn: log("warn"), error: log("error") };
}

/** What of an error is safe to log: its class and code. Messages of mail servers and parsers quote what they were given. */
export function describeError(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as { code?: unknown };
  return { error: error.name, ...(typeof code === "string" && { code }) };
}
