import { spawn } from "node:child_process";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "@trust-center/sdk";
import { freePort } from "@trust-center/sdk/testing";
import { expect, inject, onTestFinished, test } from "vitest";
import { authoringFolder, changedList, testList } from "../../packages/authoring/src/testing/folder.ts";
import { until } from "../../packages/server/src/testing/mailbox.ts";

const cli = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));

test("up serves it all from one folder, publishes what is saved, outlives what is broken, and ends with Ctrl-C", async () => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const feed = `${origin}/.well-known/trust-center/`;
  const listOf = (list: string) => `${list.replace("https://acme.example/.well-known/trust-center/", feed)}
service: ${origin}/trust-center/
up:
  port: ${port}
  service:
    smtp: smtp://127.0.0.1:1
    smtp-tls: none
    mail-from: trust@acme.example
    privacy-mail: privacy@acme.example
    inbox-people: lucia@acme.example=admin
`;
  const folder = await authoringFolder({ "trust-center.yaml": listOf(testList) });
  const values = ["--conditions=source", cli, "up", "--accept", "terms", "--script", inject("script")];
  const child = spawn(process.execPath, values, { cwd: folder });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const says = (words: RegExp) => until(() => words.exec(said) ?? undefined);
  // As editors do: another file takes its place.
  const save = async (text: string) => {
    await writeFile(join(folder, "next"), text);
    await rename(join(folder, "next"), join(folder, "trust-center.yaml"));
  };

  await says(/Ctrl-C ends it/);
  const [, pin = ""] = await says(/^Pin {2}(\S+)$/m);
  const page = await (await fetch(`${origin}/`)).text();
  expect(page).toContain(`pin="${pin}"`);
  const [, script = ""] = /src="([^"]+)" integrity/.exec(page) ?? [];
  expect((await fetch(new URL(script, origin))).status).toBe(200);
  expect((await fetch(`${origin}/trust-center/health/live`)).status).toBe(200);
  expect((await fetch(`${origin}/trust-center/challenge?for=objection`)).status).toBe(200);

  await save(listOf(testList).replace("name: Cloud One", "name: Cloud: One"));
  await says(/trust-center\.yaml:\d+:\d+ .*error/);
  await save(listOf(changedList));
  await says(/Version 2 is published/);
  const center = await load(feed, { pin, strict: true });
  expect([center.trust, center.feed.open?.map(({ name }) => name)]).toEqual(["verified", ["Mail Two"]]);

  child.kill("SIGINT");
  expect(await ended).toBe(0);
  await expect(fetch(origin)).rejects.toThrow();
});
