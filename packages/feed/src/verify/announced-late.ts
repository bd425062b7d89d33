import { fromBase64url } from "../bytes/base64url.ts";
import { parseJson } from "../bytes/json.ts";
import type { Fault } from "../changes/audit.ts";
import { check } from "../document/check.ts";
import { limits } from "../limits.ts";
import type { LogEntry } from "../log/entry.ts";
import { timestampSchema } from "../metadata/schema.ts";
import type { Remembered } from "./remembered.ts";

/**
 * Entries that a reader's last look should have shown. The timestamp of that look says, under the publisher's own key, how
 * far the log had come by then: what came to it since cannot have been public before, whatever day it names.
 */
export function announcedLate(history: readonly LogEntry[], { log, timestamp }: Remembered): Fault[] {
  const payload = parseJson(fromBase64url(timestamp.envelope.payload), "the remembered timestamp", limits.depth);
  const { issued } = check(timestampSchema, payload, "the remembered timestamp");
  return history
    .slice(log.size)
    .filter(({ at }) => Date.parse(at) < Date.parse(issued) - limits.clockSkew)
    .map(({ change: { id } }) => ({ change: id, fault: "announced-late" }));
}
