import type { Feed, FeedContent } from "../document/feed.ts";
import { type SubjectType, type singleTypes, subjectTypes } from "../document/subject.ts";
import { type Item, withGroupFacts } from "./group-facts.ts";

/** What a list says, by subject. Of terms, publisher and list there is one, whose id is the name of its type. */
export type Facts = Record<SubjectType, readonly Item[]>;

const memberOf = { subprocessor: "subprocessors", group: "groups", service: "services", policy: "policies" } as const;

/** Members of a feed that are no facts of its list. */
const frame = new Set(["type", "format", "version", "published", "open", "former"]);
const withSubjects = new Set([...Object.values(memberOf), "noticeTerms", "publisher"]);

/** Takes a list apart into subjects. Facts that a group states for its members become the members' own. */
export function factsOf(content: FeedContent): Facts {
  const list: Item = { id: "list" };
  for (const [name, value] of Object.entries(content)) {
    if (!frame.has(name) && !withSubjects.has(name) && value !== undefined) list[name] = value;
  }
  return {
    subprocessor: (content.subprocessors as Item[]).map((entry) => withGroupFacts(entry, content.groups as Item[])),
    group: ((content.groups ?? []) as Item[]).map((group) => without(group, "common")),
    service: (content.services ?? []) as Item[],
    policy: (content.policies ?? []) as Item[],
    terms: [{ ...content.noticeTerms, id: "terms" }],
    publisher: [{ ...content.publisher, id: "publisher" }],
    list: [list],
  };
}

/** Puts subjects together again: the inverse of {@link factsOf} but for group facts. */
export function contentOf(facts: Facts): FeedContent {
  const single = (type: (typeof singleTypes)[number]) => without(facts[type][0] ?? { id: "" }, "id");
  const terms = single("terms");
  const many = (type: keyof typeof memberOf) => (facts[type].length > 0 ? { [memberOf[type]]: facts[type] } : {});
  return {
    publisher: single("publisher"),
    ...single("list"),
    ...(Object.keys(terms).length > 0 && { noticeTerms: terms }),
    ...many("service"),
    ...many("group"),
    subprocessors: facts.subprocessor,
    ...many("policy"),
  } as unknown as FeedContent;
}

/** The facts of a feed, as they stand in it. */
export const factsOfFeed = (feed: Feed): Facts => factsOf(feed);

/** Facts where nothing is. */
export const noFacts = (): Record<SubjectType, Item[]> =>
  Object.fromEntries(subjectTypes.map((type) => [type, []])) as unknown as Record<SubjectType, Item[]>;

function without(item: object, name: string): Item {
  const { [name]: _, ...rest } = item as Item;
  return rest as Item;
}
