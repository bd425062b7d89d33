import type { Item } from "./group-facts.ts";

/** Ids of the entries that an entry replaces. */
export const replacesOf = (item: Item | undefined): readonly string[] =>
  Array.isArray(item?.replaces) ? item.replaces.filter((id) => typeof id === "string") : [];
