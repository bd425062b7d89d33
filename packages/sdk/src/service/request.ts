import { check, parseJson, TrustCenterError } from "@trust-center/feed";
import type { ZodMiniType } from "zod/mini";
import { checkAddress } from "../address.ts";
import { readBody } from "../http/body.ts";
import { createClient } from "../http/client.ts";
import { ended } from "../http/get.ts";
import { deadline, type HttpOptions } from "../http/options.ts";
import type { TrustCenter } from "../load/center.ts";
import { type Problem, problemSchema } from "./contract.ts";

const answerLimit = 64 * 1024;

/**
 * Asks the service of a trust center. A POST is never repeated by itself: its caller knows whether that is safe.
 *
 * @throws {TrustCenterError} `service-refused` with the {@link Problem} as evidence, `service-unavailable`, `timeout`, `aborted`
 */
export async function ask<T>(
  center: TrustCenter,
  path: string,
  schema: ZodMiniType<T>,
  http: HttpOptions,
  body?: unknown,
): Promise<T> {
  const url = new URL(path, serviceAddress(center)).href;
  const signal = deadline(http);
  const client = createClient(http, "no-store").extend({ throwHttpErrors: false, signal });
  let response: Response;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    response = await (body === undefined ? client.get(url) : client.post(url, { json: body }));
    bytes = await readBody(response, answerLimit, url);
  } catch (error) {
    if (error instanceof TrustCenterError) throw error;
    if (http.signal?.aborted) throw ended(url, http, error);
    throw new TrustCenterError(
      "service-unavailable",
      "The service could not be reached. Nothing is lost: try again.",
      { url },
      { cause: error },
    );
  }
  if (!response.ok) throw refused(url, response, bytes);
  return check(schema, bytes.length === 0 ? {} : parseJson(bytes, "the service's answer"), "the service's answer");
}

/** @throws {TrustCenterError} `service-unavailable` where the feed names no service */
function serviceAddress({ feed }: TrustCenter): string {
  if (feed.service === undefined) {
    throw new TrustCenterError("service-unavailable", "This trust center names no service for subscriptions.");
  }
  return checkAddress(feed.service, "the service's address");
}

function refused(url: string, response: Response, bytes: Uint8Array<ArrayBuffer>): TrustCenterError {
  const problem = readProblem(response, bytes);
  const code = response.status >= 500 ? "service-unavailable" : "service-refused";
  return new TrustCenterError(code, problem.detail ?? problem.title, { url, problem });
}

function readProblem({ status }: Response, bytes: Uint8Array<ArrayBuffer>): Problem {
  try {
    return check(problemSchema, parseJson(bytes, "the service's refusal"), "the service's refusal");
  } catch {
    return { title: `The service answered with HTTP status ${status}.`, status, code: "unavailable" };
  }
}
