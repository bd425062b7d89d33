import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** A name of the contract, and what is said of it. */
export interface Named {
  readonly name: string;
  readonly description: string;
}

export interface Attribute extends Named {
  /** The property that it sets. */
  readonly property: string;
  readonly type: "string" | "number";
  /** Whether the element shows nothing without it. */
  readonly isRequired: boolean;
}

export interface Event extends Named {
  /** As TypeScript spells it: `CustomEvent<TrustCenter>`. */
  readonly type: string;
}

/** What `<trust-center>` promises to pages. */
export interface Contract {
  readonly tag: string;
  readonly className: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
  readonly events: readonly Event[];
  readonly slots: readonly Named[];
  readonly parts: readonly Named[];
  readonly customProperties: readonly Named[];
  readonly states: readonly Named[];
  readonly methods: readonly Named[];
}

export const elementFile = fileURLToPath(new URL("../src/element/trust-center.ts", import.meta.url));

/**
 * Reads the contract from the code: from the doc comment of the class, its `properties`, and the map of its events.
 *
 * @throws {Error} where the comment and the code name different attributes or events
 */
export function readContract(code: string = readFileSync(elementFile, "utf8")): Contract {
  const file = ts.createSourceFile(elementFile, code, ts.ScriptTarget.ESNext, true);
  const element = find(file, ts.isClassDeclaration, "TrustCenterElement");
  const said = (tag: string) => ts.getJSDocTags(element).filter(({ tagName }) => tagName.text === tag);
  const named = (tag: string) => said(tag).flatMap(({ comment }) => namesIn(ts.getTextOfJSDocComment(comment) ?? ""));
  const types = eventTypes(find(file, ts.isInterfaceDeclaration, "TrustCenterEventMap"));
  const properties = attributesOf(element);
  inStep("attributes", named("attribute"), properties);
  inStep("events", named("event"), types);
  return {
    tag: "trust-center",
    className: "TrustCenterElement",
    description: descriptionOf(element),
    attributes: named("attribute").map((one) => ({ ...one, ...(properties.get(one.name) as Declared) })),
    events: named("event").map((one) => ({ ...one, type: types.get(one.name) as string })),
    slots: said("slot").map(({ comment }) => ({ name: "", description: afterDash(ts.getTextOfJSDocComment(comment)) })),
    parts: named("csspart"),
    customProperties: named("cssproperty"),
    states: named("cssstate"),
    methods: element.members
      .filter((member) => ts.isMethodDeclaration(member) && isPublic(member) && !ts.isPrivateIdentifier(member.name))
      .map((member) => ({ name: (member.name as ts.Identifier).text, description: descriptionOf(member) })),
  };
}

type Declared = Pick<Attribute, "property" | "type" | "isRequired">;

/** `a, b c - What they are`: one for each name, with the same description. */
function namesIn(comment: string): Named[] {
  const [names = ""] = comment.split(" - ", 1);
  return names
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((name) => ({ name, description: afterDash(comment) }));
}

const afterDash = (comment = ""): string =>
  comment
    .slice(comment.indexOf("- ") + 2)
    .replace(/\s+/g, " ")
    .trim();

/** Attributes by name, from `static properties`: what is state, or has `attribute: false`, is none. */
function attributesOf(element: ts.ClassDeclaration): Map<string, Declared> {
  const declared = element.members.find((member) => member.name?.getText() === "properties");
  const table = declared && ts.isPropertyDeclaration(declared) && declared.initializer;
  if (!table || !ts.isObjectLiteralExpression(table)) throw new Error("Expected `static properties` of the element.");
  const found = new Map<string, Declared>();
  for (const one of table.properties) {
    if (!ts.isPropertyAssignment(one) || !ts.isObjectLiteralExpression(one.initializer)) continue;
    const property = one.name.getText();
    const option = (name: string) =>
      one.initializer.forEachChild((child) =>
        ts.isPropertyAssignment(child) && child.name.getText() === name ? child.initializer : undefined,
      );
    if (option("state") || option("attribute")?.kind === ts.SyntaxKind.FalseKeyword) continue;
    const attribute = option("attribute");
    const name = attribute && ts.isStringLiteral(attribute) ? attribute.text : property.toLowerCase();
    const type = option("type")?.getText() === "Number" ? "number" : "string";
    found.set(name, { property, type, isRequired: isRequired(element, property) });
  }
  return found;
}

/** A text that is never undefined and is empty until it is set. */
const isRequired = (element: ts.ClassDeclaration, property: string): boolean =>
  element.members.some(
    (member) =>
      ts.isPropertyDeclaration(member) &&
      member.name.getText() === property &&
      member.type?.kind === ts.SyntaxKind.StringKeyword,
  ) && new RegExp(`\\bthis\\.${property} = "";`).test(element.getText());

const eventTypes = (map: ts.InterfaceDeclaration): Map<string, string> =>
  new Map(
    map.members
      .filter((member) => ts.isPropertySignature(member))
      .map(({ name, type }) => [ts.isStringLiteral(name) ? name.text : name.getText(), type?.getText() ?? ""]),
  );

function inStep(what: string, said: readonly Named[], declared: ReadonlyMap<string, unknown>): void {
  const names = said.map(({ name }) => name).sort();
  const others = [...declared.keys()].sort();
  if (names.join() !== others.join()) {
    throw new Error(`Expected the ${what} that the code has (${others}), found in its doc comment: ${names}.`);
  }
}

const isPublic = (member: ts.MethodDeclaration): boolean =>
  !member.modifiers?.some(
    ({ kind }) => kind === ts.SyntaxKind.ProtectedKeyword || kind === ts.SyntaxKind.PrivateKeyword,
  );

function descriptionOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return (ts.getTextOfJSDocComment(comment?.comment) ?? "").replace(/\s+/g, " ").trim();
}

function find<T extends ts.DeclarationStatement>(
  file: ts.SourceFile,
  is: (node: ts.Node) => node is T,
  name: string,
): T {
  const found = file.statements.find((node): node is T & ts.Statement => is(node) && node.name?.getText() === name);
  if (!found) throw new Error(`Expected ${name} in ${elementFile}, found none.`);
  return found;
}
