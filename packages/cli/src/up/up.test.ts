import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer as createHttpServer, request } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { UnconfirmedError } from "@trust-center/authoring";
import {
  authoringFolder,
  changedList,
  outIn,
  publishConfirmed,
  readTree,
  testKey,
  testList,
  write,
} from "@trust-center/authoring/testing";
import { load } from "@trust-center/sdk";
import { freePort } from "@trust-center/sdk/testing";
import { expect, onTestFinished, test } from "vitest";
import { runIn } from "../testing/run.ts";
import { planUp } from "./plan.ts";
import { createSiteHandler } from "./site.ts";
import { startUp, type UpOptions } from "./up.ts";

const service = {
  ...{ smtp: "smtp://127.0.0.1:1", "smtp-tls": "none", "mail-from": "a@acme.example" },
  ...{ "privacy-mail": "p@acme.example", "inbox-people": "lucia@acme.example=admin" },
  "poll-interval": 1,
};

/** A list whose feed, service and page are on this machine. */
const listAt = (port: number, up: object, list = testList) =>
  `${list.replace("https://acme.example/.well-known", `http://localhost:${port}/.well-known`)}
service: http://localhost:${port}/trust-center/
up: ${JSON.stringify({ port, ...up })}
`;

/** A folder with a script of the widget that is no more than one file. */
async function folderWith(list: string, more: Record<string, string> = {}) {
  const integrity = '{"trust-center.js":"sha384-QsJxlfj2aSjvIvMzuF8bGNlqQX9BLbHLHJ2cqqR3jUF4DxqWHcwQ1n5JxcN8wBtK"}';
  const folder = await authoringFolder({
    "trust-center.yaml": list,
    "script/trust-center.js": "export {};\n",
    "script/inbox-aB-3_.js": "void 0;\n",
    ...more,
  });
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha384").update("export {};\n").digest("base64");
  await write(folder, { "script/integrity.json": integrity.replace(/sha384-[^"]+/, `sha384-${hash}`) });
  return folder;
}

async function upIn(folder: string, more: Partial<UpOptions> = {}) {
  const plan = await planUp(folder, { script: join(folder, "script"), set: {}, env: {} });
  const [published, problems]: [number[], unknown[]] = [[], []];
  const running = await startUp(
    {
      ...plan,
      // The inbox's own script is built: here another stands in its place.
      ...(plan.service && {
        service: {
          ...plan.service,
          settings: { ...plan.service.settings, log: () => {}, inboxScript: join(folder, "script") },
        },
      }),
    },
    {
      ...{ env: {}, publishes: true, confirm: () => true, signal: new AbortController().signal },
      onPublished: ({ version }) => published.push(version),
      onProblem: (error) => problems.push(error),
      ...more,
    },
  );
  onTestFinished(() => running.close());
  return { running, published, problems };
}

async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (let looks = 0; looks < 400; looks++) {
    const found = await look();
    if (found) return found as NonNullable<T>;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("waited in vain");
}

/** Asks for a path as it is written. */
const ask = (base: string, path: string, method = "GET") =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const asked = request(new URL(base), { path, method }, (answer) => {
      let body = "";
      answer.on("data", (chunk) => (body += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    asked.on("error", reject).end();
  });

test("one port serves page, feed, script, service and inbox; what is saved is published, what is broken changes nothing", async () => {
  const port = await freePort();
  const folder = await folderWith(listAt(port, { service }));
  const { running, published, problems } = await upIn(folder);
  const feed = `http://localhost:${port}/.well-known/trust-center/`;
  expect(running.url).toBe(`http://127.0.0.1:${port}/`);
  expect(await readFile(join(folder, ".gitignore"), "utf8")).toMatch(/^\/trust-center\.db\*$/m);
  const page = await ask(running.url, "/");
  expect(page.body).toContain(`<trust-center feed="${feed}" pin="${running.pin}">`);
  expect(page.headers["content-security-policy"]).toContain("require-trusted-types-for 'script'");
  expect((await ask(running.url, "/trust-center/trust-center.js")).headers["content-type"]).toContain("javascript");
  expect(JSON.parse((await ask(running.url, "/trust-center/health/live")).body)).toEqual({ status: "up" });
  expect((await ask(running.url, "/trust-center/openapi.json")).status).toBe(200);
  expect((await ask(running.url, "/trust-center/inbox/")).headers["content-security-policy"]).toContain(
    "default-src 'none'",
  );
  expect((await load(feed, { pin: running.pin })).feed.version).toBe(1);

  await write(folder, { "trust-center.yaml": `${listAt(port, { service })}subprocessors: [\n` });
  await until(() => problems.length > 0);
  expect(problems[0]).toMatchObject({
    report: { errors: expect.arrayContaining([expect.objectContaining({ line: 21 })]) },
  });
  expect((await load(feed, { pin: running.pin })).feed.version).toBe(1);
  expect((await ask(running.url, "/")).body).toBe(page.body);

  await write(folder, { "trust-center.yaml": listAt(port, { service }, changedList) });
  await until(() => published.includes(2));
  const center = await load(feed, { pin: running.pin, strict: true });
  expect([center.trust, center.feed.open?.map(({ name }) => name)]).toEqual(["verified", ["Mail Two"]]);
  // The service has seen it by itself.
  const headers = { authorization: `Bearer ${running.service?.healthToken}` };
  await until(async () => {
    const answer = await fetch(`${running.url}trust-center/health`, { headers });
    return (await answer.text()).includes('"version":2');
  });
});

