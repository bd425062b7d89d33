import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FeedContent, feedContentSchema, planVersion, subprocessorSchema } from "@trust-center/feed";
import { subprocessorFields } from "@trust-center/reading";
import { sampleOf } from "@trust-center/reading/testing";
import { Ajv } from "ajv";
import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { describe, expect, test } from "vitest";
import { plainReader } from "../derived/source.ts";
import { readAuthoring } from "../folder/check.ts";
import { entryFacts, printed } from "./document.ts";
import { type ExportFormat, exportFormats, exportList } from "./formats.ts";
import { draftSource, type ExportSource, exportReader, signedSource } from "./source.ts";

const now = Date.parse("2026-01-10T12:00:00Z");
const address = "https://acme.example/.well-known/trust-center/";
const pin = `sha256-${"A".repeat(43)}`;
const prose: ExportFormat[] = ["annex", "annex-docx", "notice", "notice-docx", "record", "cyclonedx", "dpv", "llms"];
/** What says of each entry all that the list says. */
const whole: ExportFormat[] = ["annex", "annex-docx", "record", "cyclonedx", "dpv", "llms"];

/** The text of an export: of a word processor's file what stands in its paragraphs. */
function textOf(format: ExportFormat, source: ExportSource): string {
  const [bytes] = exportList(format, source).files.values();
  if (!format.endsWith("docx")) return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const xml = strFromU8(unzipSync(bytes as Uint8Array)["word/document.xml"] ?? new Uint8Array());
  return [...xml.matchAll(/<w:t xml:space="preserve">([^<]*)<\/w:t>/g)]
    .map(([, text = ""]) => unescaped(text))
    .join("\n");
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const unescaped = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_all, name: string) => entities[name] ?? "");

test("every format is tried below", () => {
  expect([...prose, "dora"].sort()).toEqual(Object.keys(exportFormats).sort());
});

const examples = await Promise.all(
  ["mender", "smartfense"].map(async (name) => {
    const { content } = await readAuthoring(fileURLToPath(new URL(`../../../../examples/${name}`, import.meta.url)));
    return { content: content as FeedContent };
  }),
);

/** An entry with every member that the format has, each text its own word. */
function fullEntry(): { list: FeedContent; words: string[] } {
  const words: string[] = [];
  const entry = sampleOf(subprocessorSchema, () => {
    words.push(`tok${String(words.length).padStart(3, "0")}x`);
    return words.at(-1) as string;
  });
  return { list: { publisher: { name: "Acme" }, subprocessors: [entry as never] }, words };
}

describe("every fact reaches every export", () => {
  const { list, words } = fullEntry();
  const source = draftSource(list, { now });

  test.each(whole)("%s", (format) => {
    const text = textOf(format, source);
    // A name of a company that is not its own, a language: what no surface says in words.
    const reader = plainReader(exportReader(source));
    const facts = printed(entryFacts(list.subprocessors[0] as never, reader), reader);
    const shown = words.filter((word) => facts.some(({ lines }) => lines.some((line) => line.includes(word))));
    expect(shown.length).toBeGreaterThan(40);
    expect(shown.filter((word) => !text.includes(word))).toEqual([]);
    for (const { key, label } of subprocessorFields) {
      const said = format === "cyclonedx" ? `trust-center:${key}` : exportReader(source).t(label);
      if (key !== "name") expect(text, key).toContain(said);
    }
  });
});

// Laws.

const hostile = fc.oneof(
  fc.constantFrom(
    ...[
      "=1+1",
      "@team",
      '<img src=x onerror="1">',
      "[a](https://evil.example)",
      "- item",
      "1. item",
      "# head",
      "a\n\nb",
    ],
    ...[
      "**b** `c` ~~d~~",
      "]]>",
      "&amp;",
      "www.evil.example",
      "|x|",
      "\u0000\u0007",
      "\ud800",
      "+cmd",
      "> quote",
      "***",
    ],
  ),
  fc.string({ unit: "grapheme" }),
  fc.string(),
);

/** Lists whose texts are anything, and whose entries have some of all members. */
const anyList: fc.Arbitrary<FeedContent> = fc
  .record({
    texts: fc.array(hostile, { minLength: 1, maxLength: 12 }),
    kept: fc.array(fc.uniqueArray(fc.constantFrom(...subprocessorFields.map(({ key }) => key)), { minLength: 5 }), {
      maxLength: 3,
    }),
    announced: fc.boolean(),
  })
  .map(({ texts, kept }) => {
    let at = 0;
    const text = () => texts[at++ % texts.length] || "x";
    const subprocessors = kept.map((keys, index) => {
      const all = Object.entries(sampleOf(subprocessorSchema, text) as object);
      return { ...Object.fromEntries(all.filter(([key]) => keys.includes(key))), id: `e${index}`, name: text() };
    });
    const publisher = { name: text(), languages: ["en"], contacts: [{ name: text(), email: text() }] };
    return { publisher, title: text(), intro: text(), noticeTerms: { text: text() }, subprocessors } as FeedContent;
  });

