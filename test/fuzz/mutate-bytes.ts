import type { Random } from "./random.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

const join = (...parts: Uint8Array[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Tokens that parsers trip over. */
const tokens = [
  "\0",
  "\uFEFF",
  "\u2028",
  "1e999",
  "-0",
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "\\u0000",
  "\n\n",
  "__proto__",
  "— ",
  "é",
  "\r\n",
].map((text) => new TextEncoder().encode(text));

type Mutation = (bytes: Bytes, random: Random, other: Bytes) => Bytes;

const span = (bytes: Bytes, random: Random): [number, number] => {
  const start = random.int(bytes.length + 1);
  return [start, Math.min(bytes.length, start + random.int(random.chance(4) ? bytes.length : 16))];
};

const mutations: readonly Mutation[] = [
  // One bit.
  (bytes, random) => {
    const at = random.int(bytes.length);
    return bytes.with(at, (bytes[at] ?? 0) ^ (1 << random.int(8)));
  },
  // Another byte.
  (bytes, random) => bytes.with(random.int(bytes.length), random.pick([0, 1, 0x20, 0x7f, 0x80, 0xff, random.int(256)])),
  // Cut.
  (bytes, random) => bytes.slice(0, random.int(bytes.length)),
  // Without a part.
  (bytes, random) => {
    const [start, end] = span(bytes, random);
    return join(bytes.slice(0, start), bytes.slice(end));
  },
  // A part twice.
  (bytes, random) => {
    const [start, end] = span(bytes, random);
    return join(bytes.slice(0, end), bytes.slice(start));
  },
  // A part of another.
  (bytes, random, other) => {
    const [start, end] = span(bytes, random);
    const [from, to] = span(other, random);
    return join(bytes.slice(0, start), other.slice(from, to), bytes.slice(end));
  },
  // The start of one, the end of the other.
  (bytes, random, other) => {
    const at = random.int(Math.min(bytes.length, other.length));
    return join(bytes.slice(0, at), other.slice(at));
  },
  // A token.
  (bytes, random) => {
    const at = random.int(bytes.length + 1);
    return join(bytes.slice(0, at), random.pick(tokens), bytes.slice(at));
  },
  // Anything at all.
  (bytes, random) => join(bytes.slice(0, random.int(bytes.length)), random.bytes(random.int(40))),
];

/** Changes bytes in one way or another. */
export const mutateBytes: Mutation = (bytes, random, other) =>
  bytes.length === 0 ? random.bytes(1 + random.int(40)) : random.pick(mutations)(bytes, random, other);
