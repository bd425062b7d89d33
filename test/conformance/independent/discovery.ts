/* §6.4 */

/** The address that a vendor's host, or an address, means; nothing where it is none. */
export function addressOf(text: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (url?.protocol !== "https:" || url.username || url.password || url.search || url.hash) return undefined;
  if (url.pathname === "/") url.pathname = "/.well-known/trust-center/";
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

/** What TXT records say of a feed and its pin. */
export function outcomeOf(records: readonly (readonly string[])[], feed: string, pin: string): string {
  const texts = records.map((strings) => strings.join("")).filter((text) => /^v=tc1\s*(?:;|$)/.test(text));
  if (texts.length === 0) return "absent";
  const ours = texts.map(statement).filter((one) => one?.feed === feed);
  return ours.length > 0 && ours.every((one) => one?.pin === pin) ? "agrees" : "differs";
}

function statement(text: string): { feed: string; pin: string } | undefined {
  const members = new Map<string, string>();
  for (const part of text
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [, name, value] = /^([a-z]+)\s*=\s*(\S+)$/.exec(part) ?? [];
    if (!name || !value || members.has(name)) return undefined;
    members.set(name, value);
  }
  const feed = addressOf(members.get("feed") ?? "");
  const pin = members.get("pin") ?? "";
  return feed && /^sha256-[A-Za-z0-9_-]{43}$/.test(pin) ? { feed, pin } : undefined;
}
