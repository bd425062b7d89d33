/**
 * What the script has in the place of `lit`: elements and templates as the widget writes them, and nothing else. A
 * template has holes for texts, templates, lists and nodes, and for whole or partial attributes, properties (`.value`),
 * switches (`?hidden`) and events (`@click`). There are no directives. npm has the widget with lit itself.
 *
 * What is rendered is lit's: a browser test shows the same templates to both, and the widget's end-to-end tests run on the
 * script.
 *
 * @module
 */

/** What a hole holds to be empty, or an attribute to be absent. */
export const nothing = Symbol();

/** A template with values. A class: no object of a feed is one. */
class Result {
  readonly strings: TemplateStringsArray;
  readonly values: readonly unknown[];
  readonly isSvg: boolean;

  constructor(strings: TemplateStringsArray, values: readonly unknown[], isSvg: boolean) {
    this.strings = strings;
    this.values = values;
    this.isSvg = isSvg;
  }
}

export const html = (strings: TemplateStringsArray, ...values: unknown[]): Result => new Result(strings, values, false);
export const svg = (strings: TemplateStringsArray, ...values: unknown[]): Result => new Result(strings, values, true);

interface Policy {
  createHTML(markup: string): string;
}

const { trustedTypes } = globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } };
/** The name under which pages allow lit's templates: the script's are allowed alike. */
const policy = trustedTypes?.createPolicy("lit-html", { createHTML: (markup) => markup });

/** Begins the names of comments and attributes that stand for holes. */
const hole = "lit$";

/** A hole in an attribute: its name as it is written, and what stands around its values. */
interface Attribute {
  readonly name: string;
  readonly statics: readonly string[];
}

/** A hole of a template: in which node, counted in document order, and with which of the values it begins. */
interface Place {
  readonly node: number;
  readonly value: number;
  readonly attribute: Attribute | undefined;
}

interface Template {
  readonly content: DocumentFragment;
  readonly places: readonly Place[];
}

const templates = new WeakMap<TemplateStringsArray, Template>();

/** Walks over elements and comments. */
const walkerOf = (root: Node): TreeWalker => document.createTreeWalker(root, 129);

function templateOf({ strings, isSvg }: Result): Template {
  let template = templates.get(strings);
  if (!template) {
    const attributes = new Map<number, Attribute>();
    const markup = markupOf(strings, attributes);
    const element = document.createElement("template");
    const wrapped = isSvg ? `<svg>${markup}</svg>` : markup;
    element.innerHTML = policy?.createHTML(wrapped) ?? wrapped;
    const { content } = element;
    if (isSvg) content.firstElementChild?.replaceWith(...content.firstElementChild.childNodes);
    template = { content, places: placesOf(content, attributes) };
    templates.set(strings, template);
  }
  return template;
}

