import type { Certification, Contact, LegalEntity } from "@trust-center/feed";
import { dayText } from "./date.ts";
import type { Piece } from "./piece.ts";
import { countryName } from "./place.ts";
import { piece, type Reader, say } from "./reader.ts";

const filled = (all: readonly (Piece | undefined)[]): Piece[] => all.filter((one) => one?.text) as Piece[];

/** A legal person: its name, then what tells it from others of that name. */
export function legalEntityPiece(entity: LegalEntity, reader: Reader): Piece {
  const { t, tag } = reader;
  const { name, tradeNames = [], address, country, registration } = entity;
  const where = country && countryName(tag, country);
  return {
    ...piece(reader, name),
    lines: filled([
      { label: t("tradeNames"), text: tradeNames.map((one) => say(reader, one)).join(", ") },
      piece(reader, address),
      where && !say(reader, address).includes(where) ? { text: where } : undefined,
      { ...piece(reader, registration), label: t("registration") },
    ]),
  };
}

/** Whom to write to, and what for. */
export function contactPiece(contact: Contact, reader: Reader): Piece {
  const { role, name, email, phone, address, url, text } = contact;
  return {
    label: role && reader.t(`contact_${role}`),
    text: "",
    lines: filled([
      piece(reader, name),
      email ? { text: email, url: `mailto:${email}` } : undefined,
      phone ? { text: phone, url: `tel:${phone.replace(/[^\d+]/g, "")}` } : undefined,
      piece(reader, address),
      url ? { text: url, url } : undefined,
      piece(reader, text),
    ]),
  };
}

/** A certification or compliance statement. */
export function certificationPiece(certification: Certification, reader: Reader): Piece {
  const { name, issuer, validUntil, text, link } = certification;
  return {
    ...piece(reader, name),
    url: link?.url,
    notes: [
      say(reader, issuer),
      validUntil ? reader.t("validUntil", { date: dayText(reader.tag, validUntil) }) : "",
    ].filter(Boolean),
    lines: filled([piece(reader, text)]),
  };
}
