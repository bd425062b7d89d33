import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "./testing/mailbox.ts";
import { look, startTestService, type TestService } from "./testing/service.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService({ pollInterval: 50 });
});

afterEach(() => service.close());

const status = async (path = "health") => (await fetch(`${service.address}${path}`)).status;
const ready = (code: number) => until(async () => (await status()) === code);

test("a mail server that goes down is told, with host and reason", async () => {
  await ready(200);
  const { port } = service.mailbox;
  await service.mailbox.close();
  await service.subscribe("ada@customer.example");
  await ready(503);
  expect(await service.health()).toMatchObject({
    status: "down",
    problems: ["mail server: refused"],
    mailServerRefused: {
      host: "127.0.0.1",
      port: String(port),
      // A mail server that ends tells whoever is connected so (421).
      reason: expect.stringMatching(/nothing listens there|the connection was cut|turns the service away/),
    },
  });
  // To object needs no mail server.
  expect(await status("health/live")).toBe(200);
  const line = service.logs.map((one) => JSON.parse(one)).find(({ event }) => event === "mail-server-refused");
  expect(line).toMatchObject({ host: "127.0.0.1", port: String(port), code: expect.stringMatching(/ECONN|421/) });
  const refused = await until(() =>
    service.logs.map((one) => JSON.parse(one)).find(({ event }) => event === "mail-queued"),
  );
  expect(refused).toMatchObject({ host: "127.0.0.1", recipient: expect.stringMatching(/^[0-9a-f-]{36}$/) });
});

test("a feed that is gone, refused or moved is told", async () => {
  await ready(200);
  service.vendor.down = true;
  await ready(503);
  expect(await service.health()).toMatchObject({ feedTrouble: { state: "gone", code: "network" } });
  expect(await status("health/live")).toBe(200);
  service.vendor.down = false;
  await ready(200);

  const path = [...service.vendor.files.keys()].find((name) => name === "head.json") ?? "";
  const good = service.vendor.files.get(path) as Uint8Array<ArrayBuffer>;
  const bad = good.slice();
  bad[bad.length >> 1] = (bad[bad.length >> 1] ?? 0) ^ 1;
  service.vendor.files.set(path, bad);
  await ready(503);
  expect(await service.health()).toMatchObject({ feedTrouble: { state: "refused" } });
  expect(
    service.logs.some((line) => line.includes('"event":"feed-refused"') && line.includes('"host":"127.0.0.1')),
  ).toBe(true);
  service.vendor.files.set(path, good);
  await ready(200);
});

test("the public answer says up or down and no more, however it stands", async () => {
  await service.announce();
  await look(service);
  expect(await (await fetch(`${service.address}health`)).text()).toBe('{"status":"up"}');
  service.vendor.down = true;
  await ready(503);
  expect(await (await fetch(`${service.address}health`)).text()).toBe('{"status":"down"}');
  expect(await (await fetch(`${service.address}health/live`)).text()).toBe('{"status":"up"}');
});
