import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TrustCenterError } from "@trust-center/feed";
import { AwsClient } from "aws4fetch";
import { UsageError } from "../errors.ts";
import { servedAs } from "./served.ts";
import { uploadSteps } from "./steps.ts";

/** Milliseconds for one object. */
const deadline = 60_000;
/** Times that a request is made again after an answer of 5xx or 429. */
const retries = 3;
/** Objects sent at a time, within a step. */
const atATime = 6;
/** Characters of an answer that are repeated in a message. */
const longestAnswer = 300;

type Env = Readonly<Record<string, string | undefined>>;

export interface Bucket {
  out: string;
  /** The bucket's name, and the prefix that the site is served from: without slashes at either end, or empty. */
  bucket: string;
  prefix: string;
  /** The path of the feed's address, with its slashes. */
  path: string;
  env: Env;
  signal: AbortSignal | undefined;
}

/**
 * Sends a tree to a bucket of S3, or of what speaks its protocol (AWS_ENDPOINT_URL_S3): each step whole before the next, each
 * object with its type and caching. What is there already is not sent again, and nothing is deleted.
 *
 * @returns the paths sent, from the site
 * @throws {UsageError} where the environment names no credentials
 * @throws {TrustCenterError} `network` where an object is not taken
 */
export async function sendToBucket(sending: Bucket): Promise<string[]> {
  const { out, path } = sending;
  const store = openBucket(sending);
  const sent: string[] = [];
  for (const step of await uploadSteps(out)) {
    for (let from = 0; from < step.length; from += atATime) {
      const some = step.slice(from, from + atATime);
      const results = await Promise.all(some.map(async (name) => store(`${path.slice(1)}${name}`, name)));
      sent.push(...some.filter((_, at) => results[at]).map((name) => `${path.slice(1)}${name}`));
    }
  }
  return sent;
}

/** Puts a file of the tree under a key, unless it is there; true where it was sent. */
function openBucket({ out, bucket, prefix, env, signal }: Bucket): (key: string, name: string) => Promise<boolean> {
  const client = new AwsClient({ ...credentialsIn(env), service: "s3", region: regionIn(env), retries });
  const base = `${addressOf(bucket, env)}${prefix === "" ? "" : `${prefix}/`}`;
  const send = async (key: string, init: RequestInit): Promise<Response> => {
    const limit = AbortSignal.timeout(deadline);
    const ended = signal ? AbortSignal.any([signal, limit]) : limit;
    try {
      return await client.fetch(`${base}${key}`, { ...init, redirect: "error", signal: ended });
    } catch (cause) {
      signal?.throwIfAborted();
      throw refused(key, cause instanceof Error ? cause.message : String(cause), cause);
    }
  };
  return async (key, name) => {
    const bytes = new Uint8Array(await readFile(join(out, name)));
    // What one request puts has the MD5 of its bytes as its tag; where a host has other tags, everything is sent.
    const tag = `"${createHash("md5").update(bytes).digest("hex")}"`;
    const { type, cacheControl } = servedAs(name);
    const before = await send(key, { method: "HEAD" });
    const isThere =
      before.ok && before.headers.get("etag") === tag && before.headers.get("cache-control") === cacheControl;
    if (isThere) return false;
    // Of an unsigned body, whoever stands between could make another.
    const signed = createHash("sha256").update(bytes).digest("hex");
    const headers = { "content-type": type, "cache-control": cacheControl, "x-amz-content-sha256": signed };
    const answer = await send(key, { method: "PUT", body: bytes, headers });
    if (answer.ok) return true;
    const words = (await answer.text()).slice(0, longestAnswer).replace(/\s+/g, " ");
    throw refused(key, `status ${answer.status}: ${words}`);
  };
}

const refused = (key: string, found: string, cause?: unknown): TrustCenterError =>
  new TrustCenterError(
    "network",
    `Expected the bucket to take ${key}, found ${found}. What was published on this machine stands: run the same command again.`,
    { key },
    { cause },
  );

function credentialsIn(env: Env) {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  throw new UsageError(
    "Expected the credentials of the bucket in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, found none. For another host than AWS, its address goes into AWS_ENDPOINT_URL_S3.",
  );
}

const regionIn = ({ AWS_REGION, AWS_DEFAULT_REGION }: Env): string => AWS_REGION || AWS_DEFAULT_REGION || "us-east-1";

/** The bucket's address, ending in `/`: below the host that the environment names, else the one of AWS. */
function addressOf(bucket: string, env: Env): string {
  const endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  return endpoint
    ? `${endpoint.replace(/\/+$/, "")}/${bucket}/`
    : `https://${bucket}.s3.${regionIn(env)}.amazonaws.com/`;
}
