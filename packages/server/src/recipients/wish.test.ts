import type { Atom, Change, Feed } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { topics, type Wish } from "@trust-center/sdk";
import { array, assert, constantFrom, option, property, record, subarray, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import type { Notice, NoticeChange } from "../feed/notice.ts";
import { type NoticeReader, tailor } from "../feed/tailor.ts";
import { wishText } from "../mail/letters.ts";
import { mailReader } from "../mail/reader.ts";
import { readWish } from "./wish.ts";

const services = ["mail", "chat"];
const types = ["subprocessor", "group", "service", "policy", "terms", "publisher", "list"] as const;

const changes = array(
  record({
    types: uniqueArray(constantFrom(...types), { minLength: 1, maxLength: 3 }),
    isWordy: constantFrom(true, false),
    services: option(subarray(services)),
  }),
  { minLength: 1, maxLength: 6 },
);

const wishes = record<Wish>(
  {
    topics: subarray([...topics], { minLength: 1 }),
    services: uniqueArray(constantFrom(...services, "gone"), { minLength: 1 }),
  },
  { requiredKeys: [] },
);

/** @param made Which atoms it has, and whom it concerns; of one in words alone its subject counts. */
const noticeOf = (made: { types: (typeof types)[number][]; isWordy: boolean; services: string[] | null }[]): Notice =>
  ({
    known: { services, segments: [] },
    changes: made.map(({ types, isWordy, services }, at): NoticeChange => {
      const content = isWordy ? [] : types.map((type) => ({ op: "set", type, field: "x" }) as unknown as Atom);
      const change = { id: String(at), subject: { type: types[0] }, content, effective: null } as unknown as Change;
      return { change, concerns: { services, segments: null } };
    }),
  }) as unknown as Notice;

const reader = (wish: Wish | undefined, more: Partial<NoticeReader> = {}): NoticeReader => {
  return { isSubscriber: true, wish, contracts: [], toldAt: 0, told: new Set(), ...more };
};
const idsFor = (notice: Notice, who: NoticeReader) => tailor(notice, who).changes.map(({ change }) => change.id);

test("a wish takes away what is of other topics or services alone, and nothing else", () => {
  assert(
    property(changes, wishes, (made, wish) => {
      const notice = noticeOf(made);
      const all = made.map((_, at) => String(at));
      expect(idsFor(notice, reader(undefined))).toEqual(all);
      expect(idsFor(notice, reader({}))).toEqual(all);
      const told = idsFor(notice, reader(wish));
      const wanted = made.flatMap(({ types, isWordy, services: used }, at) => {
        const about = isWordy ? types.slice(0, 1) : types;
        const isOfWholeList = about.some((type) => type === "terms" || type === "publisher" || type === "list");
        const isPolicy = about.includes("policy");
        const isOther = about.some((type) => type === "subprocessor" || type === "group" || type === "service");
        const byTopic =
          !wish.topics ||
          isOfWholeList ||
          (isPolicy && wish.topics.includes("policies")) ||
          (isOther && wish.topics.includes("subprocessors"));
        // What it names and the feed does not know shuts nothing out.
        const byService =
          !wish.services || !used || wish.services.includes("gone") || wish.services.some((id) => used.includes(id));
        return byTopic && byService ? [String(at)] : [];
      });
      expect(told).toEqual(wanted);
    }),
  );
});

test("one who wishes for each topic by itself is told of everything, and a contract of all that it wants told", () => {
  const contract = { segment: null, services: [], noticePeriod: null, owedFrom: 0, addedAt: 0 };
  assert(
    property(changes, wishes, (made, wish) => {
      const notice = noticeOf(made);
      const apart = topics.flatMap((topic) => idsFor(notice, reader({ topics: [topic] })));
      expect(new Set(apart)).toEqual(new Set(made.map((_, at) => String(at))));
      expect(idsFor(notice, reader(wish, { contracts: [contract] }))).toEqual(made.map((_, at) => String(at)));
    }),
  );
});

test("the mail to confirm names services where they narrow what is told, and only there", () => {
  const feed = {
    ...mockContent({ services: [{ id: "mail", name: "The mail" }] }),
    publisher: { name: "Acme" },
  } as Feed;
  const textOf = (wish: Wish | undefined) => wishText(mailReader("en", feed), wish, feed);
  expect(textOf(undefined)).toBe("");
  expect(textOf({ topics: ["policies"] })).toBe("Policies");
  expect(textOf({ services: ["mail"] })).toBe("Sub-processors, Policies, The mail");
  expect(textOf({ services: ["mail", "gone"] })).toBe("");
  expect(wishText(mailReader("en"), { services: ["mail"] }, undefined)).toBe("");
});

test("what is kept of a wish is read again, and what is none is refused", () => {
  expect(readWish(null)).toBeUndefined();
  expect(readWish('{"topics":["policies"]}')).toEqual({ topics: ["policies"] });
  expect(() => readWish('{"topics":["weather"]}')).toThrow(/wish/);
});
