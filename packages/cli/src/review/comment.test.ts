import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { temporaryFolder, write } from "@trust-center/authoring/testing";
import { expect, onTestFinished, test } from "vitest";
import { forges, putComment } from "./comment.ts";

interface Kept {
  id: number;
  body: string;
  user: { type: string };
  author_association: string;
}

const stranger = { id: 1, user: { type: "User" }, author_association: "NONE" };

/** An interface of comments as both forges have it, on a real server: it lists, takes and replaces. */
async function forge(comments: Kept[] = []) {
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    let text = "";
    for await (const part of request) text += part;
    seen.push(`${request.method} ${url.pathname}`);
    const answer = (status: number, value: unknown) => response.writeHead(status).end(JSON.stringify(value));
    if (request.headers.authorization !== "Bearer t0ken" && request.headers["private-token"] !== "t0ken")
      return answer(403, {});
    if (request.method === "GET") {
      const from = (Number(url.searchParams.get("page")) - 1) * 100;
      return answer(200, comments.slice(from, from + 100));
    }
    const { body } = JSON.parse(text) as { body: string };
    if (request.method === "POST") {
      comments.push({ id: comments.length + 100, body, user: { type: "Bot" }, author_association: "NONE" });
      return answer(201, {});
    }
    const one = comments.find(({ id }) => String(id) === url.pathname.split("/").at(-1));
    if (!one) return answer(404, {});
    one.body = body;
    return answer(200, one);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  const folder = await temporaryFolder();
  await write(folder, { "event.json": JSON.stringify({ pull_request: { number: 7 } }) });
  const env = {
    GITHUB_API_URL: api,
    GITHUB_REPOSITORY: "acme/site",
    GITHUB_TOKEN: "t0ken",
    GITHUB_EVENT_PATH: join(folder, "event.json"),
    CI_API_V4_URL: api,
    CI_PROJECT_ID: "12",
    CI_MERGE_REQUEST_IID: "7",
    TRUST_CENTER_GITLAB_TOKEN: "t0ken",
  };
  return { comments, seen, env, signal: new AbortController().signal };
}

const mark = "<!-- trust-center review -->";

test.each(forges)("%s: a run that is repeated leaves one comment, which says the newest", async (name) => {
  const to = await forge();
  expect(await putComment(name, `${mark}\none`, to)).toBe("made");
  expect(await putComment(name, `${mark}\none`, to)).toBe("unchanged");
  expect(await putComment(name, `${mark}\ntwo`, to)).toBe("replaced");
  expect(to.comments.map(({ body }) => body)).toEqual([`${mark}\ntwo`]);
});

test("a stranger's comment with the mark stays, and one behind many others is found", async () => {
  const others = Array.from({ length: 150 }, () => ({ ...stranger, body: "fine" }));
  const to = await forge([{ ...stranger, body: `${mark}\nmine` }, ...others]);
  await putComment("github", `${mark}\none`, to);
  await putComment("github", `${mark}\ntwo`, to);
  expect(to.comments.filter(({ body }) => body.startsWith(mark)).map(({ body }) => body)).toEqual([
    `${mark}\nmine`,
    `${mark}\ntwo`,
  ]);
});

test("a refusal, a missing variable and an address without TLS are said, and no token goes there", async () => {
  const to = await forge();
  const withEnv = (more: object) => putComment("github", mark, { ...to, env: { ...to.env, ...more } });
  await expect(withEnv({ GITHUB_TOKEN: "other" })).rejects.toMatchObject({
    code: "network",
    evidence: { status: 403 },
  });
  await expect(withEnv({ GITHUB_REPOSITORY: "../x" })).rejects.toThrow("GITHUB_REPOSITORY");
  await expect(withEnv({ GITHUB_API_URL: "http://api.acme.example" })).rejects.toThrow("https://");
  await expect(withEnv({ GITHUB_EVENT_PATH: "/nowhere" })).rejects.toThrow("pull request");
  expect(to.seen).toHaveLength(1);
});

test("a comment that is longer than a forge takes is cut", async () => {
  const to = await forge();
  await putComment("gitlab", mark + "x".repeat(100_000), to);
  expect(to.comments[0]?.body.length).toBeLessThan(65_536);
});
