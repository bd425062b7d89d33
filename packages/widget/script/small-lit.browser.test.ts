/// <reference types="mocha" />

import { expect } from "@open-wc/testing";
import * as lit from "lit";
import * as script from "./small-lit.ts";

/** Either library: the script's has the same forms. */
type Library = typeof lit;
const libraries = [lit, script as unknown as Library] as const;

/** What is shown, said once and rendered by both. */
type Spec =
  | { is: "nothing" | "absent" | "empty" }
  | { is: "text"; text: string | number | boolean }
  | { is: "node"; name: string }
  | { is: "list"; items: Spec[] }
  | { is: "template"; form: number; values: Spec[] };

const forms: ((library: Library, v: unknown[], on: (event: Event) => void) => unknown)[] = [
  ({ html }, [a]) => html`<p>${a}</p>`,
  ({ html }, [a, b]) => html`${a}${b}`,
  ({ html }, [a, b]) => html`<b>x</b> ${a} between ${b}<i></i>`,
  ({ html }, [a, b]) => html`<ul>${a}<li>fixed</li>${b}</ul>`,
  ({ html }, [a, b, c]) => html`<section><div><span>${a}</span>${b}</div>${c} behind</section>`,
  ({ svg, html }, [a]) => html`<svg viewBox="0 0 1 1">${svg`<path d="M0 0"/><g>${a}</g>`}</svg>`,
  ({ html }) => html`<em>constant</em>`,
  ({ html, nothing }, [a], on) =>
    html`<button type="button" class="a ${attribute(nothing, a)} b" title=${attribute(nothing, a)} @click=${on}>${a}</button>`,
  ({ html, nothing }, [a, b]) =>
    html`<input class=${`x ${words(a)}`} .value=${words(a)} ?disabled=${words(b).length % 2 === 1} data-x="${attribute(nothing, a)}-${attribute(nothing, b)}">`,
  ({ html }, [a]) => html`<table><tbody>${html`<tr><td>${a}</td></tr>`}</tbody></table>`,
];

/** A value as an attribute has it: no template. */
const attribute = (nothing: unknown, value: unknown) =>
  value === nothing || value === undefined || typeof value === "string" ? value : words(value);
const words = (value: unknown) => (typeof value === "string" ? value : typeof value);

/** A generator that gives the same numbers again (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const texts = ["", "x", "<img src=x onerror=alert(1)>", "&amp;", "lit$0", "<!--", " ", 7, 0, true, false, "ع"] as const;

function specOf(pick: (below: number) => number, depth = 0): Spec {
  const kinds = depth > 3 ? 5 : 11;
  switch (pick(kinds)) {
    case 0:
      return { is: "nothing" };
    case 1:
      return { is: pick(2) ? "absent" : "empty" };
    case 2:
    case 3:
      return { is: "text", text: texts[pick(texts.length)] as string };
    case 4:
      return { is: "node", name: pick(2) ? "hr" : "kbd" };
    case 5:
    case 6:
      return { is: "list", items: Array.from({ length: pick(4) }, () => specOf(pick, depth + 1)) };
    default:
      return {
        is: "template",
        form: pick(forms.length),
        values: Array.from({ length: 3 }, () => specOf(pick, depth + 1)),
      };
  }
}

/** The same again, with one part of it another: what is most often rendered. */
function changed(spec: Spec, pick: (below: number) => number): Spec {
  if (pick(3) === 0) return specOf(pick, 1);
  const at = (all: Spec[]) => {
    const place = pick(all.length || 1);
    return all.map((one, index) => (index === place ? changed(one, pick) : one));
  };
  if (spec.is === "list") return { ...spec, items: pick(3) ? at(spec.items) : spec.items.slice(1) };
  return spec.is === "template" ? { ...spec, values: at(spec.values) } : spec;
}

function valueIn(spec: Spec, library: Library, on: (event: Event) => void): unknown {
  switch (spec.is) {
    case "nothing":
      return library.nothing;
    case "absent":
      return undefined;
    case "empty":
      return null;
    case "text":
      return spec.text;
    case "node":
      return document.createElement(spec.name);
    case "list":
      return spec.items.map((item) => valueIn(item, library, on));
    case "template":
      return forms[spec.form]?.(
        library,
        spec.values.map((value) => valueIn(value, library, on)),
        on,
      );
  }
}

/** What a reader and a program find in a node: comments are the library's own. */
function found(node: Node): unknown {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element || node instanceof DocumentFragment)) return undefined;
  const children: unknown[] = [];
  for (const child of node.childNodes) {
    const one = found(child);
    if (typeof one === "string" && typeof children.at(-1) === "string") children.push((children.pop() as string) + one);
    else if (one !== undefined && one !== "") children.push(one);
  }
  if (!(node instanceof Element)) return children;
  const { namespaceURI, localName } = node;
  const attributes = node
    .getAttributeNames()
    .sort()
    .map((name) => `${name}=${node.getAttribute(name)}`);
  return [namespaceURI, localName, attributes, (node as HTMLInputElement).value, children];
}