test("what is unusual is not published without a word, and what was published goes on", async () => {
  const port = await freePort();
  const folder = await folderWith(listAt(port, {}, changedList));
  await publishConfirmed(folder);
  const { published, problems } = await upIn(folder, { confirm: () => false });
  const without = listAt(port, {}, changedList)
    .replace(/ {2}- id: mail-two[\s\S]*?e-mail\]\n/, "")
    .replace("objectionPeriod: P14D", "objectionPeriod: P1D");
  await write(folder, { "trust-center.yaml": without });
  await until(() => problems.length > 0);
  expect(problems[0]).toBeInstanceOf(UnconfirmedError);
  expect(published).toEqual([1]);
  expect((await upIn(folder)).published).toEqual([2]);
});

test("a list that does not pass at the start is told, and what was published before is served, with a fresh timestamp", async () => {
  const port = await freePort();
  const folder = await folderWith(listAt(port, {}));
  await publishConfirmed(folder);
  await write(folder, { "trust-center.yaml": `${listAt(port, {})}nonsense: true\n` });
  const { running, problems, published } = await upIn(folder);
  expect([problems.length, published]).toEqual([1, []]);
  const center = await load(`http://localhost:${port}/.well-known/trust-center/`, { pin: running.pin });
  expect([center.feed.version, center.head.timestamp.version]).toEqual([1, 2]);
});

test.each([[true], [false]])("a restored backup is not served, whether it publishes (%s) or not", async (publishes) => {
  const port = await freePort();
  const folder = await folderWith(listAt(port, {}));
  await publishConfirmed(folder);
  const backup = join(folder, "backup");
  await cp(outIn(folder), backup, { recursive: true });
  await write(folder, { "trust-center.yaml": listAt(port, {}, changedList) });
  await publishConfirmed(folder);
  await rm(outIn(folder), { recursive: true });
  await cp(backup, outIn(folder), { recursive: true });
  await expect(upIn(folder, { publishes })).rejects.toMatchObject({ code: "rollback" });
});

