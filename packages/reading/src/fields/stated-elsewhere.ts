interface Owner {
  readonly legalEntity?: { readonly address?: unknown } | undefined;
  readonly purposes?: unknown;
  readonly operations?: unknown;
}

/** What may state a member in its place: an address stands in the legal entity, a description in the purposes. */
const places: Readonly<Record<string, (owner: Owner) => readonly unknown[]>> = {
  address: ({ legalEntity }) => [legalEntity?.address],
  description: ({ purposes, operations }) => [purposes, operations],
};

/** The values of an entry, or of a publisher, that state a member which is not stated itself. */
export const statedElsewhere = (key: string, owner: object): readonly unknown[] => places[key]?.(owner) ?? [];
