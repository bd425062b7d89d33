/**
 * What the script has in the place of `zod/mini`: the constructors that the schemas of feed, SDK and widget call, and
 * nothing else. A library for every schema was a sixth of the bytes before the first view, and which schemas there are
 * is known when the script is built. The schemas themselves stay the one source; npm and Node check with zod.
 *
 * Verdict, data and the place of the first issue are zod's: test/differential shows the same values to both, valid ones
 * and mutated ones. Members stay in the order in which they were written, where zod has its own. What a schema uses and this module does not have is a missing export, and fails the build.
 *
 * @module
 */

/**
 * Where a value departs from its schema; how, the script has no words for. `continue`: it has the right form, and
 * further checks still make sense.
 */
interface Issue {
  path?: PropertyKey[];
  continue?: boolean;
}

/** A check of a value whose form is right. `most`: how long a list may be, asked before its elements are read. */
type Check = ((payload: { value: unknown; issues: Issue[] }) => void) & { most?: number };

/**
 * Reads a value: gives what it holds, and pushes its issues behind those of others. What holds is given as it is, not as
 * a copy: of ten thousand entries, copies took half of the time.
 */
type Read = (value: unknown, issues: Issue[], checks: readonly Check[]) => unknown;

/** What is asked of a schema from around it. */
interface Traits {
  /** Whether a member may be absent. */
  optional?: boolean | undefined;
  /** The only values that it takes. */
  values?: readonly unknown[] | undefined;
  /** Members of an object. */
  shape?: Shape | undefined;
}

type Shape = Readonly<Record<string, Schema>>;

const isFatal = (issue: Issue): boolean => !issue.continue;

/** A schema, with those of zod's methods that are called. Of one class: engines then know where each one's parts are. */
class Schema implements Traits {
  readonly optional;
  readonly values;
  readonly shape;
  readonly #read: Read;
  readonly #checks: readonly Check[];

  constructor(read: Read, traits: Traits = {}, checks: readonly Check[] = []) {
    this.#read = read;
    this.#checks = checks;
    ({ optional: this.optional, values: this.values, shape: this.shape } = traits);
  }

  run(value: unknown, issues: Issue[]): unknown {
    const before = issues.length;
    const found = this.#read(value, issues, this.#checks);
    for (const check of this.#checks) {
      if (issues.length === before || !issues.slice(before).some(isFatal)) check({ value: found, issues });
    }
    return found;
  }

  check(...more: Check[]): Schema {
    return new Schema(this.#read, this, [...this.#checks, ...more]);
  }

  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: { issues: Issue[] } } {
    const issues: Issue[] = [];
    const data = this.run(value, issues);
    return issues.length > 0
      ? { success: false, error: { issues: issues.map((issue) => ({ path: [], ...issue })) } }
      : { success: true, data };
  }
}

const make = (read: Read, traits?: Traits): Schema => new Schema(read, traits);

function refuse(value: unknown, issues: Issue[], path: PropertyKey[] = []): unknown {
  issues.push({ path });
  return value;
}

/** Reads what stands below a key. */
function below(key: PropertyKey, schema: Schema, value: unknown, issues: Issue[]): unknown {
  const before = issues.length;
  const found = schema.run(value, issues);
  for (let at = before; at < issues.length; at++) {
    const issue = issues[at] as Issue;
    issue.path = [key, ...(issue.path ?? [])];
  }
  return found;
}

type Members = Record<PropertyKey, unknown>;

/** What was read of an object, with one of its members as that was read: a copy once something differs. */
function withMember(found: Members, value: Members, key: PropertyKey, member: unknown): Members {
  if (member === value[key]) return found;
  const copy = found === value ? { ...value } : found;
  copy[key] = member;
  return copy;
}

/** Without a member that would be the prototype once it is assigned. */
function withoutPrototype(found: Members): Members {
  if (!Object.hasOwn(found, "__proto__")) return found;
  const copy = { ...found };
  Reflect.deleteProperty(copy, "__proto__");
  return copy;
}

/** Values that are taken as they are. */
const plain = (holds: (value: unknown) => boolean, traits?: Traits): Schema =>
  make((value, issues) => (holds(value) ? value : refuse(value, issues)), traits);

const must =
  (holds: (value: never) => boolean): Check =>
  ({ value, issues }) => {
    if (!holds(value as never)) issues.push({ continue: true });
  };

export const unknown = (): Schema => plain(() => true);
export const string = (): Schema => plain((value) => typeof value === "string");
export const boolean = (): Schema => plain((value) => typeof value === "boolean");
const oneOf = (values: readonly unknown[]): Schema => plain((value) => values.includes(value), { values });

export { oneOf as enum };
export const literal = (value: unknown): Schema => oneOf([value]);

/** An integer. One beyond what a number holds exactly has the right form, and is refused. */
export const int = (): Schema => plain(Number.isInteger).check(must(Number.isSafeInteger));
export const gte = (least: number): Check => must((value: number) => value >= least);
export const lte = (most: number): Check => must((value: number) => value <= most);

