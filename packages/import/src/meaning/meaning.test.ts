import { certainDate, countryOf } from "@trust-center/authoring";
import { expect, test } from "vitest";
import { dateOf, updatedIn } from "./dates.ts";
import { isAboutOthers, isAboutSubprocessors, meaningOf } from "./headings.ts";
import { mechanismsIn } from "./mechanisms.ts";
import { isPlaceholder } from "./placeholders.ts";
import { placesIn } from "./places.ts";

const placesOf = (text: string) => placesIn(text)?.map(({ place }) => place);

test("every country of ISO 3166-1 is known by its name in each language, but for names of two places", () => {
  const codes = "DE FR US GB NL CZ KR AE JP UA RO SE NO CH IN BR ZA NZ".split(" ");
  for (const language of [
    "en",
    "es",
    "pt",
    "de",
    "fr",
    "it",
    "nl",
    "sv",
    "ro",
    "uk",
    "ja",
    "da",
    "nb",
    "cs",
    "fi",
    "tr",
    "hu",
    "el",
    "ko",
    "zh-Hans",
    "zh-Hant",
  ]) {
    const names = new Intl.DisplayNames(language, { type: "region" });
    expect(codes.map((code) => countryOf(names.of(code) ?? ""))).toEqual(codes);
  }
  expect(["Georgia", "Congo"].map(countryOf)).toEqual([undefined, undefined]);
});

test.each([
  ["EE.UU.", [{ country: "US" }]],
  ["EE. UU.", [{ country: "US" }]],
  ["Estonia", [{ country: "EE" }]],
  ["EE", [{ country: "EE" }]],
  ["VS", [{ country: "US" }]],
  ["U.S.A.", [{ country: "US" }]],
  ["The Netherlands", [{ country: "NL" }]],
  ["US/EU", [{ country: "US" }, { country: "EU" }]],
  ["United States of America, European Union", [{ country: "US" }, { country: "EU" }]],
  ["Germany and Ireland", [{ country: "DE" }, { country: "IE" }]],
  ["EU (Germany)", [{ country: "DE", region: "EU" }]],
  [
    "EU (Ireland, Germany)",
    [
      { country: "IE", region: "EU" },
      { country: "DE", region: "EU" },
    ],
  ],
  [
    "USA, EU (Ireland and Germany)",
    [{ country: "US" }, { country: "IE", region: "EU" }, { country: "DE", region: "EU" }],
  ],
  ["Frankfurt (Germany)", [{ country: "DE", text: "Frankfurt (Germany)" }]],
  [
    "Frankfurt (Germany), Dublin (Ireland)",
    [
      { country: "DE", text: "Frankfurt (Germany)" },
      { country: "IE", text: "Dublin (Ireland)" },
    ],
  ],
  ["EEA", [{ kind: "region", region: "EEA" }]],
  ["Amsterdam, The Netherlands", [{ country: "NL", text: "Amsterdam, The Netherlands" }]],
  [
    "Australia (primary); United States (backups)",
    [
      { country: "AU", priority: "primary" },
      { country: "US", priority: "secondary" },
    ],
  ],
  [
    "Frankfurt, Germany; Dublin, Ireland",
    [
      { country: "DE", text: "Frankfurt, Germany" },
      { country: "IE", text: "Dublin, Ireland" },
    ],
  ],
  ["Sydney, Australia and Singapore", [{ country: "AU", text: "Sydney, Australia" }, { country: "SG" }]],
  ["Germany, France and Ireland", [{ country: "DE" }, { country: "FR" }, { country: "IE" }]],
  ["Germany (Frankfurt, Berlin)", [{ country: "DE", text: "Germany (Frankfurt, Berlin)" }]],
  ["Ireland (eu-west-1)", [{ country: "IE", text: "Ireland (eu-west-1)" }]],
  ["日本、アメリカ合衆国", [{ country: "JP" }, { country: "US" }]],
  ["日本，米国；英国", [{ country: "JP" }, { country: "US" }, { country: "GB" }]],
  ["Worldwide", [{ kind: "worldwide" }]],
  ["Global edge network", [{ kind: "edge" }]],
  ["Self-hosted", [{ kind: "self-hosted" }]],
  ["N/A", [{ kind: "not-applicable" }]],
])("“%s” is %j", (text, places) => {
  expect(placesOf(text)).toEqual(places);
});

