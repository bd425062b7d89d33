import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { pagePolicy } from "@trust-center/authoring";
import { createSiteHandler } from "@trust-center/cli";
import type { Service } from "@trust-center/server";

/** A vendor's web site: its own page, its feed, the script, and its service behind the same origin. */
export interface Site {
  /** The example's folder, with index.html and page.css. */
  source: string;
  /** Folder of the script bundle. */
  script: string;
  feed: string;
  out: string;
  /** The lines that `publish` prints. */
  tag: string;
  /** The service below the site's own address, once it runs. */
  service: Service | undefined;
}

const policy = `${pagePolicy()}; report-uri /csp-reports`;

const tagPlace = "<!-- The lines that `trust-center publish` prints go here. -->";

/** Where the service appears below the site. */
export const servicePath = "/trust-center/";
export const scriptPath = "/script/";

export interface SiteServer {
  readonly server: Server;
  /** What browsers reported against the content security policy. */
  readonly reports: string[];
  /** Asked of every request first; true where it has answered. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  serve(site: Site): void;
}

/** Makes the site's server. What it serves is known only once it listens. */
export function createSite(): SiteServer {
  let answer: ReturnType<typeof createSiteHandler> | undefined;
  const reports: string[] = [];
  const server = createServer((request, response) => {
    if (!answer) return void response.writeHead(503).end();
    if (made.intercept?.(request, response)) return;
    if (request.url === "/csp-reports") return takeReport(request, response, reports);
    answer(request, response).catch(() => response.destroy());
  });
  const made: SiteServer = {
    server,
    reports,
    intercept: undefined,
    serve: ({ source, script, feed, out, tag, service }) => {
      const { origin } = new URL(feed);
      answer = createSiteHandler({
        ...{ feed, out, script, scriptPath, policy, files: source },
        page: async () => (await readFile(join(source, "index.html"), "utf8")).replace(tagPlace, tag),
        ...(service && { service: { address: `${origin}${servicePath}`, handle: service.handle } }),
      });
    },
  };
  return made;
}

function takeReport(request: IncomingMessage, response: ServerResponse, reports: string[]): void {
  let text = "";
  request.setEncoding("utf8").on("data", (part: string) => {
    if (text.length < 10_000) text += part;
  });
  request.on("end", () => {
    reports.push(text);
    response.writeHead(204).end();
  });
}
