import { mockContent } from "@trust-center/feed/mock";
import { expect, test } from "vitest";
import type { TrustCenter } from "../load/center.ts";
import { linkedFrom } from "./chains.ts";

const outcomesFrom = (address: string, url: string) => {
  const content = mockContent({ subprocessors: [{ id: "s", name: "Sub", feed: { url } }] });
  const feed = { ...content, version: 1, published: "2026-01-10T12:00:00Z" };
  const report = {
    vendor: { address },
    at: "2026-01-10T12:00:00Z",
    via: [],
    outcome: "verified",
    findings: [],
  } as const;
  const { targets, refused } = linkedFrom({ ...report, findings: [], center: { feed } as unknown as TrustCenter });
  return [targets.length, ...refused.map(({ findings: [finding] }) => finding?.kind)];
};

test.each(["http://127.0.0.1:8080/feed/", "http://localhost/feed/", "http://[::1]/feed/"])(
  "a feed of the web does not lead to %s, one of this machine does",
  (url) => {
    expect(outcomesFrom("https://acme.example/feed/", url)).toEqual([0, "failure"]);
    expect(outcomesFrom("http://127.0.0.1/feed/", url)).toEqual([1]);
  },
);
