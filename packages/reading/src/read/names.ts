import { type Feed, type Former, listAt } from "@trust-center/feed";
import type { Names } from "./reader.ts";

/** What the ids of a feed are called: of what is in effect, of what comes, and of what has left. Names and titles alone. */
export function namesIn(feed: Feed): Required<Names> {
  const lists = [feed, listAt(feed, Number.POSITIVE_INFINITY)];
  const left = (of: Former["type"]) =>
    (feed.former ?? []).flatMap(({ type, id, name }) => (type === of && name !== undefined ? [{ id, name }] : []));
  return {
    services: [...lists.flatMap(({ services = [] }) => services), ...left("service")].map(({ id, name }) => ({
      id,
      name,
    })),
    groups: [
      ...lists.flatMap(({ groups = [] }) => groups.map(({ id, title }) => ({ id, title }))),
      ...left("group").map(({ id, name }) => ({ id, title: name })),
    ],
    subprocessors: [...lists.flatMap(({ subprocessors }) => subprocessors), ...left("subprocessor")].map(
      ({ id, name }) => ({ id, name }),
    ),
  };
}
