import { TrustCenterError } from "@trust-center/feed";

/** Codes of the system that say that there is no room. */
const noRoom = ["ENOSPC", "EDQUOT", "EFBIG"];

/** Nothing can be remembered at all: no fault of any one vendor. Its code is `storage`. */
export class StorageFailure extends TrustCenterError {
  constructor(path: string, cause: unknown) {
    const { code = "unknown", message } = cause as NodeJS.ErrnoException;
    const found = noRoom.includes(code) ? `no room on the disk (${code})` : `${code}: ${message}`;
    super(
      "storage",
      `Expected to write ${path}, found ${found}. What was remembered before is kept; nothing more can be until there is room or leave to write.`,
      { path, system: code },
      { cause },
    );
  }
}

/** The failure of a store that an error comes from; undefined where it has another cause. */
export function storageFailureOf(error: unknown): StorageFailure | undefined {
  for (let found = error; found instanceof Error; found = found.cause) {
    if (found instanceof StorageFailure) return found;
  }
  return undefined;
}
