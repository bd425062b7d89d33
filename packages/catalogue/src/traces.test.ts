import { expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";
import { clientSoftware, processorOfHost, processorOfPackage } from "./traces.ts";

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

test.each([
  ["npm", "@sentry/node", "sentry"],
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
])("%s", (host, id) => {
  expect(processorOfHost(host)?.id).toBe(id);
});
