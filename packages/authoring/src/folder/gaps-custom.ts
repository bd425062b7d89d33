import { type Asked, hasText } from "./gap-rule.ts";

const clauses = "Commission Decision (EU) 2021/915";

/** What contracts under the GDPR ask for. */
export const contracts: Asked = {
  asker: "contract",
  content: [
    {
      field: "noticeTerms",
      missing: "notice terms with periods",
      source: `GDPR art. 28(2); contracts (${clauses}, clause 9)`,
      fix: "noticeTerms: { noticePeriod: P30D, objectionPeriod: P30D, silence: accepted }",
      present: ({ noticeTerms }) =>
        [noticeTerms?.noticePeriod, noticeTerms?.objectionPeriod].some((period) => period !== undefined) ||
        (noticeTerms?.rules?.length ?? 0) > 0,
    },
    {
      field: "noticeTerms",
      missing: "way to object",
      source: "GDPR art. 28(2)",
      fix: "channels: [{ type: email, address: privacy@acme.example }]",
      present: ({ noticeTerms, service }) => service !== undefined || (noticeTerms?.channels?.length ?? 0) > 0,
    },
  ],
  services: [],
  entries: [
    {
      field: "purposes",
      missing: "purpose",
      source: `${clauses}, annex II; customary in published lists`,
      fix: "purposes: [Hosting]",
      present: ({ purposes }) => hasText(purposes),
    },
    {
      field: "dataCategories",
      missing: "categories of data",
      source: `${clauses}, annex II; customary in published lists`,
      fix: "dataCategories: [{ items: [Names, E-mail addresses] }]",
      present: ({ dataCategories }) => hasText(dataCategories),
    },
    {
      field: "dataSubjects",
      missing: "data subjects",
      source: `${clauses}, annex II`,
      fix: "dataSubjects: [Users of our customers]",
      present: ({ dataSubjects }) => hasText(dataSubjects),
    },
    {
      field: "contract",
      missing: "contract with it: since when, and what it says of the processing",
      source: `GDPR art. 28(4); ${clauses}, clause 7.7(b) and annex II`,
      fix: "contract: { since: 2024-05, subject: Hosting, nature: Storage, duration: As long as the main contract }",
      present: ({ contract }) => hasText(contract),
    },
  ],
};

const customary = "customary in published lists";

/** What readers of published lists expect. */
export const habit: Asked = {
  asker: "habit",
  content: [
    {
      field: "contacts",
      missing: "privacy contact",
      source: customary,
      fix: "contacts: [{ role: privacy, email: privacy@acme.example }]",
      present: ({ publisher }) => (publisher.contacts ?? []).some(({ role }) => role === "privacy" || role === "dpo"),
    },
    {
      field: "url",
      missing: "canonical address of the page",
      source: customary,
      fix: "url: https://acme.example/trust",
      present: ({ publisher }) => publisher.url !== undefined,
    },
    {
      field: "languages",
      missing: "languages",
      source: customary,
      fix: "languages: [en]",
      present: ({ publisher }) => (publisher.languages?.length ?? 0) > 0,
    },
  ],
  services: [],
  entries: [
    {
      field: "locations",
      missing: "location",
      source: customary,
      fix: "locations: [{ country: DE }]",
      present: ({ locations }) => hasText(locations),
    },
    {
      field: "since",
      missing: "date of first use",
      source: customary,
      fix: "since: 2024-05",
      present: ({ since }) => hasText(since),
    },
    {
      field: "links",
      missing: "link",
      source: customary,
      fix: "links: [{ type: privacy, url: https://cloud.example/privacy }]",
      present: ({ links }) => hasText(links),
    },
  ],
};
