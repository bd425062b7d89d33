import { fromBase64url, toBase64url } from "@trust-center/feed";
import type { Bytes } from "./mutate-bytes.ts";
import type { Random } from "./random.ts";

type Json = unknown;

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const encode = (text: string): Bytes => new TextEncoder().encode(text);

/** What stands in place of a value. A string that starts with `raw:` is written as the text after that. */
const odd: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 53,
  "raw:1e999",
  "raw:-0",
  `raw:${"[".repeat(40)}${"]".repeat(40)}`,
  'raw:{"__proto__":{"polluted":1}}',
  "",
  "__proto__",
  "constructor",
  "javascript:alert(1)",
  "2026-02-31T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "\ud800",
  "x".repeat(5000),
  [],
  {},
  [[]],
];

/** A member name that is written twice. */
const twice = "\u0001twice:";

/** Every place of a value: what holds it, and under which name. */
function placesOf(value: Json, places: [holder: Record<string, Json>, name: string][] = []) {
  if (typeof value === "object" && value !== null) {
    for (const name of Object.keys(value)) {
      places.push([value as Record<string, Json>, name]);
      placesOf((value as Record<string, Json>)[name], places);
    }
  }
  return places;
}

const write = (value: Json): string =>
  JSON.stringify(value)
    .replaceAll(/"raw:((?:[^"\\]|\\.)*)"/g, (_all, raw: string) => JSON.parse(`"${raw}"`))
    .replaceAll(`"${JSON.stringify(twice).slice(1, -1)}`, '"');

/** The text that base64url holds, where it is JSON. */
function innerOf(value: Json): Json {
  if (typeof value !== "string" || value.length < 8) return undefined;
  try {
    return JSON.parse(decode(fromBase64url(value)));
  } catch {
    return undefined;
  }
}

/** The same bytes in a spelling that is not strict. */
const respell = (text: string, random: Random): string =>
  random.pick([
    `${text}=`,
    ` ${text}`,
    `${text}\n`,
    text.replaceAll("-", "+").replaceAll("_", "/"),
    text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1),
    text.slice(0, -1),
  ]);

function change(root: Json, random: Random, other: Json): void {
  const places = placesOf(root);
  if (places.length === 0) return;
  const [holder, name] = random.pick(places);
  const value = holder[name];
  const inner = innerOf(value);
  if (inner !== undefined && !random.chance(3)) {
    // Within an envelope: its signature no longer holds.
    change(inner, random, other);
    holder[name] = toBase64url(encode(write(inner)));
    return;
  }
  const [otherHolder, otherName] = random.pick(placesOf(other).length > 0 ? placesOf(other) : places);
  switch (random.int(7)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(name), 1);
      else delete holder[name];
      break;
    case 1:
      if (Array.isArray(holder)) holder.splice(Number(name), 0, value);
      else holder[twice + name] = value;
      break;
    case 2:
      holder[name] = random.pick(odd);
      break;
    case 3:
      // Of another document, or of another place of this one.
      holder[name] = structuredClone(otherHolder[otherName]);
      break;
    case 4: {
      const [there, place] = random.pick(places);
      [holder[name], there[place]] = [there[place], holder[name]];
      break;
    }
    case 5:
      if (typeof value === "string") holder[name] = respell(value, random);
      else if (typeof value === "number") holder[name] = value + random.pick([-1, 1, 0.5, 1e15]);
      break;
    default:
      if (!Array.isArray(holder)) holder[random.pick(["x", "__proto__ ", "toString", "type"])] = random.pick(odd);
  }
}

/** Changes a JSON document in its structure; undefined where it is none, or cannot be written any more. */
export function mutateJson(bytes: Bytes, random: Random, other: Bytes): Bytes | undefined {
  try {
    const root = { document: JSON.parse(decode(bytes)) };
    let others: Json;
    try {
      others = JSON.parse(decode(other));
    } catch {
      others = undefined;
    }
    for (let times = 1 + random.int(2); times > 0; times--) change(root, random, others);
    return encode(write(root.document));
  } catch {
    // Swapped into itself, or no JSON.
    return undefined;
  }
}
