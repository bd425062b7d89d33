import { request } from "node:http";
import {
  authoringFolder,
  changedList,
  publishConfirmed,
  readTree,
  start,
  testList,
  write,
} from "@trust-center/authoring/testing";
import { load } from "@trust-center/sdk";
import { expect, onTestFinished, test } from "vitest";
import { runIn } from "../testing/run.ts";

/** A preview that is really served. */
async function previewed(list: string) {
  const folder = await authoringFolder({ "trust-center.yaml": list, "script/trust-center.js": "export {};" });
  const over = new AbortController();
  onTestFinished(() => over.abort());
  const serve = async () => {
    let said = "";
    const url = await new Promise<string>((ready) => {
      const stdout = (text: string) => {
        said += text;
        const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said) ?? [];
        if (found && said.includes("Ctrl-C")) ready(found);
      };
      void runIn(folder, ["preview", "--port", "0", "--script", "script", "--now", "2026-01-20T00:00:00Z"], {
        stdout,
        signal: over.signal,
      });
    });
    const page = async (path = "") => (await fetch(`${url}${path}`)).text();
    return { url, page, port: Number(new URL(url).port) };
  };
  return { folder, serve };
}

/** What the frame's tag says. */
const tagIn = (frame: string) => /feed="([^"]+)" pin="([^"]+)"/.exec(frame)?.slice(1) as [string, string];

test("the widget gets what publishing would make, verified; beside it stands what would be said; nothing is written", async () => {
  const { folder, serve } = await previewed(testList);
  await publishConfirmed(folder, { now: Date.parse(start) });
  const before = await readTree(folder);
  await write(folder, { "trust-center.yaml": changedList });
  const { page } = await serve();
  const outer = await page();
  expect(outer).toContain("<strong>New: Mail Two</strong>");
  expect(outer).toContain("Objection deadline: 3 Feb 2026, 23:59 UTC");
  expect(outer).toContain("Acme: 1 change to the list of sub-processors (version 2)");
  const [address, pin] = tagIn(await page("frame"));
  const center = await load(address, { pin, strict: true, now: () => Date.parse("2026-01-20T00:00:01Z") });
  expect(center).toMatchObject({
    trust: "verified",
    freshness: "fresh",
    feed: { version: 2, open: [{ kind: "added" }] },
  });
  // The past is there too, as it was published.
  expect(center.history?.map(({ change }) => change.kind)).toEqual(["initial", "added"]);
  const { "trust-center.yaml": _, ...kept } = await readTree(folder);
  const { "trust-center.yaml": __, ...had } = before;
  expect(kept).toEqual(had);
});

test("it follows the file as it is saved, and says what is wrong", async () => {
  const { folder, serve } = await previewed(testList);
  const { url, page } = await serve();
  const events = await fetch(`${url}events`);
  const reader = events.body?.getReader();
  await reader?.read();
  expect(await page()).not.toContain("Mail Two");
  const [first] = tagIn(await page("frame"));
  const changed = reader?.read();
  await write(folder, { "trust-center.yaml": changedList.replace("name: Mail Two", "name: Mail <b>Two</b>") });
  expect(new TextDecoder().decode((await changed)?.value)).toContain("data: changed");
  expect(await page()).not.toContain("<b>Two");
  // To a browser it is another feed, not the same one rewritten.
  expect(tagIn(await page("frame"))[0]).not.toBe(first);
  const again = reader?.read();
  await write(folder, { "trust-center.yaml": `${testList}x: [` });
  await again;
  const broken = await page();
  expect(broken).toContain("Nothing to show until the file is mended.");
  expect(broken).toMatch(/trust-center\.yaml:\d+:\d+: expected/);
  await reader?.cancel();
});

test("a chosen day is the widget's clock; pages of other sites are refused, and so is what lies elsewhere", async () => {
  const { serve } = await previewed(testList);
  const { page, port, url } = await serve();
  expect(await page("frame?day=2026-12-25")).toContain(String(Date.parse("2026-12-25T12:00:00Z")));
  expect(await page("?day=2026-12-25")).toContain('src="frame?day=2026-12-25"');
  expect(await page('frame?day="><script>')).not.toContain('"><script>');
  // A browser runs no module of another type.
  const script = await fetch(`${url}trust-center/trust-center.js`);
  expect(script.headers.get("content-type")).toMatch(/^text\/javascript/);
  for (const path of ["trust-center/..%2ftrust-center.yaml", "feeds/../trust-center.key.pem"]) {
    expect((await fetch(`${url}${path}`)).status, path).toBe(404);
  }
  const status = await new Promise((answered) => {
    const asked = { port, host: "127.0.0.1", path: "/", headers: { host: `evil.example:${port}` } };
    request(asked, ({ statusCode }) => answered(statusCode)).end();
  });
  expect(status).toBe(421);
});
