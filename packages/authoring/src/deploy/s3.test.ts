import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { authoringFolder, changedList, outIn, publishConfirmed, readTree, write } from "../testing/folder.ts";
import { deployTree } from "./deploy.ts";
import { readTarget } from "./target.ts";

const address = "https://acme.example/.well-known/trust-center/";
const secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

/** The signature that a request must have: AWS Signature Version 4, as its documentation builds it. */
function signatureOf(request: IncomingMessage): string {
  const { authorization = "" } = request.headers;
  const [, date = "", region = "", names = ""] =
    /Credential=[^/]+\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+)/.exec(authorization) ?? [];
  const headers = names.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const hash = String(request.headers["x-amz-content-sha256"]);
  const canonical = [request.method, request.url, "", headers.join(""), names, hash].join("\n");
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha256(canonical)].join("\n");
  const key = [region, "s3", "aws4_request"].reduce<Buffer>(
    (made, part) => hmac(made, part),
    hmac(`AWS4${secret}`, date),
  );
  return hmac(key, text).toString("hex");
}

interface Kept {
  bytes: Buffer;
  type: string | undefined;
  cacheControl: string | undefined;
}

/** What speaks the part of S3's protocol that is used here: it checks signatures, and answers as S3 does. */
async function startBucket(refuse: (key: string) => number | undefined = () => undefined) {
  const objects = new Map<string, Kept>();
  const put: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const bytes = Buffer.concat(parts);
    const key = decodeURI((request.url ?? "").slice("/acme-site/".length));
    const hash = String(request.headers["x-amz-content-sha256"]);
    const isSigned = request.headers.authorization?.endsWith(`Signature=${signatureOf(request)}`);
    const status = refuse(key);
    if (!isSigned || (request.method === "PUT" && hash !== sha256(bytes))) {
      return void response.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
    }
    if (request.method === "PUT" && status !== undefined) {
      return void response.writeHead(status).end("<Error><Code>AccessDenied</Code></Error>");
    }
    if (request.method === "PUT") {
      const { "content-type": type, "cache-control": cacheControl } = request.headers;
      objects.set(key, { bytes, type, cacheControl });
      put.push(key);
      return void response.end();
    }
    const found = objects.get(key);
    if (!found) return void response.writeHead(404).end();
    const etag = `"${createHash("md5").update(found.bytes).digest("hex")}"`;
    response.writeHead(200, { etag, "cache-control": found.cacheControl ?? "" }).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const env = {
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_REGION: "eu-central-1",
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
  return { objects, put, env };
}

test("a bucket gets every file signed, with its type and caching, the head after all that it names; again nothing", async () => {
  const folder = await authoringFolder();
  await publishConfirmed(folder);
  const tree = { out: outIn(folder), address };
  const { objects, put, env } = await startBucket();
  const target = readTarget("s3://acme-site/www/", "/");
  const first = await deployTree(tree, target, { env });
  expect(first.place).toBe("s3://acme-site/www/.well-known/trust-center/");
  expect(put.slice(-2)).toEqual([
    "www/.well-known/trust-center/head.json",
    "www/.well-known/trust-center/log/checkpoint",
  ]);
  expect(first.written).toHaveLength(put.length);
  const [feed] = put.filter((key) => /\/feed\/[0-9a-f]{64}\.json$/.test(key));
  expect(objects.get(String(feed))).toMatchObject({
    type: "application/json; charset=utf-8",
    cacheControl: "public, max-age=31536000, immutable",
  });
  expect(objects.get("www/.well-known/trust-center/head.json")).toMatchObject({ cacheControl: "no-cache" });
  // What is in the bucket is what was published, to the byte.
  const prefix = "www/.well-known/trust-center/";
  const kept = [...objects].map(([key, { bytes }]) => [key.slice(prefix.length), bytes.toString("latin1")] as const);
  const published = Object.entries(await readTree(tree.out)).filter(([path]) => !path.startsWith("."));
  expect(kept.toSorted()).toEqual(published.toSorted());
  expect((await deployTree(tree, target, { env })).written).toEqual([]);
  await write(folder, { "trust-center.yaml": changedList });
  await publishConfirmed(folder);
  const { written = [] } = await deployTree(tree, target, { env });
  expect(written).toContain(".well-known/trust-center/head.json");
  expect(written.length).toBeLessThan(put.length / 2 + 10);
});

test("where an object is not taken, nothing that would name it is sent", async () => {
  const folder = await authoringFolder();
  await publishConfirmed(folder);
  const { put, env } = await startBucket((key) => (key.includes("/history/") ? 403 : undefined));
  const sending = deployTree({ out: outIn(folder), address }, readTarget("s3://acme-site", "/"), { env });
  await expect(sending).rejects.toMatchObject({
    code: "network",
    message: expect.stringContaining("403: <Error><Code>AccessDenied"),
  });
  expect(put.filter((key) => /head\.json|checkpoint/.test(key))).toEqual([]);
});

test.each([
  ["no credentials", { AWS_ACCESS_KEY_ID: "" }, "AWS_SECRET_ACCESS_KEY"],
  ["another secret", { AWS_SECRET_ACCESS_KEY: "another" }, "SignatureDoesNotMatch"],
  ["nobody there", { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9" }, "Expected the bucket to take"],
])("%s: the message says so, and no secret", async (_what, changed, words) => {
  const folder = await authoringFolder();
  await publishConfirmed(folder);
  const { env } = await startBucket();
  const sending = deployTree({ out: outIn(folder), address }, readTarget("s3://acme-site", "/"), {
    env: { ...env, ...changed },
  });
  const error = await sending.catch((thrown: Error) => thrown);
  expect(String(error)).toContain(words);
  expect(String(error)).not.toContain(secret);
});