test.each([
  "Outside India",
  "Not in the United States",
  "Hors UE (États-Unis)",
  "non-EU",
  "CA",
  "IN",
  "NO",
  "Georgia",
  "Georgia, somewhere",
  "EU Data Boundary",
  "EU primary, US fallback",
  "New Mexico",
  "Stripe Ireland Ltd",
  "us-east-1",
  "Per operator",
  "Germany (by request)",
  "Georgia (Batumi)",
  "EU (Germany, Texas)",
  "Frankfurt (EU)",
  "outside (Germany)",
  "Outside Europe (Germany)",
  "Worldwide (Germany)",
  "Berlin and Dublin, Germany and Ireland",
  "Ireland; somewhere else",
  "✅",
])("“%s” is no place that is certain", (text) => {
  expect(placesOf(text)).toBeUndefined();
});

test.each([
  ["SCCs", [{ type: "scc" }]],
  ["SCCs (Module 2 and 3) + UK IDTA", [{ type: "scc", modules: [2, 3] }, { type: "uk-idta" }]],
  ["DPF; SCCs as fallback", [{ type: "dpf" }, { type: "scc", fallback: true }]],
  ["Clauses Contractuelles Types (CCT)", [{ type: "scc" }]],
  ["Standardvertragsklauseln", [{ type: "scc" }]],
  ["No transfers outside EU.", [{ type: "not-required" }]],
  ["SCC, Modul 3", [{ type: "scc", modules: [3] }]],
  ["Standardvertragsklauseln (Modul 2 und 3), DPF", [{ type: "scc", modules: [2, 3] }, { type: "dpf" }]],
  ["SCCs (Module 2); DPF certified.", [{ type: "scc", modules: [2] }, { type: "dpf" }]],
  ["Clauses contractuelles types, modules 2 et 3", [{ type: "scc", modules: [2, 3] }]],
  ["DPF, SCC, Module II", [{ type: "dpf" }, { type: "scc", modules: [2] }]],
  ["Cláusulas contractuales tipo - módulo 1 y 2", [{ type: "scc", modules: [1, 2] }]],
  ["SCC C2P", [{ type: "scc", modules: [2] }]],
  ["SCCs (processor-to-processor)", [{ type: "scc", modules: [3] }]],
  ["Standarddatenschutzklauseln  (Art. 46 Abs. 2 lit. c DSGVO)", [{ type: "scc" }]],
  ["SCCs per Article 46(2)(c) GDPR", [{ type: "scc" }]],
  ["kein Transfer", [{ type: "not-required" }]],
])("“%s” is %j", (text, mechanisms) => {
  expect(mechanismsIn(text)?.map(({ mechanism }) => mechanism)).toEqual(mechanisms);
});

test.each([
  "DPA",
  "SOC 2 Type II",
  "Yes",
  "No",
  "SCCs, not the DPF",
  "SCCs where applicable",
  "Learn more",
  "EU",
  "Module 2",
  "SCC, Module 5",
  "SCC Modules 2, 3 or 7",
  "DPF, Module 3",
  "Art. 46 GDPR",
  "SCC, Modul 3 geplant",
])("“%s” names no mechanism", (text) => {
  expect(mechanismsIn(text)).toBeUndefined();
});

test.each([
  ["2026-04-30", "2026-04-30"],
  ["June 8, 2023", "2023-06-08"],
  ["May, 15, 2025", "2025-05-15"],
  ["3rd March 2024", "2024-03-03"],
  ["8. Juni 2023", "2023-06-08"],
  ["8 de enero de 2026", "2026-01-08"],
  ["Enero 2026", "2026-01"],
  ["2026年4月3日", "2026-04-03"],
  ["22.6.2026", "2026-06-22"],
  ["6/22/2026", "2026-06-22"],
  ["3.4.2026", undefined],
  ["05/04/2026", undefined],
  ["30rd December 2018", undefined],
  ["30 February 2026", undefined],
  ["Pre-2026-04", undefined],
  ["soon", undefined],
])("the date “%s” is %s", (text, date) => {
  expect(certainDate(text)).toBe(date);
  expect(dateOf(text)).toEqual(date === text ? text : { text, ...(date && { date }) });
});

