import { describe, expect, test } from "vitest";
import { authoringFolder, publishConfirmed, start, testList, write } from "../testing/folder.ts";
import { checkFolder } from "./foresee.ts";
import { publishFolder } from "./publish.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse(start);

const head = `publish: { feed: "https://acme.example/.well-known/trust-center/" }
publisher: { name: Acme, languages: [en] }
noticeTerms: { noticePeriod: P30D, objectionPeriod: P30D, appliesTo: [added, replaced, location, purpose, data] }
`;
const list = (...entries: string[]) => `${head}subprocessors:\n${entries.map((entry) => `  - ${entry}\n`).join("")}`;

/** Publishes one file after the other, a month apart; gives the folder and what the last publish said. */
async function publishEach(...files: string[]) {
  const folder = await authoringFolder();
  let result: Awaited<ReturnType<typeof publishConfirmed>> | undefined;
  for (const [at, text] of files.entries()) {
    await write(folder, { "trust-center.yaml": text });
    result = await publishConfirmed(folder, { now: now + at * 31 * day });
  }
  return {
    folder,
    at: now + (files.length - 1) * 31 * day,
    changes: result?.changes ?? [],
    doubts: result?.doubts ?? [],
  };
}

const checked = async (text: string) => checkFolder(await authoringFolder({ "trust-center.yaml": text }), now);
const codes = (doubts: readonly { code: string }[]) =>
  [...new Set(doubts.map(({ code }) => code))].filter((code) => code !== "clock" && code !== "terms");

test("an entry that is in use since its day, with nothing published since, may be replaced", async () => {
  const one = (more: string) => list(`{ id: ${more} }`);
  const { changes } = await publishEach(
    one("a, name: Alpha"),
    one("b, name: Beta, replaces: [a]"),
    one("c, name: Gamma, replaces: [b]"),
  );
  expect(changes.map(({ kind, content }) => [kind, content.map(({ op }) => op).sort()])).toEqual([
    ["replaced", ["drop", "put"]],
  ]);
});

test("an emergency that is taken back has who left back, as it was published last, and says no word of it before", async () => {
  const old = "{ id: a, name: Alpha, purposes: [Hosting] }";
  const folder = await authoringFolder({ "trust-center.yaml": list(old) });
  const publish = async (days: number, text: string) => {
    await write(folder, { "trust-center.yaml": text });
    return (await publishConfirmed(folder, { now: now + days * day })).changes;
  };
  await publish(0, list(old));
  const words = "announce: [{ subject: b, emergency: true, reason: Fire }]\n";
  await publish(1, `${list("{ id: b, name: Beta, replaces: [a] }")}${words}`);
  await write(folder, { "trust-center.yaml": list(old) });
  expect((await checkFolder(folder, now + 3 * day)).errors).toEqual([]);
  const [off, ...more] = await publish(3, list(old));
  expect([off?.mode, off?.effective, off?.content.map((atom) => [atom.op, atom.type]), more]).toEqual([
    "withdrawal",
    new Date(now + 3 * day).toISOString().replace(".000", ""),
    [
      ["drop", "subprocessor"],
      ["put", "subprocessor"],
    ],
    [],
  ]);
  expect(off?.content[1]).toMatchObject({ item: { id: "a", name: "Alpha", purposes: ["Hosting"] } });
});

