import type { Certification, Contact, FuzzyDate, Identifier, LegalEntity, Text } from "@trust-center/feed";
import { datePiece, dayText } from "./date.ts";
import { joined } from "./joined.ts";
import { linked } from "./link.ts";
import type { Piece } from "./piece.ts";
import { countryName } from "./place.ts";
import { piece, type Reader, say } from "./reader.ts";

const filled = (all: readonly (Piece | "" | false | undefined)[]): Piece[] =>
  (all as readonly (Piece | undefined)[]).filter((one) => one?.text) as Piece[];

/** An address, a line each. */
export const linesOf = (reader: Reader, address: Text | undefined): Piece[] => {
  const { text, lang } = piece(reader, address);
  return text.split("\n").map((text) => ({ text, lang }));
};

/** A legal person: its name, then what tells it from others of that name. */
export function legalEntityPiece(entity: LegalEntity, reader: Reader): Piece {
  const { t, tag } = reader;
  const {
    name,
    tradeNames = [],
    address,
    country,
    registration,
    identifiers = [],
    latinName,
    headquarters,
    parent,
  } = entity;
  const where = country && countryName(tag, country);
  return {
    ...piece(reader, name),
    lines: filled([
      {
        label: t("tradeNames"),
        text: joined(
          tradeNames.map((one) => say(reader, one)),
          ", ",
          reader,
        ),
      },
      ...linesOf(reader, address),
      where && !say(reader, address).includes(where) && { text: where },
      { ...piece(reader, registration), label: t("registration") },
      { label: t("latinName"), text: latinName ?? "" },
      ...identifiers.map((one) => identifierPiece(one, reader)),
      { label: t("headquarters"), text: headquarters ? countryName(tag, headquarters) : "" },
      parent && parentPiece(parent, reader),
    ]),
  };
}

const identifierPiece = ({ type, value, country }: Identifier, { t, tag }: Reader): Piece => ({
  label: t(`identifier_${type}`),
  text: value,
  notes: country ? [countryName(tag, country)] : [],
});

function parentPiece({ name, country, identifiers = [] }: NonNullable<LegalEntity["parent"]>, reader: Reader): Piece {
  return {
    ...piece(reader, name),
    label: reader.t("parent"),
    lines: filled([
      country && { text: countryName(reader.tag, country) },
      ...identifiers.map((one) => identifierPiece(one, reader)),
    ]),
  };
}

/** Whom to write to, and what for. */
export function contactPiece(contact: Contact, reader: Reader): Piece {
  const { role, name, position, email, phone, address, url, text } = contact;
  return {
    label: role && reader.t(`contact_${role}`),
    text: "",
    lines: filled([
      piece(reader, name),
      piece(reader, position),
      email && { text: email, url: `mailto:${email}` },
      phone && { text: phone, url: `tel:${phone.replace(/[^\d+]/g, "")}` },
      ...linesOf(reader, address),
      url && { text: url, url },
      piece(reader, text),
    ]),
  };
}

/** A certification or compliance statement. */
export function certificationPiece(certification: Certification, reader: Reader): Piece {
  const { name, issuer, text, link } = certification;
  const said = {
    ...piece(reader, name),
    notes: [say(reader, issuer), ...validityNotes(certification, reader)].filter(Boolean),
    lines: filled([...validityPieces(certification, reader), piece(reader, text)]),
  };
  return linked(said, link, reader);
}

type Validity = Pick<Certification, "validUntil" | "standard" | "scope" | "covers" | "reported">;

/** Until when a document holds, and of when it is. */
export function validityNotes({ validUntil, reported }: Validity, reader: Reader): string[] {
  return [
    validUntil ? reader.t("validUntil", { date: dayText(reader.tag, validUntil) }) : "",
    reported === undefined ? "" : reader.t("reported", { date: datePiece(reported, reader).text }),
  ].filter(Boolean);
}

/** By what a document measures, what was looked at, and the time that it is about. */
export function validityPieces({ standard, scope, covers }: Validity, reader: Reader): Piece[] {
  const day = (date: FuzzyDate | undefined) => (date === undefined ? "…" : datePiece(date, reader).text);
  return filled([
    { ...piece(reader, standard), label: reader.t("standard") },
    { ...piece(reader, scope), label: reader.t("validityScope") },
    covers && {
      label: reader.t("covers"),
      text: reader.t("fromUntil", { from: day(covers.from), until: day(covers.until) }),
    },
  ]);
}
