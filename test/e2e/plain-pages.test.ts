import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { close, listenFrom } from "../../examples/demo/listen.ts";
import { type Engine, engines } from "../browsers/page.ts";
import { type Example, plainExamples } from "../frameworks/examples.ts";
import { type Feed, publishFeed, serveFeed } from "../frameworks/feed.ts";
import { look } from "../frameworks/look.ts";
import { copyExample } from "../frameworks/project.ts";
import { fileServer } from "../frameworks/serve.ts";

let folder: string;
let elsewhere: Awaited<ReturnType<typeof serveFeed>>;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-pages-"));
  elsewhere = await serveFeed(folder);
  engine = await engines.Chromium();
});

afterAll(async () => {
  await engine?.close();
  await elsewhere?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The feed beside the page where its policy knows no other origin, else the one from elsewhere. */
async function feedFor({ name, policy }: Example, page: string): Promise<Feed> {
  if (policy.includes("FEED")) return elsewhere;
  const feed = await publishFeed(join(folder, `${name}-vendor`), `${page}.well-known/trust-center/`);
  await cp(feed.out, join(folder, name, ".well-known/trust-center"), { recursive: true });
  return feed;
}

test.each(plainExamples)("examples/embed/$name shows a verified list, and nothing on the console", async (example) => {
  const target = join(folder, example.name);
  const server = fileServer(target, example.policy.replace("FEED", new URL(elsewhere.address).origin));
  const page = `http://localhost:${await listenFrom(server, 0)}/`;
  try {
    const feed = await feedFor(example, page);
    await copyExample(example, target, { feed, script: inject("script") });
    expect(await look(engine, page, false)).toEqual({ missing: "", errors: [] });
  } finally {
    await close(server);
  }
});
