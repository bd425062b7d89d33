import type { Change, Cosignature } from "@trust-center/feed";
import type { CheckReport } from "../folder/report.ts";
import type { Doubt } from "./doubts.ts";
import type { ReviewedChange, Told } from "./review.ts";
import type { TagParts } from "./tag.ts";

/** What subscribers will be told. */
export interface Notice {
  subject: string;
  text: string;
}

/** What a publish did, or with `dryRun` would do. */
export interface PublishResult {
  /** `published`: a new version. `refreshed`: the same version, signed again. `unchanged`: nothing to do. */
  outcome: "published" | "refreshed" | "unchanged";
  dryRun: boolean;
  /** The feed's address. */
  address: string;
  /** Its pin; absent from a dry run before the first publish, which makes it. */
  pin?: string;
  /** The folder to upload, absolute. */
  out: string;
  /** Version of the feed and when it was published (an instant). */
  version: number;
  published: string;
  /** Changes of this version; none unless it is new. */
  changes: Change[];
  /** The same in words, with dates and windows, as a review says them; and how the notice reaches people. */
  inWords: ReviewedChange[];
  told: Told;
  /** What subscribers will be told; absent where there is nothing to tell. */
  notice?: Notice;
  /** Until when the signatures vouch (instants). */
  expires: { root: string; manifest: string; timestamp: string };
  /** Files written, in order, by path below `out`. */
  written: string[];
  /** Statements of known witnesses on the log; empty where none was asked. */
  cosignatures: Cosignature[];
  /** What the time stamp authority says of the log; absent where none was asked, or gave none. */
  timeStamp?: { at: string; authority: string };
  /** The tag to paste into a page; absent where there is no pin yet. */
  tag?: string;
  /** The same, in parts. */
  parts?: TagParts;
  /** What was unusual about it. */
  doubts: Doubt[];
  /** Things to look after that kept nothing from working. */
  warnings: string[];
  report: CheckReport;
}

/** What a publish that was no dry run did. */
export type Published = PublishResult & Required<Pick<PublishResult, "pin" | "tag" | "parts">>;
