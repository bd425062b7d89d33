import { lookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { TrustCenterError } from "@trust-center/feed";
import { isPublicAddress, mayBePublic } from "./public-address.ts";

export interface PublicFetchOptions {
  /** Asks for the addresses of a name. Default: the system. */
  resolve?: typeof lookup;
  /** What to do where it is meant: ends the message of a refusal. */
  hint?: string;
}

/**
 * A `fetch` for addresses that somebody else names: it reaches the public internet alone. The address that was checked is the
 * one that is connected to, so that a name cannot be another one's in between; no redirect is followed, and no connection
 * kept. A body is sent whole; a stream is not.
 *
 * @throws {TrustCenterError} `malformed`: the host, or one of its addresses, is not of the public internet
 */
export function publicFetch({ resolve = lookup, hint }: PublicFetchOptions = {}): typeof globalThis.fetch {
  const refusal = (hostname: string, found: string) =>
    new TrustCenterError(
      "malformed",
      [`Expected ${hostname} to be of the public internet, found ${found}.`, hint].filter(Boolean).join(" "),
      { hostname, found },
    );
  const checked: LookupFunction = (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const found = addresses ?? [];
      const inside = found.find(({ address }) => !isPublicAddress(address));
      if (error || found.length === 0) return done(error ?? refusal(hostname, "no address"), "", 0);
      if (inside) return done(refusal(hostname, inside.address), "", 0);
      if (options.all) return done(null, found);
      const [first] = found;
      done(null, first?.address ?? "", first?.family ?? 0);
    });
  };
  return async (input, init = {}) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (!mayBePublic(url)) throw refusal(url.hostname, url.hostname);
    const headers = { ...Object.fromEntries(request.headers), "accept-encoding": "identity" };
    const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
    const asked = { method: request.method, headers, signal: request.signal, lookup: checked, agent: false };
    return send(url, asked, body);
  };
}

function send(url: URL, options: https.RequestOptions, sentBody: Uint8Array | undefined): Promise<Response> {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      const { statusCode: status = 502, headers } = answer;
      const isEmpty = status === 204 || status === 304;
      if (isEmpty) answer.resume();
      const body = isEmpty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
      const pairs = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
      resolve(new Response(body as BodyInit | null, { status, headers: pairs as [string, string][] }));
    });
    sent.on("error", reject);
    sent.end(sentBody);
  });
}
