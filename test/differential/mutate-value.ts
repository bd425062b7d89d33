import type { Random } from "../fuzz/random.ts";

/** Something that no JSON gives, and memory, a structured clone or a program may. */
const odd: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => false,
  () => 0,
  () => -0,
  () => 1,
  () => 7,
  () => 1.5,
  () => -1,
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => 2 ** 53,
  () => 2 ** 53 - 1,
  () => -(2 ** 53),
  () => 1n,
  () => "",
  () => "none",
  () => "__proto__",
  () => "javascript:alert(1)",
  () => "2026-02-28T00:00:00Z",
  () => "2026-02-28",
  () => "P30D",
  () => "\ud800",
  () => "𝒳".repeat(130),
  () => "x".repeat(5001),
  () => Symbol("odd"),
  () => () => 1,
  () => [],
  () => ({}),
  () => [[]],
  () => new Array(3),
  () => new Map([["en", "Words"]]),
  () => new Date(0),
  () => /x/,
  () => Object.create(null),
  () => ({ en: "Words", "no tag": "Words" }),
  () => ({ en: 1 }),
  () => ({ text: "Words", date: "2026", after: "soon" }),
  () => ({ constructor: class {} }),
  () => ({ constructor: Object, en: "Words" }),
  () => ({ [Symbol("en")]: "Words" }),
  () => JSON.parse('{"__proto__":{"polluted":1},"id":"a","en":"Words"}'),
  () => Object.defineProperty({ en: "Words" }, "hidden", { value: 1, enumerable: false }),
  () =>
    new (class Words {
      en = "Words";
    })(),
];

const names = ["x", "__proto__", "constructor", "toString", "type", "id", "en", "text", "alg", "issues", "values"];

type Holder = Record<PropertyKey, unknown>;

/** A deep copy of plain objects and lists; all else is kept as it is. */
export function copy(value: unknown): unknown {
  if (Array.isArray(value)) return copyList(value);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const made: Holder = {};
  for (const [key, member] of Object.entries(value)) set(made, key, copy(member));
  return made;
}

/** Holes stay holes. */
function copyList(list: readonly unknown[]): unknown[] {
  const made = new Array(list.length);
  for (let at = 0; at < list.length; at++) if (at in list) made[at] = copy(list[at]);
  return made;
}

/** Sets an own member, whatever its name. A list keeps its maker: its methods, and the tests', ask for it. */
function set(holder: Holder, key: PropertyKey, value: unknown): void {
  if (Array.isArray(holder) && key === "constructor") return;
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
}

function placesOf(value: unknown, places: [holder: Holder, key: string][] = []): typeof places {
  if (typeof value !== "object" || value === null) return places;
  for (const key of Object.keys(value)) {
    places.push([value as Holder, key]);
    placesOf((value as Holder)[key], places);
  }
  return places;
}

function otherText(text: string, random: Random): string {
  const at = random.int(text.length + 1);
  return random.pick([
    () => text.slice(0, at) + text.slice(at + 1),
    () => `${text.slice(0, at)}${random.pick(["0", "x", " ", "\n", "\u0000", "é", "😀", "-", "."])}${text.slice(at)}`,
    () => text.toUpperCase(),
    () => `${text}\n`,
    () => text.repeat(40),
    () => "😀".repeat(random.pick([1, 35, 36, 200, 254, 255])),
  ])();
}

function otherList(list: unknown[], random: Random): void {
  random.pick([
    () => list.splice(random.int(list.length), 1),
    () => list.push(random.pick(odd)()),
    () => delete list[random.int(list.length)],
    () => list.push(...Array.from({ length: random.pick([31, 32, 33]) }, () => copy(list[0]))),
    () => list.splice(0),
    () => {
      list.length += 1;
    },
  ])();
}

function change(root: Holder, random: Random, pool: readonly unknown[]): void {
  const places = placesOf(root);
  // An earlier change may have taken everything away.
  if (places.length === 0) return;
  const [holder, key] = random.pick(places);
  const value = holder[key];
  switch (random.int(6)) {
    case 0:
      delete holder[key];
      return;
    case 1:
      set(holder, key, random.pick(odd)());
      return;
    case 2:
      set(holder, key, copy(random.pick(pool)));
      return;
    case 3:
      set(holder, random.pick([...names, Symbol("name")]), random.chance(2) ? value : random.pick(odd)());
      return;
    default:
      if (typeof value === "string") set(holder, key, otherText(value, random));
      else if (typeof value === "number") set(holder, key, value + random.pick([-1, 1, 0.5, 2 ** 53, -(2 ** 53)]));
      else if (Array.isArray(value)) otherList(value, random);
      else if (value !== null && typeof value === "object") set(holder, random.pick(names), random.pick(odd)());
      else set(holder, key, random.pick(odd)());
  }
}

/** A value that differs from another in up to three places. */
export function mutateValue(value: unknown, random: Random, pool: readonly unknown[]): unknown {
  const root: Holder = { value: copy(value) };
  for (let times = 1 + random.int(3); times > 0; times--) change(root, random, pool);
  return root.value;
}
