/** What a log line may carry: codes, counts, hosts, and ids of rows. Never an e-mail address, a token or a query string. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Logger {
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields): void;
  /** Writes what is still collapsed. */
  close(): void;
}

/** Who a line is about, and how often it was tried: lines that differ in these alone are equal. */
const who = new Set(["delivery", "recipient", "attempt"]);

/** Milliseconds in which equal lines become one. */
const collapsing = 10_000;

/** The most kinds of lines that are looked after at once: what is beyond is written as it comes. */
const mostKinds = 200;

/**
 * One JSON object a line. The first of equal lines is written at once; of those that follow within ten seconds, one line
 * says how many there were (`times`), with the last one's ids.
 */
export function createLogger(write: (line: string) => void): Logger {
  const open = new Map<string, { times: number; last: object; timer: NodeJS.Timeout }>();
  const put = (line: object) => write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);

  const end = (key: string) => {
    const found = open.get(key);
    open.delete(key);
    if (!found) return;
    clearTimeout(found.timer);
    if (found.times > 0) put({ ...found.last, times: found.times });
  };

  const log =
    (level: string) =>
    (event: string, fields: Fields = {}) => {
      const line = { level, event, ...fields };
      const key = JSON.stringify(line, (name, value) => (who.has(name) ? undefined : value));
      const found = open.get(key);
      if (found) {
        found.times++;
        found.last = line;
        return;
      }
      put(line);
      if (open.size < mostKinds) {
        open.set(key, { times: 0, last: line, timer: setTimeout(end, collapsing, key).unref() });
      }
    };

  return {
    info: log("info"),
    warn: log("warn"),
    error: log("error"),
    close: () => {
      for (const key of [...open.keys()]) end(key);
    },
  };
}

/** What of an error is safe to log: its class and code. Messages of mail servers and parsers quote what they were given. */
export function describeError(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  return {
    error: error.name,
    ...(typeof code === "string" && { code }),
    // Errors of the service's own that have a reason have one that is safe to log.
    ...(typeof reason === "string" && { reason }),
  };
}
