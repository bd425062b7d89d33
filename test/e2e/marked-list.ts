import { fileURLToPath } from "node:url";
import { readAuthoring } from "@trust-center/authoring";
import { check, type FeedContent, feedContentSchema, policyBodySchema, sha256Hex } from "@trust-center/feed";
import { mockVendor } from "@trust-center/feed/mock";
import { day, decode, encode } from "../conformance/attacks/publish.ts";
import { start } from "../conformance/attacks/scene.ts";
import { startFeedServer } from "../conformance/attacks/server.ts";

/** What ends where a text may stand: in an element, an attribute, a comment, a raw text, a template, an address. */
const ends = ["", `">`, "'>", "-->", "]]>", "</style>", "</script>", "</textarea></title>", "`;", "{{"] as const;

/** What runs once it is no longer text. */
const starts = [
  `<img src=x onerror="hacked=1">`,
  "<script>hacked=2</script>",
  "<svg><animate onbegin=hacked=3 attributeName=x dur=1s></svg>",
  "<svg/onload=hacked=4>",
  `<a href="javascript:hacked=5">x</a>`,
  `<iframe srcdoc="<script>parent.hacked=6</script>"></iframe>`,
  "<math><mtext><table><mglyph><style><!--</style><img title='--><img src onerror=hacked=7>'>",
  "<video><source onerror=hacked=8></video>",
  "<b onpointerover=hacked=9>x</b>",
  `<object data="data:text/html,<script>hacked=10</script>"></object>`,
  `<link rel=stylesheet href="data:text/css,*{display:none}">`,
  "&lt;img src=x onerror=hacked=11&gt;&#60;b&#62;",
  "\u202e<base href=//x.example/>$" + "{hacked=12}{{hacked=13}}<!--lit$0-->",
] as const;

/** What a string must never become: {@link ends} with {@link starts}, each pair once, in heaps that one text may hold. */
export const heaps: readonly (readonly string[])[] = (() => {
  const all = ends.flatMap((end) => starts.map((start) => end + start));
  const perText = 26;
  return Array.from({ length: all.length / perText }, (_, at) => all.slice(at * perText, (at + 1) * perText));
})();

/** Members whose values have a form of their own: no markup fits into them. */
const formed = new Set(
  `id type kind country role status url field groups services replaces subprocessor relation priority languages
   prevailingLanguage bodies noticePeriod objectionPeriod duration holidays appliesTo clockStarts silence subsetOf since
   until announced effective updated pin service access date after before checked`.split(/\s+/),
);

/** Gives what a string of a list gets behind it, by the names of the members that it is in. */
export type Mark = (path: string) => string;

/** A value with a mark in every string that may hold any, and behind every address. */
function marked(value: unknown, mark: Mark, path: readonly string[] = []): unknown {
  const name = path.findLast((name) => Number.isNaN(Number(name))) ?? "";
  if (typeof value === "string") {
    // An address with markup as it is written is no address to the schema.
    if (name === "url" && value.startsWith("https:"))
      return `${value}#${encodeURI(mark(path.join("."))).replaceAll("'", "%27")}`;
    return formed.has(name) ? value : `${value} ${mark(path.join("."))}`;
  }
  if (typeof value !== "object" || value === null || name === "bodies") return value;
  if (Array.isArray(value)) return value.map((item, at) => marked(item, mark, [...path, String(at)]));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, marked(inner, mark, [...path, name])]));
}

/** Serves an example with a mark in every string: valid, signed, under its pin. */
export async function serveMarked(mark: Mark) {
  const server = await startFeedServer();
  const authoring = await readAuthoring(fileURLToPath(new URL("../../examples/mender", import.meta.url)));
  const renamed = new Map<string, string>();
  const policies = [];
  for (const { bytes } of authoring.policies) {
    const body = JSON.parse(decode(bytes));
    const evil = encode(check(policyBodySchema, { ...body, body: markedTexts(body.body, mark) }, "the policy"));
    renamed.set(await sha256Hex(bytes), await sha256Hex(evil));
    policies.push(evil);
  }
  const content = check(feedContentSchema, marked(authoring.content, mark), "the list") as FeedContent;
  for (const policy of content.policies ?? []) {
    policy.bodies &&= Object.fromEntries(
      Object.entries(policy.bodies).map(([tag, sha256]) => [tag, renamed.get(sha256) as string]),
    );
  }
  const vendor = await mockVendor(server.address, start);
  await vendor.publish({ ...content, subprocessors: content.subprocessors.slice(1) }, start, policies);
  await vendor.publish(content, start + day, policies);
  server.tree = vendor.files;
  return { feed: server.address, pin: vendor.pin, now: start + 2 * day, close: server.close };
}

/** The texts of a policy's tree: its addresses and kinds of node stay. */
function markedTexts(node: unknown, mark: Mark): unknown {
  if (Array.isArray(node)) return node.map((one) => markedTexts(one, mark));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([name, inner]) => [
      name,
      name === "value" ? `${inner} ${mark("policy")}` : markedTexts(inner, mark),
    ]),
  );
}

const root = `document.querySelector("trust-center").shadowRoot`;

/** Opens every row, policy and change, once the parts that come later are there. */
export const openAll = `(() => {
  const pressed = new Set();
  window.openedAll = () => {
    const root = ${root};
    const later = root.querySelector("trust-center-history section") && root.querySelector("trust-center-policies section");
    const buttons = [...root.querySelectorAll("button[aria-expanded=false]")].filter((button) => !pressed.has(button));
    for (const button of buttons) {
      pressed.add(button);
      button.click();
    }
    const bodies = [...root.querySelectorAll(".fold-body")];
    const areRead = bodies.length > 0 && bodies.every((body) => body.querySelector(".prose"));
    return Boolean(later) && buttons.length === 0 && areRead && Boolean(root.querySelector(".history"));
  };
})()`;

/** Elements, attributes and links that no part of the widget makes. */
export const findings = `(() => {
  const all = [...${root}.querySelectorAll("*")];
  return {
    hacked: window.hacked ?? null,
    foreign: all.map(({ localName }) => localName).filter((name) =>
      ["img", "script", "iframe", "object", "embed", "base", "link", "meta", "style", "math", "video", "animate", "b"].includes(name)),
    handlers: all.flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith("on"))),
    links: all.filter(({ localName }) => localName === "a").map(({ href }) => href)
      .filter((href) => !/^(?:https?:\\/\\/|mailto:|tel:)/.test(href)),
    badge: ${root}.querySelector(".badge").className,
  };
})()`;
