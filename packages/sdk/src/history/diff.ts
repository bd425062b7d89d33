import { type Difference, differencesBetween } from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import type { When } from "./instant.ts";
import { type AppliedList, asOf, listOfVersion } from "./list.ts";

/** Which list of a feed is meant: a version, the newest, or the one that applied at an instant. */
export type ListName = number | "latest" | Exclude<When, number>;

/** Two lists of one feed, and in what they differ. */
export interface VersionDifference {
  before: AppliedList;
  after: AppliedList;
  differences: Difference[];
}

/**
 * Compares two lists of one feed.
 *
 * @throws {TrustCenterError} as {@link asOf} and {@link listOfVersion}
 */
export async function diffVersions(
  center: TrustCenter,
  before: ListName,
  after: ListName = "latest",
): Promise<VersionDifference> {
  const [left, right] = [await listNamed(center, before), await listNamed(center, after)];
  return { before: left, after: right, differences: differencesBetween(left.list, right.list) };
}

/** The list that a name means. */
export function listNamed(center: TrustCenter, name: ListName): Promise<AppliedList> {
  return typeof name === "number" || name === "latest" ? listOfVersion(center, name) : asOf(center, name);
}
