import type { Change, Feed } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { noticeOf, publicationOf } from "../feed/notice.ts";
import { noticeBlocks } from "./facts.ts";
import { type Letter, toHtml, toText } from "./letter.ts";
import { noticeLetter } from "./letters.ts";
import { mailReader } from "./reader.ts";

const added: Change = {
  id: "2.1",
  kind: "added",
  mode: "announcement",
  subject: { type: "subprocessor", id: "one" },
  name: "One",
  announced: "2026-01-01T00:00:00Z",
  effective: "2026-02-01T00:00:00Z",
  content: [{ op: "put", type: "subprocessor", item: { id: "one", name: "One" } }],
};

/** A notice of some changes. */
function noticeOfAll(tag: string, url: string, changes: readonly Change[]): Letter {
  const feed: Feed = {
    type: "feed",
    format: 1,
    version: 2,
    published: added.announced,
    publisher: { name: "Acme", url },
    subprocessors: [],
    open: changes.filter(({ touches }) => touches === undefined || touches.how === "amends"),
  };
  const state = { address: "https://acme.example/feed/", pin: "sha256-x", version: 2, sha256: "ab", feed };
  const entries = changes.map((change) => ({
    type: "change" as const,
    at: change.announced,
    feed: { version: 2, sha256: "ab" },
    change,
  }));
  const publication = publicationOf({ ...state, log: { size: 2, root: "" }, receiptKids: [] });
  const untold = { untold: entries, log: entries, until: entries.length };
  const notice = noticeOf(publication, untold, Date.parse(feed.published));
  return noticeLetter(mailReader(tag, feed), notice, { isSubscriber: true, leave: "https://service.example/leave" });
}

/** Where it leads. */
function linkOf(url: string, ...changes: Change[]): string | undefined {
  const { blocks } = noticeOfAll("en", url, changes);
  const action = blocks.find((block) => block.type === "action");
  return action?.type === "action" ? action.url : undefined;
}

/** A notice of an entry with an address of its own. */
function letterIn(tag: string): { text: string; html: string } {
  const item = { id: "one", name: "One", locations: [{ country: "DE", link: { url: "https://one.example/where" } }] };
  const change = { ...added, content: [{ op: "put", type: "subprocessor", item }] } as Change;
  const letter = noticeOfAll(tag, "https://acme.example/trust", [change]);
  return { text: toText(letter), html: toHtml(letter) };
}

/** A notice of another name. */
function renamed(tag: string, before: string, after: string): { text: string; html: string } {
  const feed = { publisher: { languages: ["en"] } };
  const change: Change = {
    ...{ id: "2.1", kind: "renamed", mode: "immediate", subject: { type: "subprocessor", id: "one" }, name: after },
    ...{ announced: added.announced, effective: added.announced },
    content: [{ op: "set", type: "subprocessor", id: "one", field: "name", before, after }],
  };
  const blocks = noticeBlocks({ changes: [{ change }] }, mailReader(tag, feed));
  const letter = { subject: "", language: tag, blocks };
  return { text: toText(letter), html: toHtml(letter) };
}

describe("what was and what will be stand in the order in which their reader reads", () => {
  test("from right to left in Arabic and Hebrew, whatever the names are written in", () => {
    for (const tag of ["ar", "he"]) {
      const { text, html } = renamed(tag, "Alpha", "ألفا");
      for (const said of [text, html]) expect(said).toContain("\u2067\u2068Alpha\u2069 ← \u2068ألفا\u2069\u2069");
    }
  });

  test("from left to right elsewhere, also between names that are not", () => {
    expect(renamed("pl", "אלפא", "אלפא ענן").text).toContain("\u2066\u2068אלפא\u2069 → \u2068אלפא ענן\u2069\u2069");
    expect(renamed("ja", "Alpha", "Beta").text).toContain("Alpha → Beta");
  });

  test("each value is read in its own direction", () => {
    const { text, html } = renamed("ar", "Alpha", "C++");
    expect(html).toContain("<bdi>C++</bdi></h2>");
    expect(text).toMatch(/^[^:]+: \u2067\u2067\u2068Alpha\u2069 ← \u2068C\+\+\u2069\u2069\u2069$/m);
  });

  test("nor is what a program runs or opens touched by what sets it apart", () => {
    const { text, html } = letterIn("he");
    expect(text).toMatch(/:\nnpx \S.*[A-Za-z0-9_-]$/m);
    expect(html).toMatch(/<br><code dir="ltr"[^>]*>npx [^<\u2066-\u2069]*<\/code>/);
    expect(text.match(/https?:\S*/g)?.filter((url) => /[\u2066-\u2069]/.test(url))).toEqual([]);
  });
});

