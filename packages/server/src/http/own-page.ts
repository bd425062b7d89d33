import { Refusal } from "./problem.ts";

/**
 * Refuses what a page of another origin has a browser send, with the reader's cookie. `Sec-Fetch-Site` is the browser's own word,
 * which no page can write (https://www.w3.org/TR/fetch-metadata/); a browser without it says `Origin` where something is done.
 *
 * @param origin Where the page is.
 * @throws {Refusal} 403
 */
export function requireOwnPage({ headers, method }: Request, origin: string): void {
  const [site, from] = [headers.get("sec-fetch-site"), headers.get("origin")];
  const changes = method !== "GET" && method !== "HEAD";
  // A page that sends no referrer says `null` (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
  const isOwnOrigin = from === origin || (site !== null && (from === null || from === "null"));
  const isOwn = site === null ? !changes || from === origin : site === "same-origin" && isOwnOrigin;
  if (isOwn || (site === "none" && !changes)) return;
  throw new Refusal(403, "forbidden", `Expected a request by a page of ${origin}.`);
}
