import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A widget to put on the page. */
export interface Placed {
  feed: string;
  pin: string | undefined;
}

/** What a page says of a widget that has settled. */
export interface Seen {
  event: "trust-center-load" | "trust-center-refuse";
  code: string | null;
  freshness: string | null;
  /** The code in the alert, the class of the banner, and the state of the badge. */
  alert: string | null;
  banner: string | null;
  badge: string | null;
  rows: number;
  /** All of its document, as markup. */
  markup: string;
}

/** A vendor's page with any number of widgets, by the script that is published. */
export interface AttackPage {
  /** The address of a page; its clock stands at `now`, its deadlines pass `haste` times as fast. */
  address(widgets: readonly Placed[], now: number, haste: number): string;
  close(): Promise<void>;
}

/** Milliseconds: no pause of the script is as long. */
const shortestDeadline = 5000;

const script = `const query = new URLSearchParams(location.search);
const now = Number(query.get("now"));
Date.now = () => now;
const haste = Number(query.get("haste"));
const { timeout } = AbortSignal;
AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, milliseconds / haste);
const later = setTimeout;
// What a storage may take is a deadline too: one that is late counts as lost, and its reader as new.
window.setTimeout = (work, milliseconds = 0) => later(work, milliseconds < ${shortestDeadline} ? milliseconds : milliseconds / haste);
window.settled = {};
for (const event of ["trust-center-load", "trust-center-refuse"]) {
  addEventListener(event, ({ target, detail }) => {
    const code = detail.code ?? detail.problem?.code ?? null;
    settled[target.id] = { event, code, freshness: detail.freshness ?? null };
  });
}
const attribute = (root, selector, name) => root.querySelector(selector)?.[name] ?? null;
window.seen = () => [...document.querySelectorAll("trust-center")].map((element) => {
  const root = element.shadowRoot;
  return {
    ...settled[element.id],
    alert: attribute(root, "[role=alert] details code", "textContent"),
    banner: attribute(root, ".alarm", "className"),
    badge: attribute(root, ".badge", "className"),
    rows: root.querySelectorAll(".list tbody .row").length,
    markup: root.innerHTML,
  };
});
window.allSettled = () => [...document.querySelectorAll("trust-center")].every(({ id, shadowRoot }) =>
  settled[id] && shadowRoot.querySelector(".alarm, .badge"));
`;

const pageOf = (
  widgets: readonly Placed[],
) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>A vendor</title>
<link rel="icon" href="data:,"><script src="/harness.js"></script><script type="module" src="/script/trust-center.js"></script>
${widgets.map(({ feed, pin }, at) => `<trust-center id="w${at}" feed="${feed}"${pin ? ` pin="${pin}"` : ""}></trust-center>`).join("\n")}`;

/** Serves the script of a folder, without a content security policy: nothing else must be of help. */
export async function serveAttackPage(folder: string): Promise<AttackPage> {
  const pages: string[] = [];
  const server = createServer(async ({ url = "/" }, response) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const name = /^\/script\/([\w-]+\.js)$/.exec(pathname)?.[1];
    const file = name ? await readFile(join(folder, name)).catch(() => undefined) : undefined;
    if (pathname === "/page") return send(200, "text/html", pages[Number(searchParams.get("number"))] ?? "");
    if (pathname === "/harness.js") return send(200, "text/javascript", script);
    return file ? send(200, "text/javascript", file) : send(404, "text/plain", "Not found.");

    function send(status: number, type: string, body: string | Uint8Array): void {
      response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" }).end(body);
    }
  });
  const origin = await listen(server);
  return {
    address: (widgets, now, haste) => {
      pages.push(pageOf(widgets));
      return `${origin}/page?number=${pages.length - 1}&now=${now}&haste=${haste}`;
    },
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

const listen = (server: Server) =>
  new Promise<string>((listening) => {
    server.listen(0, "127.0.0.1", () => listening(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
