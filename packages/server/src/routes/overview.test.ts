import type { FeedContent } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { look, startTestService, type TestService, terms } from "../testing/service.ts";
import { day } from "../time.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
});

afterEach(() => service.close());

interface Listed {
  id: string;
  title: string;
  open: boolean;
  gone?: string;
  deadline?: string;
  effective?: string;
  starts?: string;
}

async function changes(): Promise<Listed[]> {
  const headers = { authorization: `Bearer ${service.operatorToken}` };
  const answer = await fetch(`${service.address}changes`, { headers });
  return ((await answer.json()) as { changes: Listed[] }).changes;
}

const publish = async (content: FeedContent) => {
  await service.vendor.publish(content, Date.now());
  await look(service);
};

/** Mail Two in the place of whoever was first. */
function succession(): FeedContent {
  const content = mockChange(terms);
  const [first, ...others] = content.subprocessors;
  const heirs = others.map((one) => (one.id === "mail-two" ? { ...one, replaces: [first?.id ?? ""] } : one));
  return { ...content, subprocessors: heirs };
}

test("what was taken back is listed as that, without dates that are not to come, and says who would have been replaced", async () => {
  await publish(succession());
  const [announced] = await changes();
  expect(announced).toMatchObject({ id: "2.1", open: true, deadline: expect.any(String) });
  expect(announced?.title).toMatch(/Mail Two replaces/);
  await publish(mockContent(terms));
  const [taking, taken] = await changes();
  expect(taken).toMatchObject({ id: "2.1", open: false, gone: "withdrawn", title: announced?.title });
  for (const date of ["deadline", "effective", "starts"]) expect(taken).not.toHaveProperty(date);
  expect(taking).toMatchObject({ id: "3.1", open: false, title: `Withdrawn: ${announced?.title}` });
  expect(taking).not.toHaveProperty("gone");
});

test("what was announced anew is listed as that, and in its place what it is now", async () => {
  await service.announce();
  const content = mockChange(terms);
  const elsewhere = content.subprocessors.map((one) =>
    one.id === "mail-two" ? { ...one, locations: [{ country: "IN" }] } : one,
  );
  await publish({ ...content, subprocessors: elsewhere });
  const [now, before] = await changes();
  expect(now).toMatchObject({ id: "3.1", open: true, deadline: expect.any(String) });
  expect(before).toMatchObject({ id: "2.1", open: false, gone: "amended" });
  expect(before).not.toHaveProperty("deadline");
  // Nothing is published on the day on which it comes.
  await service.moveClock({ ahead: 30 * day });
  const [came] = await changes();
  expect(came).toMatchObject({ id: "3.1", open: false, effective: expect.any(String) });
  expect(came).not.toHaveProperty("gone");
});

test("what can no longer come, for its subject has left before its day, is listed as that", async () => {
  const moves = { when: { kind: ["location" as const] }, notice: "P30D", objection: "P14D" };
  const content = mockContent({ noticeTerms: { rules: [moves] } });
  const [first, ...others] = content.subprocessors;
  await publish(content);
  const moved = { ...first, locations: [{ country: "IN" }] } as NonNullable<typeof first>;
  await publish({ ...content, subprocessors: [moved, ...others] });
  const listed = async () => (await changes()).find(({ id }) => id === "3.1");
  expect(await listed()).toMatchObject({ open: true, effective: expect.any(String) });
  await publish({ ...content, subprocessors: others });
  const never = await listed();
  expect(never).toMatchObject({ open: false, gone: "left" });
  for (const date of ["deadline", "effective", "starts"]) expect(never).not.toHaveProperty(date);
});