test("a heading says of a group, a policy or a service that it is one", () => {
  const headed = (type: "group" | "policy" | "service" | "subprocessor", tag = "en") => {
    const change: Change = { ...added, kind: "removed", subject: { type, id: "eu" }, name: "EU", content: [] };
    const [heading] = noticeBlocks({ changes: [{ change }] }, mailReader(tag, { publisher: { languages: ["en"] } }));
    return heading?.type === "heading" && heading.text;
  };
  expect([headed("group"), headed("policy"), headed("service", "de"), headed("subprocessor")]).toEqual([
    "Groups: EU",
    "Policies: EU",
    "Dienste: EU",
    "EU",
  ]);
});

test("a heading says of the notice terms and of the publisher that they changed, and of the list what it is", () => {
  const headed = (type: "terms" | "publisher" | "list", tag: string, name?: string) => {
    const change: Change = { ...added, kind: type, subject: { type }, name, content: [] };
    const [heading] = noticeBlocks({ changes: [{ change }] }, mailReader(tag, { publisher: { languages: ["en"] } }));
    return heading?.type === "heading" && heading.text;
  };
  expect([headed("terms", "en"), headed("terms", "de")]).toEqual(["Notice and objection", "Mitteilung und Einspruch"]);
  expect([headed("publisher", "en", "Acme"), headed("publisher", "fr", "Acme")]).toEqual([
    "Publisher: Acme",
    "Éditeur: Acme",
  ]);
  expect([headed("list", "en"), headed("list", "en", "Our list")]).toEqual(["the list", "Our list"]);
});

test("the subject of one change says what it is", () => {
  const subject = (tag: string, ...changes: Change[]) =>
    noticeOfAll(tag, "https://acme.example/trust", changes).subject;
  expect(subject("en", added)).toBe("Acme: New: One");
  expect(subject("de", { ...added, mode: "emergency", kind: "location" })).toMatch(
    /^Acme: .+: Änderung des Orts: One$/,
  );
  expect(subject("en", { ...added, name: "One\r\nBcc: all@acme.example" })).toBe(
    "Acme: New: One Bcc: all@acme.example",
  );
});

test("the subject of several says that the list changed where it did, and else what did", () => {
  const about = (...types: Change["subject"]["type"][]) =>
    noticeOfAll(
      "en",
      "https://acme.example/trust",
      types.map((type, at) => ({ ...added, id: `2.${at}`, subject: { type } })),
    ).subject;
  expect(about("subprocessor", "terms")).toBe("Acme: 2 changes to the list of sub-processors");
  expect(about("terms", "publisher")).toBe("Acme: Notice and objection, Publisher");
  expect(about("policy", "policy", "publisher")).toBe("Acme: Policies, Publisher");
  for (const type of ["subprocessor", "group", "service", "list"] as const)
    expect(about("terms", type)).toBe("Acme: 2 changes to the list of sub-processors");
});

describe("a notice leads", () => {
  const page = "https://acme.example/trust";
  const fragment = (...changes: Change[]) => linkOf(page, ...changes)?.slice(page.length);

  test("to the very change, and to all of several", () => {
    expect(fragment(added)).toBe("#tc=c/2.1");
    expect(fragment(added, { ...added, id: "2.2" })).toBe("#tc=changes");
  });

  test("to the change that a correction or another day is of", () => {
    for (const how of ["corrects", "narrows", "joins", "moves", "starts"] as const)
      expect(fragment({ ...added, id: "3.1", mode: "move", touches: { how, change: "2.1" } }), how).toBe("#tc=c/2.1");
    const amended: Change = {
      ...added,
      id: "3.1",
      mode: "amendment",
      touches: { how: "amends", change: "2.1", atoms: [] },
    };
    expect(fragment(amended)).toBe("#tc=c/3.1");
  });

  test("to the history, for what is taken back or holds at once", () => {
    const touches = { how: "withdraws" as const, change: "2.1", atoms: [] };
    expect(fragment({ ...added, id: "3.1", mode: "withdrawal", touches })).toBe("#tc=history");
    expect(fragment({ ...added, mode: "immediate" })).toBe("#tc=history");
  });

  test("nowhere else on a page that has a fragment of its own", () => {
    expect(linkOf("https://acme.example/#/trust", added)).toBe("https://acme.example/#/trust");
  });
});
