/** How a file of a published tree is served. */
export interface Served {
  type: string;
  cacheControl: string;
}

const types: Record<string, string> = {
  json: "application/json; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  ics: "text/calendar; charset=utf-8",
  html: "text/html; charset=utf-8",
};

/** Files that never change under their name. Partial tiles of the log do: C2SP tlog-tiles. */
const immutable =
  /^(?:root\/\d+\.json|(?:feed|policies)\/[0-9a-f]{64}\.json|history\/[0-9a-f]{64}\.ndjson|log\/tile\/(?!.*\.p\/).+)$/;

/** What a browser may keep for a year, and what it must ask for each time. */
export const caching = { immutable: "public, max-age=31536000, immutable", mutable: "no-cache" } as const;

/** How a file is served, by its path in the tree. */
export const servedAs = (path: string): Served => ({
  type:
    types[path.split(".").at(-1) ?? ""] ??
    (/^log\/(?:checkpoint$|cosigned\/)/.test(path) ? "text/plain; charset=utf-8" : "application/octet-stream"),
  cacheControl: immutable.test(path) ? caching.immutable : caching.mutable,
});

/** What every file is served with. */
export const servedWith = { "access-control-allow-origin": "*", "x-content-type-options": "nosniff" } as const;

/**
 * The strictest policy that the widget is made for: nothing inline, nothing from elsewhere, no markup from strings.
 *
 * @param origins From where feed and service are read, beside the page's own.
 */
export const pagePolicy = (origins: readonly string[] = []): string =>
  [
    "default-src 'self'",
    ...(origins.length > 0 ? [`connect-src ${["'self'", ...new Set(origins)].join(" ")}`] : []),
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html trust-center",
  ].join("; ");
