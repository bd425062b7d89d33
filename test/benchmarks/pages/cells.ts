import type { Feed } from "@trust-center/feed";

/** An entry as the texts of its eight cells, with no more effort than a page would spend that knows its own list. */
export interface Cells {
  [field: string]: string;
}

/** Fetches the feed's file and takes it at its word. */
export async function fetchCells(): Promise<Cells[]> {
  const address = document.documentElement.dataset.feed as string;
  const feed = (await (await fetch(address)).json()) as Feed;
  return feed.subprocessors.map((entry) => ({
    name: String(entry.name),
    purposes: entry.purposes?.join("; ") ?? "",
    locations: entry.locations?.map(({ country, region }) => `${region}, ${country}`).join("; ") ?? "",
    transferMechanisms: entry.transferMechanisms?.map(({ type }) => type).join(", ") ?? "",
    since: String(entry.since),
    dataCategories: entry.dataCategories?.flatMap(({ items }) => items).join("; ") ?? "",
    legalEntity: String(entry.legalEntity?.name),
    retention: String(entry.retention),
  }));
}

/** Texts of one entry that hold what was typed. */
export const holds = (cells: Cells, search: string): boolean =>
  Object.values(cells).some((text) => text.toLowerCase().includes(search));

/** The search field, where a page has one. */
export function onSearch(listener: (search: string) => void): void {
  const input = document.querySelector<HTMLInputElement>("#search");
  input?.addEventListener("input", () => listener(input.value.trim().toLowerCase()));
}