test("a line that says when the page was changed is told from one that says more", () => {
  expect(updatedIn("Last Updated: May, 15, 2025")).toBe("May, 15, 2025");
  expect(updatedIn("Última actualización: Enero 2026")).toBe("Enero 2026");
  expect(updatedIn("DATE: August 19, 2024")).toBe("August 19, 2024");
  expect(updatedIn("Updated: 3 March 2026, 10:00 UTC")).toBe("3 March 2026, 10:00 UTC");
  expect(updatedIn("Stand: 19. de agosto de 2024")).toBe("19. de agosto de 2024");
  expect(updatedIn("Effective March 1, 2026 we will add NewCo.")).toBeUndefined();
  expect(updatedIn("Effective 2026-03-01 Acme takes over")).toBeUndefined();
  expect(updatedIn("We updated our list in 2024, and added three sub-processors that send mail.")).toBeUndefined();
});

test.each(["TBD", "[REGION]", "<location>", "{{region}}", "___", "To be confirmed", "offen", "未定", "REPLACE ME"])(
  "“%s” is a placeholder",
  (text) => {
    expect(isPlaceholder(text)).toBe(true);
  },
);

test.each(["None", "N/A", "Varies", "Todoist", "Pending Systems Ltd", "(see below)"])("“%s” is none", (text) => {
  expect(isPlaceholder(text)).toBe(false);
});

test("a heading of which only a part is known is a guess; one that is asked is none", () => {
  expect(meaningOf("Sub-Processor Name")).toMatchObject({ meaning: "name", certain: true });
  expect(meaningOf("Subcontractor")).toMatchObject({ meaning: "name", certain: true });
  expect(meaningOf("Subject of the assignment")).toMatchObject({ meaning: "purpose", certain: true });
  expect(isAboutSubprocessors("List of sub-contractors")).toBe(true);
  expect(["次级处理者", "部分处理活动", "再次处理"].map(isAboutSubprocessors)).toEqual([true, false, false]);
  expect(meaningOf("dataCategories")).toMatchObject({ meaning: "data", certain: true });
  expect(meaningOf("Location(s) *")).toMatchObject({ meaning: "location", certain: true });
  expect(meaningOf("Typical data that reaches it")).toMatchObject({ meaning: "data", certain: false });
  expect(meaningOf("Last reviewed")).toBeUndefined();
  expect(meaningOf("Owner")).toBeUndefined();
});

test.each([
  "Historical",
  "Retired vendors",
  "Sub-processor pianificati (non ancora attivi)",
  "Not yet active",
  "Inactive",
  "Geplante Unterauftragsverarbeiter",
  "Subencargados históricos",
  "Sous-traitants prévus",
  "No longer used",
])("below “%s” stands nobody who is in use", (title) => {
  expect(isAboutOthers(title)).toBe(true);
});

test.each(["Sub-processors", "History Channel tools", "Active subprocessors", "Infrastructure"])(
  "below “%s” they are in use",
  (title) => {
    expect(isAboutOthers(title)).toBe(false);
  },
);

test("a flag alone is its country; one of no country is none", () => {
  expect(["🇩🇪", "🇬🇧", "🇪🇺", "🇩🇪, 🇫🇷", "🇩🇪 Germany"].map(placesOf)).toEqual([
    [{ country: "DE" }],
    [{ country: "GB" }],
    [{ country: "EU" }],
    [{ country: "DE" }, { country: "FR" }],
    [{ country: "DE" }],
  ]);
  expect(["🇽🇽", "🏴", "🇩"].map(placesOf)).toEqual([undefined, undefined, undefined]);
});
