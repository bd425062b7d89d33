import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  authoringFolder,
  changedList,
  outIn,
  publishConfirmed,
  start,
  testList,
  write,
} from "@trust-center/authoring/testing";
import { expect, onTestFinished, test } from "vitest";
import { createServeHandler } from "../serve/handler.ts";
import { runIn } from "../testing/run.ts";

test("what serve serves is verified again with no more of the history than is new", async () => {
  let handle: ReturnType<typeof createServeHandler> | undefined;
  const asked: { path: string; range: string | undefined; status: number }[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? "").slice("/trust/".length);
    response.on("finish", () => asked.push({ path, range: request.headers.range, status: response.statusCode }));
    void handle?.(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/trust/`;
  const at = (list: string) => list.replace("https://acme.example/.well-known/trust-center/", address);
  const folder = await authoringFolder({ "trust-center.yaml": at(testList) });
  const now = Date.parse(start);
  const { pin } = await publishConfirmed(folder, { now });
  handle = createServeHandler(outIn(folder), address);
  const verify = async () => {
    asked.length = 0;
    const verified = await runIn(folder, ["verify", address, "--pin", pin, "--state", "seen", "--now", start]);
    expect(verified).toMatchObject({ code: 0, stderr: "" });
    return asked.filter(({ path }) => path.startsWith("history/"));
  };
  const [whole] = await verify();
  expect(whole).toMatchObject({ status: 200, range: undefined });
  const { size } = await stat(join(outIn(folder), whole?.path ?? ""));
  await write(folder, { "trust-center.yaml": at(changedList) });
  await publishConfirmed(folder, { now: now + 1000 });
  const rest = await verify();
  expect(rest).toMatchObject([{ status: 206, range: `bytes=${size}-` }]);
  expect(await verify()).toEqual([]);
  expect(asked.map(({ path, status }) => [path, status])).toEqual([["head.json", 304]]);
});
