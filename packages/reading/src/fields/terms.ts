import { type ChangeKind, isSafeUrl, type NoticeTerms, type Period, type Prose, type Rule } from "@trust-center/feed";
import { hostOf } from "../read/link.ts";
import { periodText } from "../read/period.ts";
import type { Piece } from "../read/piece.ts";
import { piece, type Reader, say } from "../read/reader.ts";
import type { AnyField, Field } from "./field.ts";
import { oneText } from "./first.ts";
import { rulePiece } from "./rule.ts";

type Terms<Name extends keyof NoticeTerms> = NonNullable<NoticeTerms[Name]>;

const period = (value: Period, reader: Reader): Piece[] => [{ text: periodText(value, reader) }];

/** Every member of the notice terms, in reading order. */
export const termsFields: readonly AnyField[] = [
  { key: "text", label: "text", read: oneText } satisfies Field<Prose>,
  {
    key: "noticePeriod",
    label: "noticePeriod",
    read: period,
    group: "since",
    asked: ["contract"],
  } satisfies Field<Period>,
  {
    key: "objectionPeriod",
    label: "objectionPeriod",
    read: period,
    group: "since",
    asked: ["gdpr"],
  } satisfies Field<Period>,
  {
    key: "rules",
    label: "rules",
    read: (rules: Rule[], reader) => rules.map((rule) => rulePiece(rule, reader)),
    group: "since",
    asked: ["contract"],
  } satisfies Field<Rule[]>,
  {
    key: "segments",
    label: "segments",
    read: (segments: Terms<"segments">, reader) => segments.map((segment) => segmentPiece(segment, reader)),
    group: "since",
  } satisfies Field<Terms<"segments">>,
  {
    key: "appliesTo",
    label: "appliesTo",
    read: (kinds: ChangeKind[], { t }) => kinds.map((kind) => ({ text: t(`kind_${kind}`) })),
    group: "since",
  } satisfies Field<ChangeKind[]>,
  {
    key: "clockStarts",
    label: "clockStarts",
    read: (start: Terms<"clockStarts">, { t }) => [{ text: t(`clockStarts_${start}`) }],
    group: "since",
  } satisfies Field<Terms<"clockStarts">>,
  {
    key: "silence",
    label: "silence",
    read: (silence: Terms<"silence">, { t }) => [{ text: t(`silence_${silence}`) }],
    group: "since",
  } satisfies Field<Terms<"silence">>,
  {
    key: "grounds",
    label: "grounds",
    read: ({ text, required }: Terms<"grounds">, reader) =>
      text ? oneText(text, reader) : required ? [{ text: reader.t("groundsRequired") }] : [],
    group: "since",
  } satisfies Field<Terms<"grounds">>,
  {
    key: "options",
    label: "options",
    read: (options: Terms<"options">, reader) =>
      options.map(({ type, text }) => (text ? piece(reader, text) : { text: reader.t(`option_${type}`) })),
    group: "since",
  } satisfies Field<Terms<"options">>,
  {
    key: "channels",
    label: "channels",
    read: (channels: Terms<"channels">, reader) => channels.map((channel) => channelPiece(channel, reader)),
    group: "since",
    asked: ["gdpr"],
  } satisfies Field<Terms<"channels">>,
];

/** The periods of a customer segment, each named where there are two. */
function segmentPiece({ name, noticePeriod, objectionPeriod }: Terms<"segments">[number], reader: Reader): Piece {
  const { t } = reader;
  const lines = [
    noticePeriod === undefined ? undefined : { label: t("noticePeriod"), text: periodText(noticePeriod, reader) },
    objectionPeriod === undefined
      ? undefined
      : { label: t("objectionPeriod"), text: periodText(objectionPeriod, reader) },
  ].filter((line) => line !== undefined);
  return { label: say(reader, name), text: "", lines };
}

function channelPiece({ type, address, url, text }: Terms<"channels">[number], reader: Reader): Piece {
  const mail = address?.includes("@") ? `mailto:${address}` : undefined;
  const href = url ?? mail ?? (address && isSafeUrl(address) ? address : undefined);
  return {
    label: reader.t(`channel_${type}`),
    text: address ?? (url ? hostOf(url) : ""),
    url: href,
    lines: [piece(reader, text)].filter((line) => line.text !== ""),
  };
}
