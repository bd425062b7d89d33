import { expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { clientSoftware, mailHosts, processorOfHost, processorOfPackage } from "./traces.ts";

test("each client is that of a processor of the catalogue, and names its owner's file at a commit", () => {
  const ids = new Set(catalogue().processors.map(({ id }) => id));
  for (const { processor, repository, commit, name } of clientSoftware) {
    expect(ids, name).toContain(processor);
    expect([repository, commit]).toEqual([
      expect.stringMatching(/^[\w-]+\/[\w.-]+$/),
      expect.stringMatching(/^[0-9a-f]{40}$/),
    ]);
  }
});

test("each host of mail is that of a processor of the catalogue, and says who says so", () => {
  const ids = new Set(catalogue().processors.map(({ id }) => id));
  for (const { processor, host, sources } of mailHosts) {
    expect(ids, host).toContain(processor);
    const isOwners = sources.some((source) => new URL(source).hostname.endsWith("aws.amazon.com"));
    expect(sources.length, host).toBeGreaterThanOrEqual(isOwners ? 1 : 2);
  }
});

test.each([
  ["npm", "@sentry/node", "sentry"],
  ["composer", "stripe/stripe-php", "stripe"],
  ["cargo", "sentry", "sentry"],
  ["cargo", "sentry-core", undefined],
  ["npm", "@sentry-internal/tracing", undefined],
  ["npm", "stripe", "stripe"],
  ["npm", "stripe-mock", undefined],
  ["pypi", "stripe", "stripe"],
  ["go", "github.com/stripe/stripe-go/v82", "stripe"],
  ["go", "github.com/stripe/stripe-goose", undefined],
  ["terraform", "hashicorp/aws", "aws"],
] as const)("%s %s", (ecosystem, name, id) => {
  expect(processorOfPackage(ecosystem, name)?.id).toBe(id);
});

test.each([
  ["js.stripe.com", "stripe"],
  ["o1.ingest.sentry.io", "sentry"],
  ["console.aws.amazon.com", "aws"],
  ["www.amazon.com", undefined],
  ["fonts.google.com", undefined],
  ["stripe.com.evil.example", undefined],
  ["notstripe.com", undefined],
  ["feedback-smtp.eu-west-1.amazonses.com", "aws"],
  ["notamazonses.com", undefined],
  ["acme-example.mail.protection.outlook.com", "microsoft-365"],
  ["_spf.google.com", "google-workspace"],
])("%s", (host, id) => {
  expect(processorOfHost(host)?.id).toBe(id);
});
