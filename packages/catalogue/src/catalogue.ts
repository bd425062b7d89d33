import { readFileSync } from "node:fs";

/** A file of a public repository that states facts, as it was on a day. */
export interface Source {
  /** `owner/name`, on GitHub. */
  repository: string;
  path: string;
  /** Of the file's last change, or of the state that was read: `2026-08-22`, or a year where no more is known. */
  date: string;
  /** A company's own list, a register that a project keeps of itself, or a directory of many companies. */
  kind: "list" | "register" | "directory";
}

/** Something that at least two repositories state. */
export interface Fact {
  value: string;
  /** How many lists were counted that state it; `sources` names some of them. */
  count: number;
  /** Places in {@link Catalogue.sources}. */
  sources: number[];
}

/** Which page of a processor a link leads to; `subprocessors` is its own list. */
export const linkKinds = ["site", "privacy", "dpa", "subprocessors", "security"] as const;
export type LinkKind = (typeof linkKinds)[number];

/** A product or a company that processes data for others. Products of one company are processors of their own. */
export interface Processor {
  id: string;
  name: string;
  /** Which repositories name it: two and more. */
  sources: number[];
  /** Other spellings and old names, the commonest first. */
  names?: Fact[];
  /** Companies behind the name, as lists state them: often several, of which one is the customer's. */
  legalEntities?: Fact[];
  links?: Partial<Record<LinkKind, Fact[]>>;
  /** Codes of {@link purposeWords}. */
  purposes?: Fact[];
  /** Codes of ISO 3166-1, or words for what is no country. To choose from: lists differ, and each contract does. */
  places?: Fact[];
  /** Types of transfer mechanisms of the format. To choose from. */
  transferMechanisms?: Fact[];
}

/** All facts, with the day on which they were compiled. */
export interface Catalogue {
  format: 1;
  /** The day on which the facts were put together out of stored copies. No address was opened on that day. */
  compiled: string;
  sources: Source[];
  processors: Processor[];
}

let read: Catalogue | undefined;

/** The catalogue. It is read from the package's file at the first call. */
export function catalogue(): Catalogue {
  read ??= JSON.parse(readFileSync(new URL("../data/processors.json", import.meta.url), "utf8")) as Catalogue;
  return read;
}

/** `zulip/zulip templates/corporate/policies/subprocessors.md (2026)`, for each source of a fact. */
export const sourceText = ({ repository, path, date }: Source): string => `${repository} ${path} (${date})`;
