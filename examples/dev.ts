import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";
import { startDemo } from "./demo/demo.ts";
import { endOnSignal } from "./end-on-signal.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const name = "mender";

// The demo as `pnpm start` has it, but for the script: the page takes the sources of the widget.
const demo = await startDemo({ folder: join(root, ".start"), port: 4310, say: (what) => console.log(`${what} …`) });
const vendor = demo.vendors.find((one) => one.name === name);
if (!vendor) throw new Error(`Expected the example ${name}.`);
const { site, page, tag, folder } = vendor;

const vite = await createServer({
  configFile: false,
  root: join(root, "packages/widget"),
  cacheDir: join(root, "node_modules/.cache/dev"),
  appType: "custom",
  resolve: { conditions: ["source", "browser", "module", "import", "default"] },
  server: { middlewareMode: true, hmr: { server: site.server }, fs: { allow: [root] } },
});

site.intercept = (request, response) => {
  const { pathname } = new URL(request.url ?? "/", page);
  const isPage = pathname === "/";
  if (!isPage && !/^\/(?:src|@[\w-]+|node_modules)\//.test(pathname)) return false;
  if (!isPage) vite.middlewares(request, response, () => response.writeHead(404).end());
  else {
    html().then(
      (text) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }
  return true;
};

/** The vendor's page, with the tag that `publish` prints, whose script is the sources'. */
async function html(): Promise<string> {
  const text = await readFile(join(root, "examples", name, "index.html"), "utf8");
  const lines = tag.replace(/<script[^>]*>/, '<script type="module" src="/src/define.ts">');
  return vite.transformIndexHtml(
    "/",
    text.replace("<!-- The lines that `trust-center publish` prints go here. -->", lines),
  );
}

console.log(`
  ${page}   the widget from its sources: the page reloads as they change
  ${demo.outbox.address}   every mail that is sent

Publish a change from ${folder} with: npx -y pnpm@12 trust-center publish ${folder}
Ctrl-C ends everything.`);

endOnSignal(async () => {
  await vite.close();
  await demo.close();
});
