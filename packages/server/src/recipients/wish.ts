import { type Change, check } from "@trust-center/feed";
import { type topics, type Wish, wishSchema } from "@trust-center/sdk";
import { type Concerns, isConcerned } from "./concerns.ts";
import type { Known } from "./csv.ts";

type Topic = (typeof topics)[number];

/** The topic of what an atom is about. What is not named here concerns the whole list. */
const topicOf: Readonly<Record<string, Topic>> = {
  subprocessor: "subprocessors",
  group: "subprocessors",
  service: "subprocessors",
  policy: "policies",
};

/** A wish as it is kept. */
export const readWish = (kept: string | null): Wish | undefined =>
  kept === null ? undefined : check(wishSchema, JSON.parse(kept), "a subscriber's wish");

/** Whether a subscriber wants to be told of a change. In doubt it does: of what concerns the whole list, everybody is told. */
export function isWanted(
  wish: Wish | undefined,
  { change, concerns }: { change: Change; concerns?: Concerns | undefined },
  known: Known | undefined,
): boolean {
  const wanted = wish?.topics;
  const types = change.content.length > 0 ? change.content.map(({ type }) => type) : [change.subject.type];
  const byTopic =
    wanted === undefined ||
    types.some((type) => {
      const topic = topicOf[type];
      return topic === undefined || wanted.includes(topic);
    });
  return byTopic && isConcerned({ services: wish?.services ?? [], segment: null }, concerns, known);
}