const runs = { numRuns: 30 };
const law = (holds: (source: ExportSource, list: FeedContent) => void) =>
  fc.assert(
    fc.property(anyList, (list) => {
      holds(draftSource(list, { now }), list);
    }),
    runs,
  );

test("the generated lists are lists", () => {
  law((_source, list) => expect(feedContentSchema.safeParse(list).error).toBeUndefined());
});

test("the same list gives the same bytes", () => {
  law((source, list) => {
    for (const format of prose) {
      expect(exportList(format, draftSource(structuredClone(list), { now }))).toEqual(exportList(format, source));
    }
  });
});

test("in Markdown nothing of the list is markup, and all of it is there", () => {
  law((source) => {
    for (const format of ["annex", "notice", "llms"] as const) {
      const tree = fromMarkdown(textOf(format, source), {
        extensions: [gfm()],
        mdastExtensions: [gfmFromMarkdown()],
      });
      const kinds = new Set<string>();
      const walk = (node: { type: string; url?: string; children?: { value?: string }[] }) => {
        // Where a reader makes links of addresses that stand in a text, they lead where the text says.
        const isItself = node.type === "link" && node.url?.endsWith(node.children?.[0]?.value ?? "-");
        if (!isItself) kinds.add(node.type);
        for (const child of node.children ?? []) walk(child as never);
      };
      walk(tree as never);
      const ours = ["root", "heading", "paragraph", "text", "list", "listItem", "strong"];
      const quotes = format === "llms" ? ["blockquote"] : [];
      expect([...kinds].filter((kind) => ![...ours, ...quotes].includes(kind))).toEqual([]);
    }
  });
});

test("a Word file is well-formed, and its paragraphs are those of the document", () => {
  law((source) => {
    const [bytes] = exportList("annex-docx", source).files.values();
    const files = unzipSync(bytes as Uint8Array);
    expect(Object.keys(files)).toEqual([
      ...["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml"],
      ...["word/styles.xml", "docProps/core.xml"],
    ]);
    for (const xml of Object.values(files)) {
      const text = strFromU8(xml);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
      const open: string[] = [];
      for (const [, close, name, , own] of text
        .replace(/^<\?xml[^>]*\?>/, "")
        .matchAll(/<(\/?)([\w:]+)((?:\s[\w:]+="[^"<]*")*)(\/?)>/g)) {
        if (close) expect(open.pop()).toBe(name);
        else if (!own) open.push(name as string);
      }
      expect(open).toEqual([]);
      expect(text.replace(/<\?xml[^>]*\?>|<\/?[\w:]+(?:\s[\w:]+="[^"<]*")*\/?>/g, "")).not.toMatch(
        /[<>]|&(?!(?:amp|lt|gt|quot|#39);)/,
      );
    }
  });
});

test("in CSV no cell is run as a formula", () => {
  law((source) => {
    for (const [, quoted, bare] of textOf("record", source).matchAll(/"((?:[^"]|"")*)"|([^",\r\n]+)/g)) {
      expect(quoted ?? bare).not.toMatch(/^[\s\p{Z}]*[=@+-]/u);
    }
  });
});

/** The schema as the CycloneDX library ships it. */
const schemas = join(
  dirname(createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json")),
  "res/schema",
);
const schema = (name: string) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), "utf8"));

test("a bill of materials is one by the schema of CycloneDX 1.6", () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat("date-time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/);
  ajv.addFormat("iri-reference", (text: string) => URL.canParse(text, address));
  ajv.addFormat("idn-email", /@/);
  for (const name of ["spdx", "jsf-0.82"])
    ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  const validate = ajv.compile(schema("bom-1.6"));
  const isValid = (text: string) => {
    const valid = validate(JSON.parse(text));
    return valid || validate.errors;
  };
  law((source) => expect(isValid(textOf("cyclonedx", source))).toBe(true));
  expect(isValid(textOf("cyclonedx", draftSource(fullEntry().list, { now })))).toBe(true);
  for (const { content } of examples) expect(isValid(textOf("cyclonedx", draftSource(content, { now })))).toBe(true);
  // It can fail.
  expect(isValid(textOf("cyclonedx", draftSource(fullEntry().list, { now })).replace('"unknown"', '"up"'))).not.toBe(
    true,
  );
});

/** Terms of the Data Privacy Vocabulary 2.1 that are used. */
const terms = new Set(
  (
    "Process DataProcessor DataSubProcessor ThirdParty Purpose PersonalData DataSubject TechnicalOrganisationalMeasure " +
    "hasProcess hasDataProcessor hasRecipient hasName hasAddress hasPurpose hasPersonalData hasDataSubject " +
    "hasTechnicalOrganisationalMeasure hasLocation hasLegalBasis"
  )
    .split(" ")
    .map((term) => `dpv:${term}`),
);

