import type {
  ArtificialIntelligence,
  Certification,
  ChainLink,
  Contact,
  Contract,
  DataCategory,
  DataItem,
  Detail,
  LegalEntity,
  Link,
  Location,
  Note,
  Prose,
  Subprocessor,
  Text,
} from "@trust-center/feed";
import { aiPieces } from "../read/ai.ts";
import { chainPieces } from "../read/chain.ts";
import { contractPieces } from "../read/contract.ts";
import { dataPiece, dataPieces } from "../read/data.ts";
import { linked, linkPiece } from "../read/link.ts";
import { certificationPiece, contactPiece, legalEntityPiece } from "../read/organisation.ts";
import type { Piece } from "../read/piece.ts";
import { placePiece } from "../read/place.ts";
import { nameOf, piece, pieces, type Reader, say } from "../read/reader.ts";
import type { AnyField, Field } from "./field.ts";
import { locations, name, oneText, purposes, since, transferMechanisms, when } from "./first.ts";

const items = (all: readonly DataItem[], reader: Reader): Piece[] => all.map((item) => dataPiece(item, reader));
const named = (type: "services" | "groups" | "subprocessors") => (ids: readonly string[], reader: Reader) =>
  ids.map((id): Piece => ({ text: nameOf(reader, type, id) }));

const who: readonly AnyField[] = [
  { key: "id", label: "id", read: (id: string) => [{ text: id }] } satisfies Field<string>,
  name,
  { key: "groups", label: "groups", read: named("groups") } satisfies Field<string[]>,
  {
    key: "role",
    label: "role",
    read: (role: Role, { t }) => [{ text: t(`role_${role}`) }],
    group: "who",
  } satisfies Field<Role>,
  { key: "category", label: "category", read: oneText, group: "who" } satisfies Field<Text>,
  {
    key: "legalEntity",
    label: "legalEntity",
    read: (entity: LegalEntity, reader) => [legalEntityPiece(entity, reader)],
    group: "who",
    notice: true,
    asked: ["gdpr", "dora"],
  } satisfies Field<LegalEntity>,
  {
    key: "address",
    label: "address",
    read: oneText,
    group: "who",
    notice: true,
    asked: ["gdpr"],
  } satisfies Field<Text>,
  {
    key: "corporateLocation",
    label: "corporateLocation",
    read: (location: Location, reader) => [placePiece(location, reader)],
    group: "who",
  } satisfies Field<Location>,
  {
    key: "contact",
    label: "contact",
    read: (contact: Contact, reader) => [contactPiece(contact, reader)],
    group: "who",
    notice: true,
    asked: ["gdpr"],
  } satisfies Field<Contact>,
  {
    key: "links",
    label: "links",
    read: (links: Link[], reader) => links.map((link) => linkPiece(link, reader)),
    group: "who",
    notice: true,
    asked: ["habit"],
  } satisfies Field<Link[]>,
  {
    key: "feed",
    label: "ownFeed",
    read: ({ url, pin }: OwnFeed, { t }) => [{ text: url, url, lines: pin ? [{ label: t("pin"), text: pin }] : [] }],
    group: "who",
  } satisfies Field<OwnFeed>,
];

const data: readonly AnyField[] = [
  {
    key: "description",
    label: "description",
    read: oneText,
    group: "data",
    notice: true,
    asked: ["gdpr"],
  } satisfies Field<Prose>,
  {
    key: "responsibilities",
    label: "responsibilities",
    read: oneText,
    group: "data",
    notice: true,
    asked: ["gdpr"],
  } satisfies Field<Prose>,
  purposes,
  { key: "operations", label: "operations", read: items, group: "data" } satisfies Field<DataItem[]>,
  {
    key: "dataCategories",
    label: "dataCategories",
    read: dataPieces,
    group: "data",
    notice: true,
    asked: ["contract"],
  } satisfies Field<DataCategory[]>,
  {
    key: "dataSubjects",
    label: "dataSubjects",
    read: pieces,
    group: "data",
    notice: true,
    asked: ["contract"],
  } satisfies Field<Text[]>,
  { key: "peopleWithAccess", label: "peopleWithAccess", read: items, group: "data" } satisfies Field<DataItem[]>,
  { key: "retention", label: "retention", read: oneText, group: "data", notice: true } satisfies Field<Text>,
];

const where: readonly AnyField[] = [
  locations,
  transferMechanisms,
  { key: "safeguards", label: "safeguards", read: pieces, group: "where", notice: true } satisfies Field<Text[]>,
  {
    key: "services",
    label: "services",
    read: named("services"),
    group: "where",
    notice: true,
  } satisfies Field<string[]>,
  when,
  {
    key: "chain",
    label: "chain",
    read: (chain: ChainLink[], reader) => chainPieces(chain, reader),
    group: "where",
    notice: true,
    asked: ["gdpr", "dora"],
  } satisfies Field<ChainLink[]>,
  {
    key: "underpins",
    label: "underpins",
    read: (underpins: boolean, { t }) => [{ text: underpins ? t("yes") : t("no") }],
    group: "where",
    notice: true,
    asked: ["dora"],
  } satisfies Field<boolean>,
  {
    key: "certifications",
    label: "certifications",
    read: (all: Certification[], reader) => all.map((one) => certificationPiece(one, reader)),
    group: "where",
  } satisfies Field<Certification[]>,
];

const terms: readonly AnyField[] = [
  {
    key: "contract",
    label: "contract",
    read: (contract: Contract, reader) => contractPieces(contract, reader),
    group: "where",
    notice: true,
    asked: ["contract"],
  } satisfies Field<Contract>,
  {
    key: "ai",
    label: "ai",
    read: (ai: ArtificialIntelligence, reader) => aiPieces(ai, reader),
    group: "data",
    notice: true,
  } satisfies Field<ArtificialIntelligence>,
];

const time: readonly AnyField[] = [
  since,
  { key: "replaces", label: "replaces", read: named("subprocessors"), group: "since" } satisfies Field<string[]>,
  {
    key: "details",
    label: "details",
    read: (all: Detail[], reader) =>
      all.map(({ label, value, link }) => ({
        ...linked(piece(reader, value), link, reader),
        label: say(reader, label),
      })),
    group: "since",
  } satisfies Field<Detail[]>,
  {
    key: "notes",
    label: "notes",
    read: (all: Note[], reader) => all.map((note) => notePiece(note, reader)),
    group: "since",
  } satisfies Field<Note[]>,
];

type Role = NonNullable<Subprocessor["role"]>;
type OwnFeed = NonNullable<Subprocessor["feed"]>;

/** Every member of a sub-processor, in reading order. */
export const subprocessorFields: readonly AnyField[] = [...who, ...data, ...where, ...terms, ...time];

const byKey = new Map(subprocessorFields.map((field) => [field.key, field]));

export const subprocessorField = (key: string): AnyField | undefined => byKey.get(key);

/** A note, under the field that it is bound to. */
function notePiece({ field, text }: Note, reader: Reader): Piece {
  const bound = field && byKey.get(field);
  return {
    ...piece(reader, text),
    label: field && reader.t("noteOn", { field: bound ? reader.t(bound.label) : field }),
  };
}
