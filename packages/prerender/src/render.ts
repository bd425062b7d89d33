import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { TrustCenterError } from "@trust-center/feed";
import { wordsIn } from "@trust-center/reading/words";
import type { TrustCenterElement } from "@trust-center/widget";
import { openDocument } from "./document.ts";
import { escapeText, markup, OwnStyles, still } from "./markup.ts";
import type { Answer, Prerendered, Task } from "./prerender.ts";
import { makeStill, stillStyles } from "./still.ts";

/** Milliseconds between two looks whether what comes later has come, and for how many looks nothing may have. */
const pace = 50;
const calmLooks = 4;

async function answer(task: Task): Promise<Answer> {
  try {
    return { is: "done", result: await render(task) };
  } catch (error) {
    if (!(error instanceof TrustCenterError)) throw error;
    return { is: "refused", code: error.code, message: error.message, evidence: jsonOf(error.evidence) };
  }
}

async function render({ page, lang = "en", files, fallback, now, ...given }: Task): Promise<Prerendered> {
  openDocument(page);
  const address = new URL(given.feed, page).href;
  if (files) serve(files, address);
  if (now !== undefined) Date.now = () => now;
  await import("@trust-center/widget/define");
  const attributes = { feed: given.feed, pin: given.pin, ...given.attributes };
  const { element, center, language } = await loaded({ lang, ...attributes });
  const root = element.renderRoot as ShadowRoot;
  const { version } = center.feed;
  // Markup that leaves a part out, and looks whole, would not be the list.
  const missing = root.querySelector("[role=alert]")?.textContent;
  if (missing)
    throw new TrustCenterError("network", `Expected every part of the list to load, found: ${missing.trim()}`);
  makeStill(root, { t: wordsIn(language.tag, "more"), tag: language.tag, version, now: Date.now() });
  const styles = new OwnStyles();
  const content = [...root.childNodes].map((node) => markup(node, styles)).join("");
  const sheets = [still(sheetsOf(element)) + stillStyles, styles.rules] as const;
  const link = `<a href="${escapeText(address)}">${escapeText(address)}</a>`;
  const html = tagOf({ attributes, sheets, content, fallback: fallback ?? link });
  return { html, styleHashes: [hashOf(sheets[0]), hashOf(sheets[1])], version };
}

interface Parts {
  attributes: Readonly<Record<string, string>>;
  sheets: readonly string[];
  content: string;
  fallback: string;
}

function tagOf({ attributes, sheets, content, fallback }: Parts): string {
  const named = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeText(value)}"`);
  const styles = sheets.map((sheet) => `<style>${sheet}</style>`);
  const template = `${styles.join("")}${content}<noscript><slot></slot></noscript>`;
  return `<trust-center${named.join("")}><template shadowrootmode="open">${template}</template>${fallback}</trust-center>`;
}

/** Answers requests below an address from files, and none elsewhere. */
function serve(files: ReadonlyMap<string, Uint8Array>, address: string): void {
  globalThis.fetch = async (input) => {
    const { href } = new URL(input instanceof Request ? input.url : input);
    const file = href.startsWith(address) ? files.get(decodeURI(href.slice(address.length))) : undefined;
    return file ? new Response(new Uint8Array(file)) : new Response("Not found.", { status: 404 });
  };
}

/** Waits until the widget shows a verified list, and everything that it loads after that. */
async function loaded(attributes: Readonly<Record<string, string>>) {
  const element = document.createElement("trust-center") as unknown as TrustCenterElement;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  const settled = new Promise<void>((resolve, reject) => {
    element.addEventListener("trust-center-load", () => resolve());
    element.addEventListener("trust-center-refuse", (event) => reject((event as CustomEvent<Error>).detail));
  });
  document.body.append(element as unknown as Node);
  await settled;
  const { phase, language } = element.store.state;
  if (phase.is !== "shown") throw new TrustCenterError("malformed", "Expected a list, found none.", {});
  // Stale is for readers who have seen the list before.
  if (phase.center.problem) throw phase.center.problem;
  let last = "";
  for (let calm = 0; calm < calmLooks; ) {
    await setTimeout(pace);
    const found = (element.renderRoot as ShadowRoot).innerHTML;
    calm = found === last && element.store.state.more !== undefined ? calm + 1 : 0;
    last = found;
  }
  return { element, center: phase.center, language };
}

/** All styles that the widget has adopted, in their order. */
function sheetsOf(element: TrustCenterElement): string {
  const { styles } = element.constructor as unknown as { styles: readonly { cssText: string }[] };
  const more = element.store.state.more?.styles as { cssText: string } | undefined;
  return [...styles, ...(more ? [more] : [])].map(({ cssText }) => cssText).join("\n");
}

const hashOf = (style: string) => `'sha256-${createHash("sha256").update(style).digest("base64")}'`;

/** What can cross to another thread: evidence may hold an error's cause. */
const jsonOf = (evidence: object): Record<string, unknown> => JSON.parse(JSON.stringify(evidence));

parentPort?.postMessage(await answer(workerData as Task));
