/** Elements without an end tag: https://html.spec.whatwg.org/multipage/syntax.html#void-elements */
const voids = new Set(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]);

/** Inner elements of the widget, in a name or a selector. Its custom properties begin alike, behind two dashes. */
const inner = /(?<![\w-])trust-center-([a-z]+)(?![\w-])/g;

/** Inner elements under names that nobody defines: as markup they have nothing to render from. */
export const still = (names: string): string => names.replace(inner, "still-$1");

/** Styles of single elements, by what they are set to: custom properties that hold numbers. */
export class OwnStyles {
  readonly #numbers = new Map<string, number>();

  /** The number under which {@link OwnStyles.rules} has a style; undefined where it is none of ours. */
  numberOf(style: string): number | undefined {
    if (!/^(--[a-z]+: -?[\d.e-]+;? ?)+$/.test(style)) return undefined;
    const number = this.#numbers.get(style) ?? this.#numbers.size;
    this.#numbers.set(style, number);
    return number;
  }

  get rules(): string {
    return [...this.#numbers].map(([style, number]) => `[data-still="${number}"]{${style}}`).join("");
  }
}

/**
 * A node of a shadow tree as markup that nothing runs in. Buttons do nothing without the script and say so; whoever tabs
 * passes them by.
 *
 * Text and attributes are escaped as by the fragment serialisation of HTML, and `<` and `>` in attributes too.
 */
export function markup(node: Node, styles: OwnStyles): string {
  if (node.nodeType === 3) return escapeText(node.nodeValue ?? "");
  if (node.nodeType !== 1) return "";
  const element = node as Element;
  const name = still(element.localName);
  const attributes = element.getAttributeNames().map((attribute) => {
    const value = element.getAttribute(attribute) ?? "";
    if (attribute === "tabindex") return "";
    if (attribute !== "style") return ` ${attribute}="${escapeText(value)}"`;
    const number = styles.numberOf(value);
    return number === undefined ? "" : ` data-still="${number}"`;
  });
  const start = `<${name}${attributes.join("")}${name === "button" ? " disabled" : ""}>`;
  if (voids.has(name)) return start;
  return `${start}${[...element.childNodes].map((child) => markup(child, styles)).join("")}</${name}>`;
}

/** For text and for attributes in double quotes. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>"\u00a0]/g, (found) => `&#${found.charCodeAt(0)};`);
