import { refuseLoneSurrogates } from "../bytes/well-formed.ts";
import type { Feed } from "../document/feed.ts";
import { TrustCenterError } from "../errors.ts";

/**
 * What programs would read in different ways, though its form is right: half characters, and one id for two subjects.
 * Strict readers ask (docs/specification, §6.1, step 10); who shows a list need not carry it.
 *
 * @throws {TrustCenterError} `malformed`
 */
export function refuseAmbiguous(feed: Feed): void {
  refuseLoneSurrogates(feed, "the feed");
  for (const [member, list] of Object.entries({
    subprocessors: feed.subprocessors,
    groups: feed.groups,
    services: feed.services,
    policies: feed.policies,
    open: feed.open,
  })) {
    const ids = (list ?? []).map(({ id }) => id);
    const seen = new Set<string>();
    const twice = ids.find((id) => seen.size === seen.add(id).size);
    if (twice === undefined) continue;
    throw new TrustCenterError("malformed", `Expected ids in ${member} once each, found ${twice} twice.`, {
      file: "the feed",
      issues: [{ path: [member, ids.lastIndexOf(twice), "id"], message: "an id twice" }],
    });
  }
}
