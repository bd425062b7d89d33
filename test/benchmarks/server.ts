import { readdir, readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import type { MockVendor } from "@trust-center/feed/mock";
import { scriptName } from "../../packages/widget/script/bundle.ts";
import { sha384 } from "../../packages/widget/script/vouch.ts";
import type { Bundles, Subject } from "./bundles.ts";
import { publish, sizes } from "./content.ts";

/** One server for every page, with everything in memory. */
export interface BenchServer {
  /** Address of a subject's page for a list of a size. */
  page(subject: Subject, size: number): string;
  close(): Promise<void>;
}

/** The policy of the demo's site: see examples/demo/site.ts. The peers' own styles do not work under it. */
const strict = "default-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html trust-center";

const css = `body{margin:0;font:16px/1.5 system-ui,sans-serif}main,footer{max-width:1080px;margin:0 auto;padding:20px}
trust-center{display:block;min-height:100vh}#list{min-height:100vh}table{border-collapse:collapse;font-size:.9375em}
#list th,#list>table td{padding:9px 8px;text-align:start;vertical-align:top;border-bottom:1px solid #ddd}`;

interface File {
  type: string;
  body: string | Uint8Array;
}

/** Publishes the lists and serves them with the pages on a free port of this machine. */
export async function startServer(bundles: Bundles): Promise<BenchServer> {
  const files = new Map<string, File>();
  const server = createServer((request, response) => answer(files.get(request.url ?? ""), response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const origin = `http://localhost:${port}`;
  files.set("/page.css", { type: "text/css", body: css });
  for (const subject of bundles.subjects) await addScripts(files, subject, bundles.folder(subject));
  for (const size of sizes) {
    const vendor = await publish(`${origin}/feeds/${size}/`, size);
    for (const [path, body] of vendor.files) files.set(`/feeds/${size}/${path}`, { type: "application/json", body });
    for (const subject of bundles.subjects) files.set(`/${subject}/${size}`, pageOf(subject, vendor, files));
  }
  return {
    page: (subject, size) => `${origin}/${subject}/${size}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(file: File | undefined, response: ServerResponse): void {
  if (!file) return void response.writeHead(404, { "content-type": "text/plain" }).end("Not found.\n");
  const isWidget = typeof file.body === "string" && file.body.includes("<trust-center");
  response.writeHead(200, {
    "content-type": `${file.type}; charset=utf-8`,
    "content-length": Buffer.byteLength(file.body),
    "cache-control": "no-cache",
    ...(isWidget && { "content-security-policy": strict }),
  });
  response.end(file.body);
}

async function addScripts(files: Map<string, File>, subject: Subject, folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const type = name.endsWith(".css") ? "text/css" : "text/javascript";
    files.set(`/scripts/${subject}/${name}`, { type, body: await readFile(join(folder, name)) });
  }
}

function pageOf(subject: Subject, vendor: MockVendor, files: ReadonlyMap<string, File>): File {
  const path = [...vendor.files.keys()].find((path) => path.startsWith("feed/"));
  if (subject === "widget") {
    const source = `/scripts/widget/${scriptName}`;
    const integrity = sha384((files.get(source) as File).body);
    return html(
      `<trust-center feed="${vendor.address}" pin="${vendor.pin}"></trust-center>`,
      `<script type="module" src="${source}" integrity="${integrity}" crossorigin="anonymous"></script>`,
    );
  }
  const styles = `/scripts/${subject}/page.css`;
  return html(
    `<p><input id="search" type="search" aria-label="Search"></p><div id="list"></div>`,
    `${files.has(styles) ? `<link rel="stylesheet" href="${styles}">` : ""}<script type="module" src="/scripts/${subject}/page.js"></script>`,
    `${vendor.address}${path}`,
  );
}

function html(content: string, script: string, feed = ""): File {
  const body = `<!doctype html><html lang="en" data-feed="${feed}"><head><meta charset="utf-8"><title>Trust center</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"></head>
<body><main>${script}${content}</main><footer>The page's own footer.</footer></body></html>`;
  return { type: "text/html", body };
}
