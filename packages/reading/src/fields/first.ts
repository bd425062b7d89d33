import type { Condition, FuzzyDate, Location, Prose, Text, TransferMechanism } from "@trust-center/feed";
import { conditionText } from "../read/condition.ts";
import { datePiece } from "../read/date.ts";
import { mechanismPiece } from "../read/mechanism.ts";
import type { Piece } from "../read/piece.ts";
import { placePiece } from "../read/place.ts";
import { type FirstReader, nameOf, pieces } from "../read/reader.ts";
import type { FirstWord } from "../words/keys.ts";
import type { AnyField, FirstField } from "./field.ts";

// The fields of the first view. Each stands alone, so that a bundler can leave out what a surface does not show.

/** A text as the only piece; none where it is empty. */
export const oneText = (text: Prose, reader: Pick<FirstReader, "content">): Piece[] => pieces([text], reader);

/** A date as the only piece. */
export const oneDate = (date: FuzzyDate, reader: FirstReader): Piece[] => [datePiece(date, reader)];

export const name: FirstField<Text> = { key: "name", label: "name", read: oneText };

export const purposes: FirstField<Prose[]> = {
  key: "purposes",
  label: "purposes",
  read: pieces,
  group: "data",
  notice: true,
  asked: ["contract"],
};

export const locations: FirstField<Location[]> = {
  key: "locations",
  label: "locations",
  read: (all, reader) => all.map((location) => placePiece(location, reader)),
  group: "where",
  notice: true,
  asked: ["dora", "habit"],
};

export const transferMechanisms: FirstField<TransferMechanism[]> = {
  key: "transferMechanisms",
  label: "transferMechanisms",
  read: (all, reader) => all.map((mechanism) => mechanismPiece(mechanism, reader)),
  group: "where",
  notice: true,
  asked: ["gdpr"],
};

export const since: FirstField<FuzzyDate> = {
  key: "since",
  label: "since",
  read: oneDate,
  group: "since",
  asked: ["habit"],
  dated: true,
};

export const when: FirstField<Condition> = {
  key: "when",
  label: "when",
  read: (condition, reader) => oneText(conditionText(reader, condition), reader),
  group: "where",
};

export const updated: FirstField<FuzzyDate> = {
  key: "updated",
  label: "updated",
  read: oneDate,
  group: "since",
  dated: true,
};

/** A group's place in the list. */
export const subsetOf: FirstField<string> = {
  key: "subsetOf",
  label: "subsetOf",
  read: (id, reader) => [{ text: nameOf(reader, "groups", id) }],
};

/** What stands under the title of a group. */
export const groupFacts: readonly AnyField<FirstWord>[] = [subsetOf, when, updated];

/** The columns of a table whose group names none. */
export const usualColumns: readonly AnyField<FirstWord>[] = [name, purposes, locations, transferMechanisms, since];
