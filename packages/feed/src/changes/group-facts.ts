/** A subject of the list: an id and facts. */
export interface Item {
  id: string;
  [field: string]: unknown;
}

/** An entry with the facts that its groups state for all of their members. Its own come first, then the first group's. */
export function withGroupFacts<T extends Item>(entry: T, groups: readonly Item[] | undefined): T {
  const own = entry.groups as readonly string[] | undefined;
  if (!own || !groups) return entry;
  const common = groups.filter(({ id, common }) => common !== undefined && own.includes(id));
  if (common.length === 0) return entry;
  return Object.assign({}, ...common.map(({ common }) => common).reverse(), stated(entry)) as T;
}

const stated = (item: Item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
