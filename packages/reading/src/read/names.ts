import { type Feed, type Former, listAt } from "@trust-center/feed";
import type { NamedList, Names } from "./reader.ts";

/**
 * What the ids of a feed are called: of what is in effect, of what comes, and of what has left. Names and titles alone, and the
 * notice terms as they will be.
 */
export function namesIn(feed: Feed): Required<Pick<Names, NamedList>> & Names {
  const then = listAt(feed, Number.POSITIVE_INFINITY);
  const lists = [feed, then];
  const left = (of: Former["type"]) =>
    (feed.former ?? []).flatMap(({ type, id, name }) => (type === of && name !== undefined ? [{ id, name }] : []));
  return {
    ...(then.noticeTerms && { noticeTerms: then.noticeTerms }),
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