test("JSON-LD has terms of the vocabulary alone, each with a prefix that it declares", () => {
  law((source) => {
    const graph = JSON.parse(textOf("dpv", source));
    const walk = (value: unknown): void => {
      if (value === null || typeof value !== "object") return;
      for (const [key, inner] of Object.entries(value)) {
        if (key === "@context") continue;
        if (!Array.isArray(value) && !key.startsWith("@")) {
          expect(Object.keys(graph["@context"])).toContain(key.split(":")[0]);
          if (key.startsWith("dpv:")) expect(terms).toContain(key);
        }
        if (key === "@type" && String(inner).startsWith("dpv:")) expect(terms).toContain(inner);
        walk(inner);
      }
    };
    walk(graph);
  });
});

// What is signed.

async function announced(): Promise<ExportSource> {
  const first: FeedContent = {
    publisher: { name: "Acme", languages: ["en"] },
    noticeTerms: { noticePeriod: "P30D", objectionPeriod: "P14D", silence: "accepted" },
    subprocessors: [
      { id: "one", name: "Cloud One", locations: [{ country: "US" }], transferMechanisms: [{ type: "scc" }] },
    ],
  };
  const { feed } = await planVersion({ content: first, announce: [], previous: undefined, now });
  const next = { ...first, subprocessors: [...first.subprocessors, { id: "two", name: "Mail Two" }] };
  const plan = await planVersion({
    content: next,
    announce: [],
    previous: JSON.parse(JSON.stringify(feed)),
    now: now + 1000,
  });
  return signedSource({ address, pin, feed: plan.feed, entries: [] }, { now: now + 2000, language: "de" });
}

test("an announced entry is told with its dates, in the language that was asked for, and is no row before its day", async () => {
  const source = await announced();
  const notice = textOf("notice", source);
  expect(notice).toContain("## Änderungen");
  expect(notice).toContain("### Neu: Mail Two");
  expect(notice).toMatch(/\*\*Einspruchsfrist:\*\* 24\\\. Jan\. 2026, 23:59 UTC/);
  for (const format of ["notice", "annex", "llms"] as const) {
    const command = `npx @trust-center/cli verify https://acme.example/.well-known/trust-center/ --pin ${pin}`;
    expect(textOf(format, source)).toContain(`Rechner: \`${command}\`\n`);
  }
  for (const format of ["record", "cyclonedx", "dpv"] as const) {
    expect(textOf(format, source)).not.toContain("Mail Two");
    expect(textOf(format, source)).toContain("Cloud One");
  }
  const process = JSON.parse(textOf("dpv", source))["dpv:hasProcess"][0];
  expect(process).toMatchObject({
    "@id": `${address}#s/one`,
    "dpv:hasLocation": [{ "@id": "loc:US" }],
    "dpv:hasLegalBasis": [{ "@id": "eu-gdpr:A46-2-c" }],
  });
});

test("an annex calls missing what the law asks for, nobody states and `check` calls missing", () => {
  const entry = { id: "a", name: "Alpha", transferMechanisms: [{ type: "dpf" as const }] };
  const missingOf = (more: object, terms = {}) => {
    const list = { publisher: { name: "Acme" }, subprocessors: [{ ...entry, ...more }], ...terms } as FeedContent;
    return /^Not stated: (.*)$/m.exec(textOf("annex", draftSource(list, { now })))?.[1];
  };
  expect(missingOf({})).toBe("Legal entity, Address, Contact, Description");
  expect(missingOf({ name: "Alpha GmbH", purposes: ["Hosting"] })).toBe("Address, Contact");
  expect(missingOf({ legalEntity: { name: "Alpha GmbH", address: "Berlin" } })).toBe("Contact, Description");
  expect(missingOf({ contact: { email: "dpo@alpha.example" } })).toBe("Legal entity, Address, Description");
  expect(missingOf({ role: "independent-controller" })).toBe(undefined);
  expect(missingOf({}, { noticeTerms: { authorisation: "specific" } })).toContain("Responsibilities");
});

test("an annex names a group where it says more than its entries do", () => {
  const none = { id: "hr", title: "Human resources", none: "None at present." };
  const groups = [{ id: "hosting", title: "Hosting" }, none];
  const entry = { id: "a", name: "Alpha", groups: ["hosting"] };
  const text = textOf("annex", draftSource({ publisher: { name: "Acme" }, groups, subprocessors: [entry] }, { now }));
  expect(text).toContain("## Sub-processors\n\n### Human resources\n\nNone at present.\n\n### Alpha\n");
});

test("a draft says that nobody has signed it", () => {
  const source = draftSource(fullEntry().list, { now, language: "fr" });
  for (const format of ["annex", "annex-docx", "notice", "llms"] as const) {
    expect(textOf(format, source)).toContain("Projet que personne n’a signé.");
  }
});
