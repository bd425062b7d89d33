import type { Rule } from "@trust-center/feed";
import { joined } from "../read/joined.ts";
import { periodText } from "../read/period.ts";
import type { Piece } from "../read/piece.ts";
import { countryName } from "../read/place.ts";
import { nameOf, type Reader, say } from "../read/reader.ts";

/** One rule of the notice terms: what it is for, and what it says, part by part. */
export function rulePiece(rule: Rule, reader: Reader): Piece {
  const { t } = reader;
  const { notice, objection, from, calendar, authorisation, start, earlyOnApproval, requires, grounds } = rule;
  const lines: Piece[] = [
    ...labelled(t("noticePeriod"), notice && periodOrNone(notice, reader)),
    ...labelled(t("objectionPeriod"), objection && periodOrNone(objection, reader)),
    ...labelled(t("clockStarts"), from && t(`from_${from}`)),
    ...labelled(t("countedIn"), calendar && calendarText(calendar, reader)),
    ...labelled(t("authorisation"), authorisation && t(`authorisation_${authorisation}`)),
    ...labelled(t("start"), start && t(`start_${start}`)),
    ...labelled(t("approval"), earlyOnApproval ? t("earlyOnApproval") : undefined),
    ...labelled(t("requires"), requires && t(`requires_${requires}`)),
    ...labelled(t("grounds"), grounds && t(`grounds_${grounds}`)),
    ...(rule.remedies ?? []).map((remedy) => remedyPiece(remedy, reader)),
  ];
  return { label: whenText(rule, reader) || t("anyChange"), text: "", lines };
}

const labelled = (label: string, text: string | undefined): Piece[] => (text ? [{ label, text }] : []);

const periodOrNone = (value: NonNullable<Rule["notice"]>, reader: Reader): string =>
  value === "none" ? reader.t("noPeriod") : periodText(value, reader);

/** What a rule is for: alternatives separated by commas, conditions by semicolons. */
function whenText({ when = {} }: Rule, reader: Reader): string {
  const { kind, category, dataClass, service, place, segment, emergency } = when;
  const { t, tag } = reader;
  const any = (names: readonly string[] | undefined) => joined(names ?? [], ", ", reader);
  return joined(
    [
      any(kind?.map((one) => t(`kind_${one}`))),
      any(category),
      any(dataClass),
      any(service?.map((id) => nameOf(reader, "services", id))),
      any(place?.map((code) => countryName(tag, code))),
      any(segment),
      emergency === undefined ? "" : emergency ? t("emergencies") : t("noEmergencies"),
    ],
    "; ",
    reader,
  );
}

function calendarText({ unit, zone, roll, holidays }: NonNullable<Rule["calendar"]>, reader: Reader): string {
  const { t } = reader;
  return joined(
    [
      unit === "businessDays" ? t("inBusinessDays") : "",
      roll === "nextBusinessDay" ? t("rolls") : "",
      holidays?.length ? t("lessHolidays", { list: joined(holidays, ", ", reader) }) : "",
      zone,
    ],
    "; ",
    reader,
  );
}

function remedyPiece(remedy: NonNullable<Rule["remedies"]>[number], reader: Reader): Piece {
  const { t } = reader;
  const { type, within, from, scope, by, refund, sole, text } = remedy;
  const parts = [
    t(`remedy_${type}`),
    [within ? t("within", { period: periodText(within, reader) }) : "", from ? t(`remedyFrom_${from}`) : ""]
      .filter(Boolean)
      .join(" "),
    scope ? t(`scope_${scope}`) : "",
    by ? t(`by_${by}`) : "",
    refund ? t(`refund_${refund}`) : "",
    sole ? t("sole") : "",
    say(reader, text),
  ];
  return { label: t("remedies"), text: joined(parts, "; ", reader) };
}