/** The markup of a template, with a comment or an attribute in the place of each hole. */
function markupOf(strings: TemplateStringsArray, attributes: Map<number, Attribute>): string {
  let markup = strings[0] as string;
  for (let at = 1; at < strings.length; ) {
    const value = at - 1;
    const name = `${hole}${value}`;
    if (markup.lastIndexOf("<") <= markup.lastIndexOf(">")) {
      markup += `<!--${name}-->${strings[at++]}`;
      continue;
    }
    const found = /([^\s=]+)=(["']?)([^"']*)$/.exec(markup) as RegExpExecArray;
    const [, attribute = "", quote = "", before = ""] = found;
    const statics = [before];
    let rest = strings[at++] as string;
    if (quote) {
      while (!rest.includes(quote)) {
        statics.push(rest);
        rest = strings[at++] as string;
      }
      const end = rest.indexOf(quote);
      statics.push(rest.slice(0, end));
      rest = rest.slice(end + 1);
    } else statics.push("");
    attributes.set(value, { name: attribute, statics });
    markup = `${markup.slice(0, found.index)}${name}${rest}`;
  }
  // A hole ends where the next node is: there must be one.
  return markup.endsWith("-->") ? `${markup}<!---->` : markup;
}

function placesOf(content: DocumentFragment, attributes: ReadonlyMap<number, Attribute>): Place[] {
  const places: Place[] = [];
  const walk = walkerOf(content);
  for (let node = 0; walk.nextNode(); node++) {
    const { currentNode: current } = walk;
    if (current instanceof Element) {
      for (const name of current.getAttributeNames()) {
        if (!name.startsWith(hole)) continue;
        const value = Number(name.slice(hole.length));
        places.push({ node, value, attribute: attributes.get(value) });
        current.removeAttribute(name);
      }
    } else if ((current as Comment).data.startsWith(hole)) {
      places.push({ node, value: Number((current as Comment).data.slice(hole.length)), attribute: undefined });
    }
  }
  return places;
}

/** Whose methods answer the events of what is rendered now. */
let host: unknown;

/** Something that takes values from the first on that is its own. */
interface Part {
  readonly value: number;
  take(values: readonly unknown[], from: number): void;
}

/** A template in the document. */
class Instance {
  readonly #parts: Part[] = [];
  readonly content: Node;

  constructor({ content, places }: Template) {
    this.content = document.importNode(content, true);
    const walk = walkerOf(this.content);
    let at = -1;
    for (const { node, value, attribute } of places) {
      for (; at < node; at++) walk.nextNode();
      const { currentNode } = walk;
      this.#parts.push(
        attribute ? attributePart(currentNode as Element, value, attribute) : new Child(currentNode, () => end, value),
      );
      const end = currentNode.nextSibling;
    }
  }

  take(values: readonly unknown[]): void {
    for (const part of this.#parts) part.take(values, part.value);
  }
}

function attributePart(element: Element, value: number, { name, statics }: Attribute): Part {
  const bare = name.slice(1);
  let last: unknown = nothing;
  const set: (now: unknown) => void =
    name[0] === "."
      ? (now) => Object.assign(element, { [bare]: now })
      : name[0] === "?"
        ? (now) => element.toggleAttribute(bare, !!now && now !== nothing)
        : (now) => (now === nothing ? element.removeAttribute(name) : element.setAttribute(name, `${now ?? ""}`));
  if (name[0] === "@") {
    const own = host;
    element.addEventListener(bare, (event) => (last as (event: Event) => void).call(own, event));
  }
  return {
    value,
    take(values, from) {
      const own = values.slice(from, from + statics.length - 1);
      const now =
        statics.length === 2 && !statics[0] && !statics[1]
          ? own[0]
          : own.includes(nothing)
            ? nothing
            : statics[0] + own.map((one, at) => `${one ?? ""}${statics[at + 1]}`).join("");
      if (now === last) return;
      last = now;
      if (name[0] !== "@") set(now);
    },
  };
}

/** A hole among nodes: what it holds stands behind its own comment. */
class Child implements Part {
  readonly value: number;
  readonly #start: Node;
  /** The node behind it. */
  readonly #end: () => Node | null;
  #last: unknown = nothing;
  #instance: Instance | undefined;
  #template: Template | undefined;
  #items: Child[] | undefined;

  constructor(start: Node, end: () => Node | null, value: number) {
    this.#start = start;
    this.#end = end;
    this.value = value;
  }

  take(values: readonly unknown[], from: number): void {
    this.set(values[from]);
  }

  set(value: unknown): void {
    if (value instanceof Result) this.#setTemplate(value);
    else if (Array.isArray(value)) this.#setItems(value);
    else if (value !== this.#last) {
      const text = this.#start.nextSibling;
      const words = value === nothing ? "" : `${value ?? ""}`;
      if (value instanceof Node) this.#put(value);
      else if (typeof this.#last === "string" && words) (text as Text).data = words;
      else if (words) this.#put(document.createTextNode(words));
      else this.#clear();
      this.#last = value instanceof Node ? value : words || nothing;
    }
  }

  #setTemplate(result: Result): void {
    const template = templateOf(result);
    if (this.#template !== template) {
      const instance = new Instance(template);
      instance.take(result.values);
      this.#put(instance.content);
      this.#instance = instance;
      this.#template = template;
      this.#last = result;
    } else this.#instance?.take(result.values);
  }

  #setItems(values: readonly unknown[]): void {
    if (!this.#items) this.#clear();
    this.#items ??= [];
    this.#last = values;
    const items = this.#items;
    const startOf = (item: Child | undefined) => (item ? item.#start : this.#end());
    values.forEach((value, at) => {
      items[at] ??= new Child(this.#insert(document.createComment("")), () => startOf(items[at + 1]), 0);
      items[at].set(value);
    });
    const spare = items[values.length];
    if (!spare) return;
    this.#removeFrom(spare.#start);
    items.length = values.length;
  }

  #put(node: Node): void {
    this.#clear();
    this.#insert(node);
  }

  #insert<T extends Node>(node: T): T {
    this.#start.parentNode?.insertBefore(node, this.#end());
    return node;
  }

  #clear(): void {
    this.#removeFrom(this.#start.nextSibling);
    this.#last = nothing;
    this.#template = undefined;
    this.#items = undefined;
  }

  #removeFrom(first: Node | null): void {
    const end = this.#end();
    for (let node = first; node && node !== end; ) {
      const { nextSibling } = node;
      (node as ChildNode).remove();
      node = nextSibling;
    }
  }
}

const roots = new WeakMap<Node, Child>();

/** Renders a template into a node, for which it renders alone. */
export function render(value: unknown, container: Element | DocumentFragment, by: unknown = undefined): void {
  let root = roots.get(container);
  if (!root) {
    const start = document.createComment("");
    container.append(start);
    root = new Child(start, () => null, 0);
    roots.set(container, root);
  }
  const before = host;
  host = by;
  try {
    root.set(value);
  } finally {
    host = before;
  }
}

