import { sha256Hex } from "../../bytes/sha256.ts";
import type { Announce } from "../../document/announce.ts";
import { manyTypes, type SubjectType, singleTypes } from "../../document/subject.ts";
import { startOfDay } from "../calendar.ts";
import { canonical } from "../same.ts";
import { refusal } from "./refused.ts";

/** What an author says about a change, with its subject told apart and its day read. */
export interface Announcement extends Omit<Announce, "subject" | "effective"> {
  type: SubjectType;
  id: string;
  /** As the author wrote it. */
  subject: string;
  /** Milliseconds since 1970: a day is its start in the zone of the terms. */
  effective?: number;
  /** Names these very words: the first 16 hex digits of their SHA-256. */
  digest: string;
}

/**
 * Reads what an author announces.
 *
 * @param zone IANA name: whose days the author names.
 * @throws {TrustCenterError} `edit-refused` where two entries speak of one subject
 */
export async function readAnnouncements(announce: readonly Announce[], zone: string): Promise<Announcement[]> {
  const read = await Promise.all(announce.map((one) => readAnnouncement(one, zone)));
  const keys = read.map(({ type, id }) => `${type}:${id}`);
  const twice = read.find((_, at) => keys.indexOf(keys[at] ?? "") !== at);
  if (!twice) return read;
  const message = "two entries of `announce` speak of it. Keep the one that explains this publish.";
  throw refusal("announced-twice", twice.subject, message);
}

async function readAnnouncement({ effective, ...said }: Announce, zone: string): Promise<Announcement> {
  const { type, id } = subjectOf(said.subject);
  const digest = (await sha256Hex(new TextEncoder().encode(canonical({ ...said, effective })))).slice(0, 16);
  return { ...said, type, id, digest, ...(effective !== undefined && { effective: instantOf(effective, zone) }) };
}

const instantOf = (written: string, zone: string): number =>
  written.includes("T") ? Date.parse(written) : startOfDay(written, zone);

/** `group:eu`, `terms`, or the bare id of a sub-processor. */
export function subjectOf(subject: string): { type: SubjectType; id: string } {
  const single = singleTypes.find((type) => type === subject);
  if (single) return { type: single, id: single };
  const many = manyTypes.find((type) => subject.startsWith(`${type}:`));
  return many ? { type: many, id: subject.slice(many.length + 1) } : { type: "subprocessor", id: subject };
}
