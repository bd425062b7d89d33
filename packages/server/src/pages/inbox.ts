import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Refusal } from "../http/problem.ts";
import { escapeHtml } from "../mail/escape.ts";

/** Where the build puts the page's script; the same from the sources and from what is published. */
export const builtPage = fileURLToPath(new URL("../../dist/page/", import.meta.url));

const style = `:root { color-scheme: light dark; }
body { margin: 0; background: light-dark(#fff, #10161d); color: light-dark(#16202b, #e7edf3);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
noscript { display: block; padding: 2rem; }`;

const styleHash = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;

/** Nothing from elsewhere, nothing inline but one sheet by its hash, no markup from strings but Lit's own templates. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src ${styleHash}`,
  "connect-src 'self'",
  "img-src data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lit-html",
].join("; ");

const guarded = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

/** The script of the inbox's page. Its name holds its hash. */
export interface InboxScript {
  name: string;
  code: string;
}

/**
 * Reads the script that the build has made.
 *
 * @throws {Refusal} 503 where there is none
 */
export async function readInboxScript(folder: string): Promise<InboxScript> {
  const names = await readdir(folder).catch(() => []);
  const name = names.find((one) => /^inbox-[\w-]+\.js$/.test(one));
  if (name) return { name, code: await readFile(join(folder, name), "utf8") };
  throw new Refusal(
    503,
    "unavailable",
    "Expected the inbox's page to be built: pnpm --filter @trust-center/server build",
  );
}

/** @param provider The host by whose word people sign in, where there is one. */
export function inboxPage(vendor: string, { name }: InboxScript, provider: string | undefined): Response {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>Privacy inbox – ${escapeHtml(vendor)}</title>
<style>${style}</style>
<script type="module" src="${name}"></script>
</head>
<body>
<noscript>This page needs JavaScript. What it does, the API and the commands of the service do too.</noscript>
<trust-center-inbox${provider === undefined ? "" : ` provider="${escapeHtml(provider)}"`}></trust-center-inbox>
</body>
</html>
`;
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response(html, { headers: { ...guarded, ...headers, "content-security-policy": policy } });
}

/** Under a name that another script never has. */
export const inboxScriptResponse = ({ code }: InboxScript): Response =>
  new Response(code, {
    headers: {
      ...guarded,
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