describe("what looks like something else is named before it is signed", () => {
  const before = list(
    "{ id: azure-cloud, name: Azure (Cloud), purposes: [Hosting], locations: [{ country: US }] }",
    "{ id: azure-cognitive, name: Azure Cognitive, purposes: [Ticket analysis], locations: [{ country: US }] }",
  );
  const after = list(
    "{ id: cloud-azure, name: Cloud (Azure), purposes: [Hosting, AI inference], locations: [{ country: US }] }",
    "{ id: cloud-azure-2, name: Cloud (Azure), purposes: [Ticket analysis and cognitive services], locations: [{ country: US }] }",
  );

  test("ids, names and purposes renamed together: two likely renames, and a month in which nobody hosts", async () => {
    const { doubts } = await publishEach(before, after);
    expect(codes(doubts)).toEqual(["renamed", "gap-in-service"]);
    expect(doubts.filter(({ code }) => code === "renamed")).toHaveLength(2);
    expect(doubts.find(({ code }) => code === "gap-in-service")?.text).toMatch(
      /From 2026-02-10 until 2026-03-13 the list names nobody for “Hosting”.*replaces: \[azure-cloud\]/,
    );
  });

  test("check says the same, before anything is published", async () => {
    const { folder, at } = await publishEach(before);
    await write(folder, { "trust-center.yaml": after });
    expect(codes((await checkFolder(folder, at + day)).doubts)).toEqual(["renamed", "gap-in-service"]);
  });

  test("told what replaces what, nothing is left to ask, and somebody hosts every day", async () => {
    const told = after
      .replace("id: cloud-azure,", "id: cloud-azure, replaces: [azure-cloud],")
      .replace("id: cloud-azure-2,", "id: cloud-azure-2, replaces: [azure-cognitive],");
    const { doubts, changes } = await publishEach(before, told);
    expect(codes(doubts)).toEqual([]);
    expect(changes.map(({ kind }) => kind)).toEqual(["replaced", "replaced"]);
  });

  test("a merger into an entry that is listed already is said as one", async () => {
    const { changes } = await publishEach(
      list("{ id: a, name: Alpha, purposes: [SMS] }", "{ id: b, name: Beta, purposes: [SMS] }"),
      list("{ id: a, name: Alpha (Beta), purposes: [SMS], replaces: [b] }"),
    );
    expect(changes.map(({ kind, content }) => [kind, content.map(({ op }) => op).sort()])).toEqual([
      ["renamed", ["set"]],
      ["replaced", ["drop", "set"]],
    ]);
  });
});

