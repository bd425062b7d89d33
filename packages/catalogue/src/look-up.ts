import { catalogue, type Processor } from "./catalogue.ts";
import { withoutLegalForm } from "./legal-form.ts";

/** How a name was recognised, from what is surest to what needs a look. */
export const steps = ["name", "spelling", "bare", "part"] as const;
export type Step = (typeof steps)[number];

export interface Found {
  /**
   * `name` is the catalogue's own name; `spelling` another one, or a legal entity that one processor alone has; `bare` one
   * of these without legal form and brackets; `part` a part of “A / B”, “A dba B”.
   */
  step: Step;
  /** Several where the words can mean several: nothing follows then but a question. */
  processors: Processor[];
}

/** A name as it is compared: small letters without accents, one blank between words, no other marks. */
const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+]+/gu, " ")
    .trim();

const withoutBrackets = (text: string): string => text.replace(/\s*[([][^()[\]]*[)\]]/gu, "").trim();
const bare = (text: string): string => folded(withoutLegalForm(withoutBrackets(text)));

type Index = Map<string, Set<Processor>>;
let indexes: Record<Exclude<Step, "part">, Index> | undefined;

function indexed(): Record<Exclude<Step, "part">, Index> {
  if (indexes) return indexes;
  const [name, spelling, short]: [Index, Index, Index] = [new Map(), new Map(), new Map()];
  const put = (index: Index, key: string, processor: Processor) => {
    if (key !== "") index.set(key, (index.get(key) ?? new Set()).add(processor));
  };
  const entities: Index = new Map();
  for (const processor of catalogue().processors) {
    put(name, folded(processor.name), processor);
    put(short, bare(processor.name), processor);
    for (const { value } of processor.names ?? []) {
      put(spelling, folded(value), processor);
      put(short, bare(value), processor);
    }
    for (const { value } of processor.legalEntities ?? []) put(entities, folded(value), processor);
  }
  // A company that stands behind several products says nothing about which one it is.
  for (const [key, [only, ...others]] of entities) {
    if (only && others.length === 0 && !name.has(key)) put(spelling, key, only);
  }
  indexes = { name, spelling, bare: short };
  return indexes;
}

/** “A / B”, “A dba B”, “A, formerly B”, “A via B”. */
const between =
  /\s+\/\s+|\s*[,(]?\s*\b(?:d\/b\/a|dba|doing business as|trading as|t\/a|formerly|also known as|a\/k\/a|aka|via)\b\.?\s+/iu;

/**
 * What the catalogue knows under a name, by the first step that finds anything; undefined where none does. Names alone
 * never say that two rows are one: a company stands in a list once for each engagement.
 */
export function lookUp(name: string): Found | undefined {
  const whole = wholly(name);
  if (whole) return whole;
  const parts = name.replace(/\)\s*$/u, "").split(between);
  if (parts.length < 2) return undefined;
  const processors = parts.flatMap((part) => wholly(part)?.processors ?? []);
  return processors.length > 0 ? { step: "part", processors: unique(processors) } : undefined;
}

function wholly(name: string): Found | undefined {
  const { name: own, spelling, bare: short } = indexed();
  const key = folded(name);
  const exact = own.get(key);
  if (exact) return { step: "name", processors: [...exact] };
  const spelt = spelling.get(key);
  if (spelt) return { step: "spelling", processors: [...spelt] };
  // In brackets can stand the brand, the company, or a product that is another processor: “Twilio (SendGrid)”.
  const inside = [...name.matchAll(/[([]([^()[\]]+)[)\]]/gu)].flatMap(([, text = ""]) => [
    ...(own.get(folded(text)) ?? spelling.get(folded(text)) ?? short.get(bare(text)) ?? []),
  ]);
  const processors = unique([...(short.get(bare(name)) ?? []), ...inside]);
  return processors.length > 0 ? { step: "bare", processors } : undefined;
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];