/** `search` keeps no place between calls, whatever the flags of a pattern. */
export const regex = (pattern: RegExp): Check => must((value: string) => value.search(pattern) >= 0);

/** The length of a list; that of a string in code points. */
const lengthOf = (value: string | readonly unknown[]): number =>
  (typeof value === "string" ? [...value] : value).length;
export const minLength = (least: number): Check => must((value: string) => lengthOf(value) >= least);
export const maxLength = (most: number): Check =>
  Object.assign(
    must((value: string) => lengthOf(value) <= most),
    { most },
  );

/** A check that a schema brings along. */
export const check = (own: Check): Check => own;

const unless = (empty: unknown, schema: Schema, optional?: boolean): Schema =>
  make((value, issues) => (value === empty ? value : schema.run(value, issues)), { optional });
export const optional = (schema: Schema): Schema => unless(undefined, schema, true);
export const nullable = (schema: Schema): Schema => unless(null, schema, schema.optional);
/** A schema that is made when it is first asked for, once. */
export const lazy = (schema: () => Schema): Schema => {
  let made: Schema | undefined;
  return make((value, issues) => {
    made ??= schema();
    return made.run(value, issues);
  });
};

export const array = (element: Schema): Schema =>
  make((value, issues, checks) => {
    if (!Array.isArray(value)) return refuse(value, issues);
    if (checks.some(({ most = Infinity }) => value.length > most)) return refuse(value, issues);
    let found = value;
    // Holes are read too, as undefined.
    for (let at = 0; at < value.length; at++) {
      const item = below(at, element, value[at], issues);
      if (item === value[at]) continue;
      if (found === value) found = [...value];
      found[at] = item;
    }
    return found;
  });

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** @param strict Whether members that the shape does not name are refused. They are taken as they are otherwise. */
function object(shape: Shape, strict: boolean): Schema {
  const schemas = new Map(Object.entries(shape));
  const required = Object.values(shape).filter(({ optional }) => !optional).length;
  const read: Read = (value, issues) => {
    if (!isObject(value)) return refuse(value, issues);
    const before = issues.length;
    const readEach = (some: readonly string[]): boolean => {
      found = value;
      issues.length = before;
      let met = 0;
      for (const key of some) {
        const schema = schemas.get(key);
        const member = value[key];
        if (!schema || (member === undefined && schema.optional)) continue;
        if (!schema.optional) met++;
        const own = issues.length;
        const read = below(key, schema, member, issues);
        if (member !== undefined || key in value) found = withMember(found, value, key, read);
        else if (issues.length === own) refuse(value, issues, [key]);
      }
      return met === required && issues.length === before;
    };
    let found = value;
    // Of some thirty members most are absent, and those that are there do. Of what is wrong, the shape's first comes first.
    if (!readEach(Object.keys(value))) readEach(Object.keys(shape));
    if (strict && Object.keys(value).some((key) => !Object.hasOwn(shape, key))) issues.push({ continue: true });
    return withoutPrototype(found);
  };
  return make(read, { shape });
}
export const looseObject = (shape: Shape): Schema => object(shape, false);
export const strictObject = (shape: Shape): Schema => object(shape, true);

/** An object that no class made: zod's own question, so that a Map or a Date is none. */
function isRecord(value: unknown): value is Members {
  if (!isObject(value)) return false;
  const maker = value.constructor;
  return typeof maker !== "function" || Object.hasOwn(maker.prototype ?? {}, "isPrototypeOf");
}

export const record = (keys: Schema, values: Schema): Schema =>
  make((value, issues) => {
    if (!isRecord(value)) return refuse(value, issues);
    let found = value;
    for (const key of Reflect.ownKeys(value)) {
      if (key === "__proto__" || !Object.prototype.propertyIsEnumerable.call(value, key)) continue;
      if (keys.safeParse(key).success) found = withMember(found, value, key, below(key, values, value[key], issues));
      else refuse(value, issues, [key]);
    }
    return withoutPrototype(found);
  });

/** The first option that takes the value; where one alone finds its form right, that one's issues. */
export const union = (options: readonly Schema[]): Schema =>
  make(
    (value, issues) => {
      const near: { found: unknown; own: Issue[] }[] = [];
      const before = issues.length;
      for (const option of options) {
        const found = option.run(value, issues);
        if (issues.length === before) return found;
        const own = issues.splice(before);
        if (!own.some(isFatal)) near.push({ found, own });
      }
      const [first, second] = near;
      if (!first || second) return refuse(value, issues);
      issues.push(...first.own);
      return first.found;
    },
    { optional: options.some(({ optional }) => optional) },
  );

export const discriminatedUnion = (key: string, options: readonly Schema[]): Schema =>
  make((value, issues) => {
    if (!isObject(value)) return refuse(value, issues);
    const option = options.find(({ shape }) => shape?.[key]?.values?.includes(value[key]));
    return option ? option.run(value, issues) : refuse(value, issues, [key]);
  });
