import { UsageError } from "@trust-center/authoring";
import type { Io } from "./io.ts";

/**
 * The time to work with: `--now`, else TRUST_CENTER_NOW, else the system's clock. Milliseconds since 1970.
 *
 * @throws {TrustCenterError} `malformed`
 */
export function nowFrom(io: Io, option: string | undefined): number {
  const text = option ?? (io.env.TRUST_CENTER_NOW || undefined);
  if (text === undefined) return Date.now();
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (!Number.isNaN(at)) return at;
  const name = option === undefined ? "TRUST_CENTER_NOW" : "--now";
  throw new UsageError(`Expected ${name} to be an RFC 3339 instant such as 2026-11-24T09:00:00Z, found “${text}”.`);
}