/** Rules of style, made into a sheet when they are first needed. */
class Style {
  readonly cssText: string;
  #sheet: CSSStyleSheet | undefined;

  constructor(cssText: string) {
    this.cssText = cssText;
  }

  get styleSheet(): CSSStyleSheet {
    if (!this.#sheet) {
      this.#sheet = new CSSStyleSheet();
      this.#sheet.replaceSync(this.cssText);
    }
    return this.#sheet;
  }
}

export const unsafeCSS = (text: string): Style => new Style(text);
export const css = (strings: TemplateStringsArray, ...values: (Style | number)[]): Style =>
  new Style(String.raw({ raw: strings }, ...values.map((value) => (value instanceof Style ? value.cssText : value))));

/** A property of an element. Its attribute has its name, unless said otherwise. */
interface Property {
  readonly attribute?: string | false;
  readonly state?: boolean;
  readonly type?: unknown;
}

/** An element with what its properties keep. */
type Kept = LitElement & Record<symbol, unknown>;

/** A server that renders a page imports this module too, and has no elements. */
const PlatformElement = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** An element that renders itself anew once one of its properties has changed. */
export class LitElement extends PlatformElement {
  static readonly properties: Readonly<Record<string, Property>> = {};
  static readonly styles: readonly Style[] = [];
  /** Names of properties by those of their attributes. */
  static #names = new WeakMap<object, Map<string, string>>();

  /** Called once, when a class of elements is defined: `this` is that class. */
  static get observedAttributes(): string[] {
    // biome-ignore-start lint/complexity/noThisInStatic: each class has properties of its own
    const names = new Map<string, string>();
    LitElement.#names.set(this, names);
    for (const [name, { attribute = name.toLowerCase(), state }] of Object.entries(this.properties)) {
      if (attribute && !state) names.set(attribute, name);
      const key = Symbol();
      Object.defineProperty(this.prototype, name, {
        get(this: Kept) {
          return this[key];
        },
        set(this: Kept, value: unknown) {
          const before = this[key];
          this[key] = value;
          if (!Object.is(before, value)) this.requestUpdate(name, before);
        },
      });
    }
    // biome-ignore-end lint/complexity/noThisInStatic: each class has properties of its own
    return [...names.keys()];
  }

  renderRoot!: ShadowRoot | HTMLElement;
  hasUpdated = false;
  #changed = new Map<PropertyKey, unknown>();
  #pending = false;
  #connect: (() => void) | undefined;
  #done: Promise<void> = new Promise((resolve) => {
    this.#connect = resolve;
  });
  /** Properties that a page has set before the element was defined: they would hide its own. */
  readonly #early: Record<string, unknown> = {};

  constructor() {
    super();
    for (const name of Object.keys(this.#class.properties)) {
      if (!Object.hasOwn(this, name)) continue;
      this.#early[name] = this[name as keyof this];
      delete this[name as keyof this];
    }
    this.requestUpdate();
  }

  get #class(): typeof LitElement {
    return this.constructor as typeof LitElement;
  }

  /** Resolves once what changed has been rendered. */
  get updateComplete(): Promise<void> {
    return this.#done;
  }

  connectedCallback(): void {
    this.renderRoot ??= this.createRenderRoot();
    this.#connect?.();
  }

  disconnectedCallback(): void {}

  attributeChangedCallback(attribute: string, _before: unknown, value: string | null): void {
    const name = LitElement.#names.get(this.#class)?.get(attribute) as string;
    const { type } = this.#class.properties[name] as Property;
    Object.assign(this, { [name]: type === Number && value !== null ? Number(value) : value });
  }

  requestUpdate(name?: PropertyKey, before?: unknown): void {
    if (name !== undefined && !this.#changed.has(name)) this.#changed.set(name, before);
    if (this.#pending) return;
    this.#pending = true;
    this.#done = this.#update(this.#done);
  }

  async #update(done: Promise<void>): Promise<void> {
    // One that failed has said so.
    await done.catch(() => {});
    const isFirst = !this.hasUpdated;
    if (isFirst) Object.assign(this, this.#early);
    const changed = this.#changed;
    try {
      this.willUpdate(changed);
      const rendered = this.render();
      this.#settle();
      render(rendered, this.renderRoot, this);
    } finally {
      this.#settle();
    }
    this.hasUpdated = true;
    if (isFirst) this.firstUpdated();
    this.updated(changed);
  }

  #settle(): void {
    this.#pending = false;
    this.#changed = new Map();
  }

  protected createRenderRoot(): ShadowRoot | HTMLElement {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = this.#class.styles.map(({ styleSheet }) => styleSheet);
    return root;
  }

  protected willUpdate(_changed: Map<PropertyKey, unknown>): void {}
  protected render(): unknown {
    return nothing;
  }
  protected firstUpdated(): void {}
  protected updated(_changed: Map<PropertyKey, unknown>): void {}
}