describe("templates in the script", () => {
  it("are rendered as lit renders them, one after the other", () => {
    // Any number will do: others give other templates.
    const pick = numbers(1);
    for (let series = 0; series < 150; series++) {
      const places = libraries.map(() => document.createElement("div"));
      let spec = specOf(pick);
      for (let step = 0; step < 12; step++) {
        libraries.forEach((library, at) => {
          library.render(
            valueIn(spec, library, () => {}),
            places[at] as HTMLElement,
          );
        });
        const [expected, shown] = places.map((place) => JSON.stringify(found(place)));
        expect(shown, `series ${series}, step ${step}: ${JSON.stringify(spec)}`).to.equal(expected);
        spec = changed(spec, pick);
      }
    }
  });

  it("an event goes to the listener that was rendered last", () => {
    for (const library of libraries) {
      const place = document.createElement("div");
      const heard: string[] = [];
      for (const name of ["first", "second"]) {
        library.render(
          forms[7]?.(library, ["x"], () => heard.push(name)),
          place,
        );
      }
      place.querySelector("button")?.click();
      expect(heard).to.deep.equal(["second"]);
    }
  });

  it("a list that a feed made up is no template", () => {
    const place = document.createElement("div");
    script.render({ strings: ["<img src=x>"], values: [], isSvg: false }, place);
    expect(place.querySelector("img")).to.equal(null);
  });
});

/** An element that notes what happens to it, on either library's base. */
function elementOf({ LitElement, html, css }: Library, log: string[]) {
  return class extends LitElement {
    static override readonly styles = [
      css`
        p {
          color: rgb(${1}, 2, 3);
        }
      `,
    ];
    static override readonly properties = {
      feed: {},
      level: { type: Number, attribute: "heading-level" },
      model: { attribute: false },
      open: { state: true },
    };
    declare feed: string;
    declare level: number;
    declare model: unknown;
    declare open: boolean;
    constructor() {
      super();
      this.feed = "none";
      this.level = 2;
      this.open = false;
    }
    protected override willUpdate(changed: Map<PropertyKey, unknown>) {
      log.push(`will ${[...changed].map(([name, before]) => `${String(name)} was ${String(before)}`).join(", ")}`);
      if (changed.has("feed")) this.open = this.feed === "open";
    }
    protected override render() {
      log.push(`render ${this.feed} ${this.level} ${String(this.model)} ${this.open}`);
      if (this.feed === "fault") throw new Error("A fault.");
      return html`<p @click=${this.pressed}>${this.feed}</p>`;
    }
    protected override firstUpdated() {
      log.push(`first ${this.hasUpdated}`);
    }
    protected override updated(changed: Map<PropertyKey, unknown>) {
      log.push(`updated ${[...changed.keys()].map(String)} ${this.renderRoot.querySelector("p")?.textContent}`);
      if (this.feed === "again") this.feed = "settled";
    }
    pressed() {
      log.push(`pressed ${this.feed}`);
    }
  };
}

/** What both do in one course of events. */
async function both(course: (element: HTMLElement & Record<string, unknown>, define: () => void) => Promise<void>) {
  const logs: string[][] = [];
  for (const library of libraries) {
    const log: string[] = [];
    const name = `x-${Math.random().toString(36).slice(2)}`;
    const host = document.createElement("div");
    host.innerHTML = `<${name} feed="early" heading-level="3"></${name}>`;
    document.body.append(host);
    const element = host.firstElementChild as HTMLElement & Record<string, unknown>;
    await course(element, () => customElements.define(name, elementOf(library, log)));
    logs.push(log);
    host.remove();
  }
  expect(logs[0]?.length).to.be.greaterThan(3);
  expect(logs[1]).to.deep.equal(logs[0]);
}

const complete = (element: Record<string, unknown>) => element.updateComplete as Promise<unknown>;

describe("elements in the script", () => {
  it("live as lit's do: attributes, properties, and those set before the element is known", () =>
    both(async (element, define) => {
      element.model = "set before";
      element.feed = "property";
      define();
      await complete(element);
      element.setAttribute("heading-level", "4");
      element.removeAttribute("feed");
      await complete(element);
      element.feed = "open";
      element.feed = "again";
      await complete(element);
      await complete(element);
      element.feed = "settled";
      await complete(element);
      element.shadowRoot?.querySelector("p")?.click();
      const color = getComputedStyle(element.shadowRoot?.querySelector("p") as Element).color;
      if (color !== "rgb(1, 2, 3)") throw new Error(`Expected its own style, found ${color}.`);
    }));

  it("wait until they are in a page, and outlive leaving it", () =>
    both(async (element, define) => {
      const { parentElement } = element;
      define();
      await complete(element);
      element.remove();
      element.feed = "away";
      await complete(element);
      parentElement?.append(element);
      element.level = 1;
      await complete(element);
    }));

  it("fail once, and render what comes after", () =>
    both(async (element, define) => {
      define();
      await complete(element);
      element.feed = "fault";
      await complete(element).catch(() => {});
      element.feed = "whole";
      await complete(element);
    }));
});
