import { createHash } from "node:crypto";
import { type DataCategory, isSafeUrl, type Subprocessor, toInstant } from "@trust-center/feed";
import { dataPieces, type FirstReader, type Piece, plain, type Reader, say, withUrls } from "@trust-center/reading";
import { plainReader } from "../derived/source.ts";
import { entryFacts, titleOf } from "./document.ts";
import { type ExportSource, exportReader } from "./source.ts";

/**
 * The entries in effect as services of a bill of materials (CycloneDX 1.6, ECMA-424): who provides each, what data it gets, and
 * every fact as a property. In which direction data flows no list says, so it is `unknown`.
 */
export function cyclonedxFile(source: ExportSource): string {
  const reader = plainReader(exportReader(source));
  const { list, signed, now } = source;
  const services = list.subprocessors.map((entry) => service(entry, reader));
  const supplier = organisation(say(reader, list.publisher.name), list.publisher.url);
  const content = JSON.stringify([signed ?? null, services]);
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(content)}`,
    version: 1,
    metadata: {
      timestamp: toInstant(now),
      component: {
        type: "application",
        "bom-ref": "list",
        name: titleOf(source, reader),
        version: String(signed?.version ?? ""),
      },
      supplier,
      ...(signed && {
        properties: [
          { name: "trust-center:feed", value: signed.address },
          { name: "trust-center:pin", value: signed.pin },
          { name: "trust-center:version", value: String(signed.version) },
        ],
      }),
    },
    services,
    dependencies: [{ ref: "list", dependsOn: services.map((one) => one["bom-ref"]) }],
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function service(entry: Subprocessor, reader: Reader) {
  const name = say(reader, entry.name) || entry.id;
  const links = (entry.links ?? []).map(({ url }) => url).filter(isSafeUrl);
  const description = say(reader, entry.description);
  const data = dataOf(entry.dataCategories ?? [], reader);
  return {
    "bom-ref": `subprocessor:${entry.id}`,
    provider: organisation(say(reader, entry.legalEntity?.name) || name),
    name,
    ...(description && { description }),
    ...(data.length > 0 && { data }),
    ...(links.length > 0 && { externalReferences: links.map((url) => ({ type: "other", url })) }),
    properties: entryFacts(entry, reader).flatMap(({ key, pieces }) =>
      pieces.map((piece) => ({ name: `trust-center:${key}`, value: plain(piece, { written: withUrls }) })),
    ),
  };
}

const organisation = (name: string, url?: string) => ({ name, ...(url && isSafeUrl(url) && { url: [url] }) });

const dataOf = (categories: readonly DataCategory[], reader: Pick<FirstReader, "content">) =>
  categories.flatMap((category) =>
    dataPieces([category], reader).map((piece: Piece) => ({
      flow: "unknown",
      classification: category.class ?? plain(piece),
      name: plain(piece),
    })),
  );

/** A UUID of a text (RFC 9562, version 8): the same list has the same number. */
function uuidOf(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