describe("before something irreversible is signed", () => {
  const nine = Array.from({ length: 9 }, (_, n) => `{ id: e${n}, name: Entry ${n} }`);

  test.each([
    ["an empty list", `${head}subprocessors: []\n`, ["empty-list"]],
    ["the removal of many", list(...nine.slice(0, 5)), ["removes-many"]],
    [
      "an emergency",
      `${list(...nine, "{ id: x, name: Xeno }")}announce: [{ subject: x, emergency: true }]\n`,
      ["emergency"],
    ],
    [
      "a correction of a fact",
      `${list("{ id: e0, name: Entry 0, locations: [{ country: US }] }", ...nine.slice(1))}announce: [{ subject: e0, correction: true }]\n`,
      ["correction"],
    ],
    ["words that are said nowhere", `${list(...nine)}announce: [{ subject: e0, reason: Cheaper }]\n`, ["unused-words"]],
  ])("%s is confirmed", async (_what, text, expected) => {
    const { doubts } = await publishEach(list(...nine), text);
    expect(codes(doubts)).toEqual(expected);
  });

  test("words about an entry that the first publish discloses as in use are confirmed", async () => {
    const yaml = `${list(...nine)}announce: [{ subject: e0, reason: Cheaper }]\n`;
    const folder = await authoringFolder({ "trust-center.yaml": yaml });
    const { doubts } = await publishConfirmed(folder, { now });
    expect(doubts.map(({ code }) => code)).toContain("unused-words");
  });

  test("the first terms and other ones, a short window and another clock are confirmed", async () => {
    const folder = await authoringFolder();
    const first = await publishConfirmed(folder, { now });
    expect(first.doubts.map(({ code }) => code)).toEqual(["terms", "clock"]);
    const shorter = testList.replace("objectionPeriod: P14D", "objectionPeriod: P3D");
    await write(folder, { "trust-center.yaml": shorter });
    expect((await publishConfirmed(folder, { now: now + day })).doubts.map(({ code }) => code)).toContain("terms");
    await write(folder, { "trust-center.yaml": `${shorter}  - { id: x, name: Xeno }\n` });
    expect((await publishConfirmed(folder, { now: now + 2 * day })).doubts.map(({ code }) => code)).toContain(
      "short-window",
    );
  });

  test("a replacement of somebody who stays is confirmed", async () => {
    const folder = await authoringFolder();
    await publishConfirmed(folder, { now });
    const heir = "  - { id: x, name: Xeno, purposes: [Hosting], replaces: [cloud-one] }\n";
    await write(folder, { "trust-center.yaml": testList + heir });
    const { doubts } = await publishConfirmed(folder, { now: now + day });
    expect(doubts).toContainEqual({
      code: "replaced-stays",
      text: expect.stringContaining("“Cloud One” (cloud-one) stays"),
    });
    const [list] = testList.split("  - id: cloud-one");
    await write(folder, { "trust-center.yaml": list + heir });
    const left = await publishConfirmed(folder, { now: now + 2 * day });
    expect(left.doubts.map(({ code }) => code)).not.toContain("replaced-stays");
    const later = heir.replace("id: x, name: Xeno", "id: y, name: Yarrow");
    await write(folder, { "trust-center.yaml": list + later });
    const gone = await publishConfirmed(folder, { now: now + 60 * day });
    expect(gone.doubts).toContainEqual({
      code: "replaced-stays",
      text: expect.stringContaining("which left the list on"),
    });
  });

  test("an emergency that is to come is not said to be in effect", async () => {
    const yaml = `${list(...nine, "{ id: x, name: Xeno }")}announce: [{ subject: x, emergency: true, effective: 2026-02-15 }]\n`;
    const { doubts } = await publishEach(list(...nine), yaml);
    expect(doubts.find(({ code }) => code === "emergency")?.text).toContain("in effect from 2026-02-15T00:00:00Z");
  });

  test("an emergency that is to come, and that an edit without its words gives the notice of the terms, is asked about", async () => {
    const file = (more: string, words = "") =>
      `${list(...nine, `{ id: x, name: Xeno, ${more} }`)}announce: [${words}]\n`;
    const soon = (words: string) => `{ subject: x, effective: 2026-01-25, ${words} }`;
    const [mail, sms] = ["purposes: [Mail]", "purposes: [SMS]"];
    const emergency = (reason: string) => soon(`emergency: true, reason: ${reason}`);
    const asked = async (first: string[], then: string) => {
      const folder = await authoringFolder({ "trust-center.yaml": list(...nine) });
      await publishConfirmed(folder, { now });
      for (const [at, text] of first.entries()) {
        await write(folder, { "trust-center.yaml": text });
        await publishConfirmed(folder, { now: now + (at + 1) * day });
      }
      await write(folder, { "trust-center.yaml": then });
      const { doubts } = await publishConfirmed(folder, { now: now + 5 * day });
      return doubts.filter(({ code }) => code === "emergency").map(({ text }) => /had.*/.exec(text)?.[0]);
    };
    const lost = expect.stringMatching(
      /^had its day on 2026-01-25 as .* starts on 2026-02-15T.*\{ subject: x, emergency: true, effective: 2026-01-25,/,
    );
    expect(await asked([file(mail, emergency("Fire"))], file(sms))).toEqual([lost]);
    // What was announced, and begins sooner as an emergency, is no other.
    expect(await asked([file(mail), file(mail, emergency("Fire"))], file(sms))).toEqual([lost]);
    expect(await asked([file(mail, emergency("Fire"))], file(sms, emergency("Flood")))).toEqual([undefined]);
    expect(await asked([file(mail)], file(sms))).toEqual([]);
    expect(await asked([file(`${mail}, description: A`, emergency("Fire"))], file(`${mail}, description: a`))).toEqual(
      [],
    );
  });

  test("a group, a service or a policy that comes back under another id and the same name is asked about", async () => {
    const policy = (id: string) => `policies: [{ id: ${id}, title: DPA, link: { url: "https://acme.example/dpa" } }]\n`;
    const file = (group: string, service: string, id: string) =>
      `${list(`{ id: a, name: Alpha, groups: [${group}], services: [${service}] }`)}${policy(id)}groups: [{ id: ${group}, title: All }]\nservices: [{ id: ${service}, name: Core }]\n`;
    const { doubts } = await publishEach(file("all", "core", "dpa"), file("eu", "base", "terms"));
    const asked = doubts.filter(({ code }) => code === "renamed").map(({ text }) => text);
    expect(asked.map((text) => /keep the id (\w+)/.exec(text)?.[1]).sort()).toEqual(["all", "core", "dpa"]);
    const other = await publishEach(
      file("all", "core", "dpa"),
      file("eu", "base", "terms").replace("title: All", "title: EU"),
    );
    expect(other.doubts.filter(({ code }) => code === "renamed")).toHaveLength(2);
  });

  test.each([
    ["before its notice is over", "{ version: '2', effective: 2026-02-15 }", ["policy-day"]],
    ["in a month that is over before it is", "{ version: '2', effective: 2026-02 }", ["policy-day"]],
    ["on the first day that the terms allow", "{ version: '2', effective: 2026-03-13 }", []],
    ["in the month of that day", "{ version: '2', effective: 2026-03 }", []],
    ["later, and nobody announced it for then", "{ version: '2', effective: 2026-05-01 }", ["policy-day"]],
    ["no other day than before", "{ version: '2', effective: 2025-01-01 }", []],
  ])("a policy that says itself from when it is in effect: %s", async (_when, facts, expected) => {
    const terms = head.replace("appliesTo: [", "appliesTo: [policy, ");
    const file = (more: string) =>
      `${terms}policies: [${more.replace("{", '{ id: dpa, title: DPA, link: { url: "https://acme.example/dpa" },')}]\nsubprocessors: [{ id: a, name: Alpha }]\n`;
    const { doubts } = await publishEach(file("{ version: '1', effective: 2025-01-01 }"), file(facts));
    expect(codes(doubts)).toEqual(expected);
  });

  test("a policy that comes into the list late is asked nothing, and one before its day is", async () => {
    const file = (policies: string) => `${list("{ id: a, name: Alpha }")}policies: [${policies}]\n`;
    const dpa = (effective: string) =>
      `{ id: dpa, title: DPA, effective: ${effective}, link: { url: "https://acme.example/dpa" } }`;
    expect(codes((await publishEach(file(""), file(dpa("2024-05-01")))).doubts)).toEqual([]);
    expect(codes((await publishEach(file(""), file(dpa("2026-05-01")))).doubts)).toEqual(["policy-day"]);
    const said = `${file(dpa("2026-05-01"))}announce: [{ subject: "policy:dpa", effective: 2026-05-01 }]\n`;
    expect(codes((await publishEach(file(""), said)).doubts)).toEqual([]);
    const berlin = (yaml: string) =>
      yaml.replace(/noticeTerms: .*/, "noticeTerms: { rules: [{ notice: P30D, calendar: { zone: Europe/Berlin } }] }");
    expect(codes((await publishEach(berlin(file("")), berlin(file(dpa("2026-03-13"))))).doubts)).toEqual([]);
  });

  test.each([
    ["another text", "'1'", { en: "We may sell.\n" }, "", ["policy-text"]],
    ["another text in one of its languages", "'1'", { es: "Vendemos.\n" }, "", ["policy-text"]],
    ["another text, and another version", "'2'", { en: "We may sell.\n" }, "", []],
    ["another text that is called a correction", "'1'", { en: "We cares.\n" }, "correction: true", ["correction"]],
    ["a text in one language more", "'1'", { de: "Wir achten darauf.\n" }, "", []],
    ["another text of no version", undefined, { en: "We may sell.\n" }, "", []],
  ])("a policy that has a version gets %s", async (_what, version, texts, said, expected) => {
    const first = { en: "We care.\n", es: "Nos importa.\n" };
    const file = (version: string | undefined, texts: object) => {
      const files = Object.keys(texts).map((tag) => `${tag}: ${tag}.md`);
      return `${list("{ id: a, name: Alpha }")}policies: [{ id: dpa, title: DPA, files: { ${files} }${version ? `, version: ${version}` : ""} }]\n`;
    };
    const named = (texts: Record<string, string | undefined>) =>
      Object.fromEntries(Object.entries(texts).map(([tag, text = ""]) => [`${tag}.md`, text]));
    const folder = await authoringFolder({ "trust-center.yaml": file(version && "'1'", first), ...named(first) });
    await publishConfirmed(folder, { now });
    const announce = said && `announce: [{ subject: "policy:dpa", ${said} }]\n`;
    await write(folder, {
      "trust-center.yaml": file(version, { ...first, ...texts }) + announce,
      ...named({ ...first, ...texts }),
    });
    expect(codes((await publishConfirmed(folder, { now: now + day })).doubts)).toEqual(expected);
  });

  test("the text of a version that is announced is asked about too, before its day", async () => {
    const terms = head.replace("appliesTo: [", "appliesTo: [policy, ");
    const file = (version: number) =>
      `${terms}policies: [{ id: dpa, title: DPA, version: '${version}', file: dpa.md }]\nsubprocessors: [{ id: a, name: Alpha }]\n`;
    const folder = await authoringFolder({ "trust-center.yaml": file(1), "dpa.md": "One.\n" });
    const asked = async (days: number, version: number, text: string) => {
      await write(folder, { "trust-center.yaml": file(version), "dpa.md": text });
      return codes((await publishConfirmed(folder, { now: now + days * day })).doubts);
    };
    expect(await asked(0, 1, "One.\n")).toEqual([]);
    expect(await asked(1, 2, "Two.\n")).toEqual([]);
    expect(await asked(2, 2, "Three.\n")).toEqual(["policy-text"]);
    expect(await asked(3, 1, "Three.\n")).toEqual(["policy-text"]);
    expect(await asked(4, 1, "Three.\n")).toEqual([]);
    expect(await asked(5, 1, "One.\n")).toEqual([]);
  });

  test("a day that a change was expected for, and that has passed, is asked about until the next version", async () => {
    const terms = testList.replace(
      /noticeTerms:\n(?: .*\n)*/,
      "noticeTerms:\n  rules: [{ authorisation: specific, notice: P0D }]\n",
    );
    const yaml = `${terms}  - { id: x, name: Xeno, purposes: [Mail] }\nannounce: [{ subject: x, expected: 2026-12 }]\n`;
    const folder = await authoringFolder({ "trust-center.yaml": terms });
    await publishConfirmed(folder, { now });
    await write(folder, { "trust-center.yaml": yaml });
    await publishConfirmed(folder, { now: now + day });
    const asked = async (at: number) =>
      (await checkFolder(folder, at)).doubts.filter(({ code }) => code === "expected-passed");
    expect(await asked(Date.parse("2026-12-31T12:00:00Z"))).toEqual([]);
    const passed = Date.parse("2027-01-02T12:00:00Z");
    expect(await asked(passed)).toEqual([
      { code: "expected-passed", text: expect.stringContaining("“Xeno” was expected for 2026-12") },
    ]);
    // What has nothing to say is not asked: stamps are made anew by machines.
    expect((await publishConfirmed(folder, { now: passed })).doubts.map(({ code }) => code)).not.toContain(
      "expected-passed",
    );
    await write(folder, { "trust-center.yaml": `title: Another\n${yaml}` });
    const next = await publishConfirmed(folder, { now: passed });
    expect(next.doubts.map(({ code }) => code)).toContain("expected-passed");
    expect(await asked(passed + day)).toEqual([]);
  });

  test("an entry that is in use since a day to come is warned of with its line", async () => {
    const since = "    since: 2027-03\n";
    const folder = await authoringFolder({ "trust-center.yaml": testList + since });
    const warned = async (at = now) => {
      const { warnings } = await checkFolder(folder, at);
      return warnings.filter(({ rule }) => rule === "since-ahead").map(({ file, line, found }) => [file, line, found]);
    };
    const { length: line } = testList.split("\n");
    expect(await warned()).toEqual([["trust-center.yaml", line, "“2027-03”"]]);
    expect(await warned(Date.parse("2027-03-01T00:00:00Z"))).toEqual([]);
    // What is to come is in use since a day to come.
    await write(folder, { "trust-center.yaml": testList });
    await publishConfirmed(folder, { now });
    await write(folder, { "trust-center.yaml": `${testList}  - { id: x, name: Xeno, since: 2027-03 }\n` });
    expect(await warned()).toEqual([]);
    await write(folder, { "trust-center.yaml": testList + since });
    expect(await warned()).toEqual([["trust-center.yaml", line, "“2027-03”"]]);
  });

  test("nothing is published where nobody confirms it", async () => {
    const folder = await authoringFolder();
    await expect(publishFolder(folder, { now })).rejects.toMatchObject({ code: "edit-refused" });
    await expect(publishFolder(folder, { now, confirm: () => false })).rejects.toMatchObject({ code: "edit-refused" });
  });

  test("names that the format does not know are errors, but those that begin with x-", async () => {
    const { errors } = await checked(list("{ id: a, name: A, purpose: [Hosting], x-team: Platform, status: planned }"));
    expect(errors.map(({ path, fix }) => [path, fix.slice(0, 24)])).toEqual([
      ["subprocessors/0/purpose", "Did you mean `purposes`?"],
      ["subprocessors/0/status", "The list holds what is i"],
    ]);
  });

  test("a merge key is an error", async () => {
    const { errors } = await checked(`x-base: &base { purposes: [Hosting] }\n${list("{ id: a, name: A, <<: *base }")}`);
    expect(errors).toMatchObject([{ found: "`<<`" }]);
  });
});

describe("columns", () => {
  const columns = (fields: string) =>
    `${head}groups: [{ id: g, title: Group, columns: [${fields}] }]\nsubprocessors:\n  - id: a\n    name: A\n    groups: [g]\n    links: [{ type: dpa, url: "https://cloud.example/dpa" }]\n    details: [{ label: Address, value: Street 1 }]\n`;

  test("one that no member can fill is an error, with what was meant", async () => {
    const { errors } = await checked(
      columns('{ field: name }, { field: links }, { field: purpose }, { field: "details:Adress" }'),
    );
    expect(errors.map(({ path, fix }) => [path, fix])).toEqual([
      ["groups/0/columns/2/field", "Write `purposes`."],
      ["groups/0/columns/3/field", "Write `details:Address`."],
    ]);
  });

  test("every member of an entry can be one, where an entry or its group states it", async () => {
    const yaml = columns(
      '{ field: certifications }, { field: when }, { field: purposes }, { field: "details:Address" }',
    )
      .replace("title: Group,", "title: Group, common: { purposes: [Hosting] },")
      .replace(
        "    name: A\n",
        "    name: A\n    certifications: [{ name: ISO 27001 }]\n    when: { option: Backups }\n",
      );
    expect((await checked(yaml)).errors).toEqual([]);
  });

  test("one that no entry fills is an error", async () => {
    const { errors } = await checked(columns("{ field: certifications }"));
    expect(errors.map(({ path, fix }) => [path, fix])).toEqual([
      ["groups/0/columns/0/field", "State `certifications` of an entry of this group, or remove the column."],
    ]);
  });
});

test("an edit that the list cannot say truly is an error of check too, where it stands", async () => {
  const { folder, at } = await publishEach(list("{ id: a, name: Alpha }"));
  await write(folder, { "trust-center.yaml": list("{ id: a, name: Zeta }") });
  const { errors } = await checkFolder(folder, at + day);
  expect(errors).toMatchObject([
    { path: "subprocessors/0", line: 5, found: "a name that shares no word with the one before" },
  ]);
  await expect(publishConfirmed(folder, { now: at + day })).rejects.toMatchObject({ code: "edit-refused" });
});

describe("an edit that cannot be published as it stands is an error of check, by its rule and its place", () => {
  const first = list("{ id: a, name: Alpha, since: 2024-05 }");
  test.each([
    [
      "an entry in use before its notice is over",
      `${first}  - { id: b, name: Beta, since: 2026-01-05 }\n`,
      "notice-period",
      6,
      33,
    ],
    [
      "an entry that will be in use before its notice is over",
      `${first}  - { id: b, name: Beta, since: 2026-01-20 }\n`,
      "notice-period",
      6,
      33,
    ],
    [
      "an announcement of such a day",
      `${first}  - { id: b, name: Beta }\nannounce: [{ subject: b, effective: 2026-01-20 }]\n`,
      "notice-period",
      7,
      37,
    ],
    [
      "a day that has passed",
      `${first}  - { id: b, name: Beta }\nannounce: [{ subject: b, effective: 2020-01-20 }]\n`,
      "notice-period",
      7,
      37,
    ],
    [
      "words given twice",
      `${first}  - { id: b, name: Beta }\nannounce: [{ subject: b, reason: x }, { subject: b, reason: y }]\n`,
      "announcement",
      7,
      23,
    ],
    ["another company under an id", list("{ id: a, name: Omega Hosting, since: 2024-05 }"), "id-reused", 5, 5],
  ])("%s", async (_what, yaml, rule, line, column) => {
    const { folder } = await publishEach(first);
    await write(folder, { "trust-center.yaml": yaml });
    expect((await checkFolder(folder, now)).errors).toMatchObject([{ rule, line, column }]);
  });
});
