import type { ChainLink, FeedContent, Identifier, LegalEntity, Subprocessor, Text } from "@trust-center/feed";
import { type Reader, say } from "@trust-center/reading";
import { isLatin } from "../meaning/latin.ts";
import type { Cells } from "./table.ts";

/** A company of the register, as far as the list says who it is. */
export interface Party {
  /** What people call it. No cell says it. */
  readonly of: string;
  readonly legalEntity?: LegalEntity | undefined;
}

export const publisherParty = ({ publisher }: FeedContent, reader: Reader): Party => ({
  of: say(reader, publisher.name),
  legalEntity: publisher.legalEntity,
});

export const entryParty = (entry: Subprocessor, reader: Reader): Party => ({
  of: say(reader, entry.name) || entry.id,
  legalEntity: entry.legalEntity,
});

/** A link of a chain: what it says of itself, else what the entry says that it names. */
export const linkParty = (link: ChainLink, { subprocessors }: FeedContent, reader: Reader): Party => ({
  of: say(reader, link.name),
  legalEntity: link.legalEntity ?? subprocessors.find(({ id }) => id === link.subprocessor)?.legalEntity,
});

/** The ultimate parent, where the list names one: what it says of a company, and no more. */
export function parentParty({ legalEntity }: Party, reader: Reader): Party | undefined {
  const parent = legalEntity?.parent;
  if (!parent) return undefined;
  const { name, country, identifiers } = parent;
  // It is its own ultimate parent (B_05.01.0110). The country that the list gives of it is that of its headquarters.
  return { of: say(reader, name), legalEntity: { name, identifiers, headquarters: country, parent } };
}

/** The closed list of types of code. A legal person has an LEI or an EUID, and where it has both, both. */
const types = { lei: "eba_qCO:qx2000", euid: "eba_qCO:qx2002" } as const;

/** A code and its type; nothing of a company that states neither LEI nor EUID. */
export function codesOf(identifiers: readonly Identifier[] = []): [code: string, type: string][] {
  return (["lei", "euid"] as const).flatMap((type) => {
    const found = identifiers.find((one) => one.type === type);
    return found ? [[found.value, types[type]] as [string, string]] : [];
  });
}

/** The first code of a company in two columns. */
export function codeCells({ legalEntity }: Party, [code, type]: readonly [string, string]): Cells {
  const [first] = codesOf(legalEntity?.identifiers);
  return first ? { [code]: first[0], [type]: first[1] } : {};
}

/** Whether two parties are one company, as far as the list says. */
export const partyKey = ({ of, legalEntity }: Party, reader: Reader): string =>
  codesOf(legalEntity?.identifiers)[0]?.[0] ?? (legalEntity ? `name ${say(reader, legalEntity.name)}` : `of ${of}`);

/** What B_05.01 says of a company. */
export function providerCells(party: Party, reader: Reader): Cells {
  const { legalEntity: entity } = party;
  if (!entity) return {};
  const [, second] = codesOf(entity.identifiers);
  const name = say(reader, entity.name as Text);
  const parent = parentParty(party, reader);
  return {
    ...codeCells(party, ["c0010", "c0020"]),
    ...(second && { c0030: second[0], c0040: second[1] }),
    ...(name.trim() !== "" && { c0050: name }),
    ...latinCell(name, entity.latinName),
    // The list's legal entities are legal persons: docs/specification.md, §5.
    c0070: "eba_CT:x212",
    ...countryCell("c0080", entity.headquarters),
    ...(parent && codeCells(parent, ["c0110", "c0120"])),
  };
}

function latinCell(name: string, latinName: string | undefined): Cells {
  const latin = latinName ?? (isLatin(name) ? name : undefined);
  return latin?.trim() ? { c0060: latin } : {};
}

/** `EU` is no country. */
export const countryCell = (column: string, country: string | undefined): Cells =>
  country && country !== "EU" ? { [column]: `eba_GA:${country}` } : {};
