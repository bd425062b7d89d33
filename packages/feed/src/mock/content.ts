import type { FeedContent } from "../document/feed.ts";

/** A small list with notice terms of thirty days. */
export function mockContent(more: Partial<FeedContent> = {}): FeedContent {
  return {
    publisher: {
      name: "Acme",
      url: "https://acme.example/trust",
      contacts: [{ role: "privacy", email: "privacy@acme.example" }],
    },
    noticeTerms: { noticePeriod: "P30D", objectionPeriod: "P30D", silence: "accepted" },
    groups: [{ id: "infrastructure", title: "Infrastructure" }],
    subprocessors: [
      {
        id: "cloud-one",
        name: "Cloud One",
        groups: ["infrastructure"],
        purposes: ["Hosting"],
        locations: [{ country: "DE" }],
        transferMechanisms: [{ type: "not-required" }],
      },
    ],
    ...more,
  };
}

/** The same list with one more sub-processor, whose window opens when it is published. */
export function mockChange(more: Partial<FeedContent> = {}): FeedContent {
  const before = mockContent(more);
  const mailer = {
    id: "mail-two",
    name: "Mail Two",
    groups: ["infrastructure"],
    purposes: ["Sending e-mail"],
    locations: [{ country: "US" }],
    transferMechanisms: [{ type: "dpf" as const }, { type: "scc" as const, modules: [2, 3], fallback: true }],
  };
  return { ...before, subprocessors: [...before.subprocessors, mailer] };
}
