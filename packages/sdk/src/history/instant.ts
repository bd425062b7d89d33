import { TrustCenterError, toInstant } from "@trust-center/feed";

/** An RFC 3339 instant, or a plain date, which means the end of that day in UTC; a `Date`; milliseconds since 1970. */
export type When = string | Date | number;

const day = 24 * 60 * 60 * 1000;

/**
 * The instant asked about, in milliseconds since 1970, rounded down to seconds. A day that is not over yet means `now`.
 *
 * @param now Until when anything is known, milliseconds since 1970.
 * @throws {TrustCenterError} `malformed` for no instant; `not-covered` for one after `now`
 */
export function instantOf(when: When, now: number): number {
  const { start, end } = spanOf(when);
  if (start > now) {
    throw new TrustCenterError(
      "not-covered",
      `Expected an instant until ${toInstant(now)}, when the list was verified, found ${toInstant(start)}.`,
      { at: toInstant(start), until: toInstant(now) },
    );
  }
  return Math.min(end, Math.floor(now / 1000) * 1000);
}

function spanOf(when: When): { start: number; end: number } {
  const text = typeof when === "string" ? when : undefined;
  if (text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text)) {
    const start = Date.parse(`${text}T00:00:00Z`);
    // Engines make the 3rd of March of a 31st of February, or refuse it.
    if (!Number.isNaN(start) && toInstant(start).startsWith(text)) return { start, end: start + day - 1000 };
    throw refusal(text);
  }
  const instant = text === undefined || rfc3339.test(text) ? new Date(when).getTime() : Number.NaN;
  if (Number.isNaN(instant)) throw refusal(String(when));
  const start = Math.floor(instant / 1000) * 1000;
  return { start, end: start };
}

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

const refusal = (found: string) =>
  new TrustCenterError(
    "malformed",
    `Expected a date (2026-03-01) or an instant (2026-03-01T09:00:00Z), found “${found}”.`,
    { found },
  );
