import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type MockVendor, mockVendor } from "@trust-center/feed/mock";

/** A vendor whose files are really served. */
export interface Site extends MockVendor {
  /** What happens instead of an answer: `hang` never answers, `gone` is 404. */
  trick?: "hang" | "gone" | undefined;
  /** Answers in the place of the files, where it is there. */
  answer?: ((response: ServerResponse) => void) | undefined;
}

/** One server for any number of vendors, each on a loopback host and path of its own. */
export interface Sites {
  add(host: string, path: string, now: number): Promise<Site>;
  /** Paths asked for, with their hosts. */
  readonly asked: string[];
  /** Most requests under way at one time: in all, and at any one host. */
  readonly most: { all: number; host: number };
  /** What every answer waits for. */
  before: (() => Promise<void>) | undefined;
  close(): Promise<void>;
}

/** Starts the server. Hosts are loopback addresses such as `127.0.0.2`. */
export async function startSites(): Promise<Sites> {
  const vendors = new Map<string, Site>();
  const running = new Map<string, number>();
  const asked: string[] = [];
  const most = { all: 0, host: 0 };
  const server = createServer(async (request, response) => {
    const [host = "", url = ""] = [request.headers.host?.split(":")[0], request.url];
    asked.push(`${host}${url}`);
    running.set(host, (running.get(host) ?? 0) + 1);
    response.on("close", () => running.set(host, (running.get(host) ?? 0) - 1));
    most.host = Math.max(most.host, running.get(host) ?? 0);
    most.all = Math.max(most.all, [...running.values()].filter((count) => count > 0).length);
    await sites.before?.();
    answer(
      [...vendors.values()].find(({ address }) => address.endsWith(`//${host}:${port}${below(address, url)}`)),
      url,
      {
        response,
        tag: request.headers["if-none-match"],
      },
    );
  });
  await new Promise<void>((listening) => server.listen(0, "0.0.0.0", listening));
  const { port } = server.address() as AddressInfo;
  const sites: Sites = {
    asked,
    most,
    before: undefined,
    add: async (host, path, now) => {
      const vendor: Site = await mockVendor(`http://${host}:${port}${path}`, now);
      vendors.set(vendor.address, vendor);
      return vendor;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
  return sites;
}

/** The path of an address where a request is below it. */
function below(address: string, url: string): string {
  const { pathname } = new URL(address);
  return url.startsWith(pathname) ? pathname : "\n";
}

function answer(
  site: Site | undefined,
  url: string,
  { response, tag }: { response: ServerResponse; tag?: string | undefined },
) {
  if (site?.trick === "hang") return;
  if (site?.answer) return void site.answer(response);
  const path = site ? url.slice(new URL(site.address).pathname.length) : "";
  const bytes = site?.trick === "gone" ? undefined : site?.files.get(path);
  if (!bytes) return void response.writeHead(404).end();
  const etag = `"${createHash("sha256").update(bytes).digest("hex")}"`;
  if (path === "head.json" && tag === etag) return void response.writeHead(304).end();
  response.writeHead(200, path === "head.json" ? { etag } : {}).end(bytes);
}
