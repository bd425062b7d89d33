import { isProcessorRole, type Subprocessor, type TransferMechanism, toInstant } from "@trust-center/feed";
import {
  countryName,
  type Piece,
  plain,
  type Reader,
  readField,
  say,
  subprocessorField,
  withUrls,
} from "@trust-center/reading";
import { plainReader } from "../derived/source.ts";
import { entryFacts, titleOf } from "./document.ts";
import { type ExportSource, exportReader } from "./source.ts";

/** Prefixes of the Data Privacy Vocabulary 2.1 (https://w3id.org/dpv/2.1), written out so that nothing has to be fetched. */
const context = {
  dpv: "https://w3id.org/dpv#",
  "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
  loc: "https://w3id.org/dpv/loc#",
  dct: "http://purl.org/dc/terms/",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  schema: "https://schema.org/",
} as const;

/** Grounds of transfers that are a term of the vocabulary. The framework with the USA is an adequacy decision. */
const grounds: Partial<Record<TransferMechanism["type"], string>> = {
  adequacy: "eu-gdpr:A45-3",
  dpf: "eu-gdpr:A45-3",
  scc: "eu-gdpr:A46-2-c",
  bcr: "eu-gdpr:A46-2-b",
  "code-of-conduct": "eu-gdpr:A46-2-e",
  certification: "eu-gdpr:A46-2-f",
};

/** Fields whose values are things of the vocabulary: the property, and what they are. */
const things: readonly [key: string, property: string, type: string][] = [
  ["purposes", "dpv:hasPurpose", "dpv:Purpose"],
  ["dataCategories", "dpv:hasPersonalData", "dpv:PersonalData"],
  ["dataSubjects", "dpv:hasDataSubject", "dpv:DataSubject"],
  ["safeguards", "dpv:hasTechnicalOrganisationalMeasure", "dpv:TechnicalOrganisationalMeasure"],
];

/** The entries in effect as processes of the Data Privacy Vocabulary, in JSON-LD 1.1. Every fact is a property of its process. */
export function dpvFile(source: ExportSource): string {
  const reader = plainReader(exportReader(source));
  const { list, signed, now } = source;
  const graph = {
    "@context": context,
    "@id": signed?.address ?? "_:list",
    "@type": "dpv:Process",
    "dct:title": words(titleOf(source, reader), reader.tag),
    "dct:modified": toInstant(signed ? Date.parse(signed.published) : now),
    ...(signed && { "schema:version": signed.version, "schema:identifier": signed.pin }),
    "dpv:hasDataProcessor": { "@type": "dpv:DataProcessor", "dpv:hasName": say(reader, list.publisher.name) },
    "dpv:hasProcess": list.subprocessors.map((entry) => process(entry, source, reader)),
  };
  return `${JSON.stringify(graph, null, 2)}\n`;
}

function process(entry: Subprocessor, { signed }: ExportSource, reader: Reader) {
  const id = encodeURIComponent(entry.id);
  const countries = [...new Set((entry.locations ?? []).flatMap(({ country }) => country ?? []))];
  const bases = new Set(
    (entry.transferMechanisms ?? []).flatMap(({ type, excluded }) => (excluded ? [] : (grounds[type] ?? []))),
  );
  return {
    "@id": signed ? `${signed.address}#s/${id}` : `_:s-${id}`,
    "@type": "dpv:Process",
    ...recipient(entry, reader),
    ...Object.fromEntries(things.flatMap(([key, property, type]) => thingsOf(entry, { key, property, type }, reader))),
    ...(countries.length > 0 && {
      "dpv:hasLocation": countries.map((code) => ({
        "@id": `loc:${code}`,
        "rdfs:label": countryName(reader.tag, code),
      })),
    }),
    ...(bases.size > 0 && { "dpv:hasLegalBasis": [...bases].map((ground) => ({ "@id": ground })) }),
    "schema:additionalProperty": entryFacts(entry, reader).map(({ key, label, pieces }) => ({
      "@type": "schema:PropertyValue",
      "schema:propertyID": key,
      "schema:name": label,
      "schema:value": pieces.map((piece) => plain(piece, { written: withUrls })),
    })),
  };
}

/** An entry that is no processor is a recipient, and no more is said of it. */
function recipient({ name, id, role, legalEntity, address }: Subprocessor, reader: Reader) {
  const own = {
    "dpv:hasName": [say(reader, name) || id, say(reader, legalEntity?.name)].filter(Boolean),
    ...(address !== undefined && { "dpv:hasAddress": say(reader, address) }),
  };
  return isProcessorRole(role)
    ? { "dpv:hasDataProcessor": { "@type": "dpv:DataSubProcessor", ...own } }
    : { "dpv:hasRecipient": { "@type": "dpv:ThirdParty", ...own } };
}

function thingsOf(
  entry: Subprocessor,
  { key, property, type }: { key: string; property: string; type: string },
  reader: Reader,
): [string, unknown][] {
  const field = subprocessorField(key);
  const pieces = field ? readField(field, entry, reader) : [];
  return pieces.length === 0 ? [] : [[property, pieces.map((piece) => thing(piece, type))]];
}

const thing = (piece: Piece, type: string) => ({
  "@type": type,
  "rdfs:label": words(plain(piece, { written: withUrls }), piece.lang),
});

const words = (value: string, language?: string) => (language ? { "@value": value, "@language": language } : value);
