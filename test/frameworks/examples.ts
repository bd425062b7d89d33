import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of an example, as a developer would copy it. */
export const folderOf = (name: string): string =>
  fileURLToPath(new URL(`../../examples/embed/${name}/`, import.meta.url));

/** One way of putting the element on a page: a folder in `examples/embed`. */
export interface Example {
  name: string;
  /** Built by its own `package.json`; the folder that it builds into. Without it, the example is served as it stands. */
  builds?: string;
  /** Runs its own server on a port. */
  server?: readonly string[];
  /** Where the files of the script belong, for a page that has no bundler. */
  script?: string;
  /** The page's content security policy, where our own server or nginx sets it. `FEED` stands for the feed's origin. */
  policy: string;
}

/** Everything from here, but the feed, and nothing inline. */
const ownOnly = "default-src 'self'; connect-src 'self' FEED; img-src 'self' data:";

/** The same, with markup from strings by the policies named alone. */
const strict = (...trusted: readonly string[]) =>
  `${ownOnly}; require-trusted-types-for 'script'; trusted-types ${["lit-html", ...trusted].join(" ")}`;

/** The policy that the web server's own configuration sets: one place for both. */
export function policyOfNginx(): string {
  const text = readFileSync(`${folderOf("html")}nginx.conf`, "utf8");
  const [, policy] = /^ {2}add_header Content-Security-Policy "([^"]+)"/m.exec(text) ?? [];
  if (!policy) throw new Error("Expected nginx.conf of the example to set Content-Security-Policy.");
  return policy;
}

export const plainExamples: readonly Example[] = [
  { name: "html", script: "trust-center", policy: policyOfNginx() },
  {
    name: "wordpress",
    script: "wp-content/themes/acme/trust-center",
    // Its own styles are inline.
    policy: `${strict("trust-center", "trust-center-classic")}; style-src 'self' 'unsafe-inline'`,
  },
];

export const frameworkExamples: readonly Example[] = [
  { name: "react", builds: "dist", policy: strict() },
  {
    name: "next",
    builds: ".next",
    server: ["node_modules/next/dist/bin/next", "start", "-p"],
    // Set by its own next.config.ts.
    policy: "",
  },
  { name: "preact", builds: "dist", policy: strict() },
  // Its templates are set as plain text.
  { name: "solid", builds: "dist", policy: ownOnly },
  { name: "vue", builds: "dist", policy: strict("vue") },
  { name: "svelte", builds: "dist", policy: strict("svelte-trusted-html") },
  { name: "angular", builds: "dist/browser", policy: strict() },
  { name: "astro", builds: "dist", policy: strict() },
];
