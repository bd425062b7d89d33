import { UsageError } from "@trust-center/authoring";

/** @throws {UsageError} where `--port` is none */
export function portFrom(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError(`Expected --port to be a number from 0 to 65535, such as 8080, found “${text}”.`);
}
