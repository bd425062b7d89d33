interface Definition {
  type: string;
  shape?: Record<string, Node>;
  element?: Node;
  innerType?: Node;
  options?: readonly Node[];
  entries?: Record<string, string>;
  values?: readonly unknown[];
  checks?: readonly { _zod: { def: { pattern?: RegExp } } }[];
}
interface Node {
  _zod: { def: unknown };
}

/** Texts that the patterns of the format take. */
const examples = [
  "https://a.example/x",
  "https://a.example/x/",
  "DE",
  "2026-05-01",
  "2026-05-01T00:00:00Z",
  "P30D",
  "en",
  `sha256-${"A".repeat(43)}`,
];

/**
 * A value with every member that a schema knows.
 *
 * @param text Gives each text words of its own.
 */
export function sampleOf(schema: unknown, text: () => string): unknown {
  const definition = (schema as Node)._zod.def as Definition;
  if (definition.innerType) return sampleOf(definition.innerType, text);
  if (definition.options) return sampleOf(definition.options[0], text);
  if (definition.element) return [sampleOf(definition.element, text)];
  if (definition.shape) {
    return Object.fromEntries(Object.entries(definition.shape).map(([name, member]) => [name, sampleOf(member, text)]));
  }
  if (definition.entries) return Object.values(definition.entries)[0];
  if (definition.values) return definition.values[0];
  if (definition.type === "boolean") return true;
  if (definition.type === "int" || definition.type === "number") return 2;
  const patterns = (definition.checks ?? []).flatMap(({ _zod }) => _zod.def.pattern ?? []);
  return patterns.length === 0 ? text() : examples.find((one) => patterns.every((pattern) => pattern.test(one)));
}