test("where another publishes, it renews the timestamp with that key alone, and signs nothing else", async () => {
  const port = await freePort();
  const folder = await folderWith(listAt(port, {}));
  await publishConfirmed(folder);
  const before = await readTree(outIn(folder));
  await write(folder, { "trust-center.yaml": listAt(port, {}, changedList) });
  const { running, published } = await upIn(folder, { publishes: false, refreshEvery: 50 });
  const version = async () =>
    (await load(`http://localhost:${port}/.well-known/trust-center/`, { pin: running.pin })).head.timestamp.version;
  await until(async () => (await version()) >= 3);
  expect(published).toEqual([]);
  // While it publishes, its lock comes and goes.
  await running.close();
  const after = await readTree(outIn(folder));
  const signed = (tree: Record<string, string>) =>
    Object.keys(tree).filter((path) => /^(?:feed|history|root)\//.test(path));
  expect(signed(after)).toEqual(signed(before));
});

test("a page of one's own gets the tag, what lies beside it is served, and nothing else is", async () => {
  const port = await freePort();
  const folder = await folderWith(listAt(port, { page: "site" }), {
    "site/index.html": "<!doctype html>\n<title>Acme</title>\n<body>\n<h1>Acme</h1>\n</body>\n",
    "site/page.css": "h1{color:red}",
    "site/.secret.txt": "secret",
    "site/notes.md": "secret",
  });
  await mkdir(join(folder, "site/images"));
  await writeFile(join(folder, "site/images/mark.svg"), "<svg/>");
  await symlink(join(folder, "trust-center.key.pem"), join(folder, "site/key.txt"));
  const { running } = await upIn(folder);
  const page = await ask(running.url, "/");
  expect(page.body).toMatch(/<h1>Acme<\/h1>[\s\S]*<trust-center feed=/);
  expect(page.headers["content-security-policy"]).toBeUndefined();
  expect((await ask(running.url, "/page.css?v=1")).headers["content-type"]).toContain("text/css");
  expect((await ask(running.url, "/images/mark.svg")).status).toBe(200);
  const lines = testKey.split("\n")[1] ?? "";
  for (const path of [
    ...[
      "/key.txt",
      "/.secret.txt",
      "/notes.md",
      "/../trust-center.key.pem",
      "/%2e%2e/trust-center.key.pem",
      "/site",
      "//x.css",
    ],
    ...["/trust-center/..%2f..%2ftrust-center.key.pem", "/images", "/%", "/trust-center/integrity.json"],
  ]) {
    const found = await ask(running.url, path);
    expect([path, found.status, found.body.includes(lines) || found.body.includes("secret")]).toEqual([
      path,
      404,
      false,
    ]);
  }
  for (const method of ["POST", "PUT", "DELETE"]) expect((await ask(running.url, "/", method)).status).toBe(405);
});

test.each([
  [
    "/",
    "/service/",
    { "/": "feed", "/head.json": "feed", "/service/x": "service", "/trust-center/trust-center.js": "script" },
  ],
  [
    "/feed/",
    "/",
    { "/": "page", "/feed/head.json": "feed", "/feed": "feed", "/x": "service", "/trust-center/x": "service" },
  ],
  [
    "/a/",
    "/a/b/",
    { "/a/head.json": "feed", "/a/b/head.json": "service", "/a/b": "service", "/": "page", "/ab": "none" },
  ],
])("a feed at %s and a service at %s: each path has one that answers", async (feedPath, servicePath, paths) => {
  const folder = await folderWith(testList, { "out/head.json": "feed", "out/index.html": "feed" });
  const handle = createSiteHandler({
    ...{ feed: `https://acme.example${feedPath}`, out: join(folder, "out"), script: join(folder, "script") },
    ...{ scriptPath: "/trust-center/", page: async () => "page" },
    service: {
      address: `https://acme.example${servicePath}`,
      handle: (_request, response) => void response.end("service"),
    },
  });
  const server = createHttpServer((request, response) => void handle(request, response)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await until(() => server.listening);
  const base = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  for (const [path, expected] of Object.entries(paths)) {
    const { status, body } = await ask(base, path);
    const found = status === 404 ? "none" : body.startsWith("export") ? "script" : body;
    expect([path, found]).toEqual([path, expected]);
  }
});

test("a taken port gives way to the next, and the command says that the feed names another", async () => {
  const port = await freePort();
  const taken = createServer().listen(port, "127.0.0.1");
  onTestFinished(() => void taken.close());
  const folder = await folderWith(listAt(port, {}));
  const over = new AbortController();
  let said = "";
  const { code, stderr } = await runIn(folder, ["up", "--script", "script", "--accept", "all"], {
    signal: over.signal,
    stdout: (text) => {
      said += text;
      if (said.includes("Ctrl-C")) over.abort();
    },
  });
  expect(code).toBe(0);
  expect(Number(/http:\/\/127\.0\.0\.1:(\d+)\/ /.exec(said)?.[1])).toBeGreaterThan(port);
  expect(stderr).toContain(`Port ${port} is taken.`);
  expect(stderr).toContain("The feed itself names");
  expect(stderr).toContain("none runs here: add `up.service`");
});

test("everything that is wrong is named at once, before anything is opened", async () => {
  const folder = await folderWith(
    listAt(8080, {
      service: {
        smtp: "mail.acme.example",
        "mail-from": "nobody",
        "trust-center": 1,
        "smtp-rate": "many",
        secret: "x",
      },
    }),
  );
  const { code, stderr } = await runIn(folder, ["up", "--script", "script", "--set", "privacy-mail=none"]);
  expect(code).toBe(2);
  for (const part of [
    "--smtp ",
    "--mail-from",
    "--privacy-mail",
    "--smtp-rate",
    '"trust-center"',
    "TRUST_CENTER_SECRET",
  ])
    expect(stderr).toContain(part);
  // A line each.
  expect(stderr.trimEnd().split("\n").length).toBeGreaterThanOrEqual(6);
  const wrong = await folderWith(`${testList}up: { port: many, sevice: {} }\n`);
  const run = await runIn(wrong, ["up", "--script", "script"]);
  expect([run.code, run.stderr.match(/^trust-center\.yaml:\d+:\d+ /gm)?.length]).toEqual([1, 2]);
  expect(await readFile(join(folder, "trust-center.db")).catch(() => "none")).toBe("none");
});

test("flags go over the environment, and that over the file", async () => {
  const folder = await folderWith(listAt(8080, { service }));
  const read = async (env: Record<string, string>, set: Record<string, string>) =>
    (await planUp(folder, { script: "", set, env })).service?.settings.mailFrom;
  expect(await read({}, {})).toBe("a@acme.example");
  expect(await read({ TRUST_CENTER_MAIL_FROM: "b@acme.example" }, {})).toBe("b@acme.example");
  expect(await read({ TRUST_CENTER_MAIL_FROM: "b@acme.example" }, { "mail-from": "c@acme.example" })).toBe(
    "c@acme.example",
  );
  const { service: planned } = await planUp(folder, { script: "", set: {}, env: {} });
  expect(planned?.settings).toMatchObject({
    database: join(folder, "trust-center.db"),
    feed: expect.stringContaining("localhost"),
  });
});
