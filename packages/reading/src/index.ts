/**
 * Facts to words and structure, for every surface. No DOM, no network, no clock of its own.
 *
 * @module @trust-center/reading
 */

export { changeTitle } from "./change/about.ts";
export { anyPieces, wordsOfName } from "./change/any.ts";
export { tellDifference } from "./change/difference.ts";
export { type ChangeFact, changeFacts, changeFactText } from "./change/facts.ts";
export { tellInLog } from "./change/in-log.ts";
export { saidBefore } from "./change/said-before.ts";
export { factLabel, startText, type Tellable, type Told, tellChange } from "./change/tell.ts";
export { type ComparedBlock, compareTexts, type Run } from "./change/text-difference.ts";
export { changeKind, changeTitleAlone, isOfList, listOf, type Titled } from "./change/title.ts";
export { readerThen, tellEntry, touchedIn, withDayOf } from "./change/touched.ts";
export {
  type AnyField,
  type Asker,
  type DetailGroup,
  type Fact,
  type Field,
  factsOf,
  readField,
} from "./fields/field.ts";
export { groupFacts, usualColumns } from "./fields/first.ts";
export {
  columnPiece,
  documentPiece,
  fieldsOf,
  groupFields,
  listFields,
  pastChangePiece,
  policyFields,
  serviceFields,
} from "./fields/list.ts";
export { languageName, publisherFields } from "./fields/publisher.ts";
export { statedElsewhere } from "./fields/stated-elsewhere.ts";
export { subprocessorField, subprocessorFields } from "./fields/subprocessor.ts";
export { termsFields } from "./fields/terms.ts";
export { type CalendarEvent, type CalendarSource, calendarText, type ToldChange } from "./files/calendar.ts";
export { cellText, csvText, withoutGuards } from "./files/csv.ts";
export { type Place, placePrefix, placeText } from "./files/place.ts";
export { verifyCommand } from "./files/verify-command.ts";
export { type Choice, chooseLanguages, firstSpoken, type Languages } from "./language/choose.ts";
export { type Line, lineOf, rightToLeftLine } from "./language/line.ts";
export { directionOf, spokenAs } from "./language/spoken.ts";
export { type LanguageTag, languageTags } from "./language/tags.ts";
export { alsoNamed } from "./read/also-named.ts";
export { conditionText } from "./read/condition.ts";
export { dataPieces } from "./read/data.ts";
export { datePiece, dayText, monthText, shortDayText } from "./read/date.ts";
export { isInEea, isOutsideEea } from "./read/eea.ts";
export { joined } from "./read/joined.ts";
export { hostOf, linkPiece, movedPlace } from "./read/link.ts";
export { mechanismPiece } from "./read/mechanism.ts";
export { machineDate, momentText } from "./read/moment.ts";
export { namesIn } from "./read/names.ts";
export { certificationPiece, contactPiece, legalEntityPiece } from "./read/organisation.ts";
export { periodText } from "./read/period.ts";
export { type Piece, plain, plainAll, type Written } from "./read/piece.ts";
export { countryName, placeKind, placePiece } from "./read/place.ts";
export { printable, printableJson } from "./read/printable.ts";
export { type FirstReader, type NamedList, type Names, nameOf, piece, type Reader, say } from "./read/reader.ts";
export { type Stands, statusText } from "./read/status.ts";
export { withUrls } from "./read/with-urls.ts";
export { first, forms, more } from "./words/en.ts";
export type { FactWord, FirstWord, LanguageFile } from "./words/keys.ts";
export { type Language, type Translate, translator, type Values } from "./words/translate.ts";
