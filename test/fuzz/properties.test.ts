import {
  buildTiles,
  calendarOf,
  consistencyRanges,
  createTileHasher,
  type Hash,
  inclusionProof,
  lastDayOf,
  leafHash,
  parseJson,
  TrustCenterError,
  tilePath,
  tilesOf,
  toInstant,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from "@trust-center/feed";
import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  date,
  double,
  integer,
  jsonValue,
  oneof,
  property,
  string,
  stringMatching,
  tuple,
  uint8Array,
} from "fast-check";
import { describe, expect, test } from "vitest";

const encode = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const leavesOf = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, at) => leafHash(encode(`leaf ${at}`))));
const hash = uint8Array({ minLength: 32, maxLength: 32 }) as ReturnType<typeof uint8Array>;

/** A tree's size, and a place in it. */
const sizes = integer({ min: 1, max: 70 });

/** Makes one thing wrong with a proof. */
const faults = tuple(integer({ min: 0, max: 3 }), integer({ min: 0, max: 1000 }), integer({ min: 0, max: 255 }), hash);

function spoil(proof: readonly Hash[], [kind, where, bit, other]: [number, number, number, Uint8Array]): Uint8Array[] {
  const changed: Uint8Array[] = proof.map((hash) => hash.slice());
  const at = where % Math.max(1, proof.length);
  if (kind === 0 || proof.length === 0) changed.splice(at, 0, other);
  else if (kind === 1) changed.splice(at, 1);
  else if (kind === 2)
    (changed[at] as Uint8Array)[bit >> 3] = ((changed[at] as Uint8Array)[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  else changed[at] = other;
  return changed;
}

describe("proofs", () => {
  test("inclusion: the right one always, a spoiled or random one never", async () => {
    await assert(
      asyncProperty(
        sizes,
        integer({ min: 0, max: 69 }),
        faults,
        array(hash, { maxLength: 8 }),
        async (size, place, fault, random) => {
          const index = place % size;
          const leaves = await leavesOf(size);
          const [root, leaf] = [await treeRoot(leaves), leaves[index] as Hash];
          const proof = await inclusionProof(index, leaves);
          expect(await verifyInclusion(index, size, leaf, proof, root)).toBe(true);
          expect(await verifyInclusion(index, size, leaf, spoil(proof, fault), root)).toBe(false);
          expect(await verifyInclusion(index, size, fault[3], proof, root)).toBe(false);
          expect(await verifyInclusion(index, size, leaf, random, root)).toBe(size === 1 && random.length === 0);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("consistency, made of tiles: the right one always, a spoiled or random one never", async () => {
    await assert(
      asyncProperty(sizes, sizes, faults, array(hash, { maxLength: 8 }), async (a, b, fault, random) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const leaves = await leavesOf(to);
        const [old, root] = [await treeRoot(leaves.slice(0, from)), await treeRoot(leaves)];
        const files = await buildTiles(leaves);
        const rangeHash = createTileHasher(to, async (tile) => files.get(tilePath(tile)) as Hash);
        const proof = await Promise.all(consistencyRanges(from, to).map(rangeHash));
        expect(await verifyConsistency(from, to, old, root, proof)).toBe(true);
        expect(await verifyConsistency(from, to, old, root, spoil(proof, fault))).toBe(false);
        expect(await verifyConsistency(from, to, old, root, random)).toBe(from === to && random.length === 0);
        if (from < to) expect(await verifyConsistency(from, to, root, root, proof)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test("sizes of any kind never throw, and never prove anything", async () => {
    const odd = oneof(double(), integer(), constantFrom(0, -1, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY));
    await assert(
      asyncProperty(odd, odd, hash, array(hash, { maxLength: 60 }), async (from, to, root, proof) => {
        expect(await verifyConsistency(from, to, root, new Uint8Array(32), proof)).toBe(false);
        expect(await verifyInclusion(from, to, root as Hash, proof, new Uint8Array(32))).toBe(false);
      }),
    );
  });

  test("tiles: every hash stands where the formula says", async () => {
    await assert(
      asyncProperty(integer({ min: 1, max: 600 }), async (size) => {
        const files = await buildTiles(await leavesOf(size));
        expect([...files.keys()].sort()).toEqual(tilesOf(size).map(tilePath).sort());
        for (const tile of tilesOf(size)) expect(files.get(tilePath(tile))?.length).toBe(tile.hashes * 32);
      }),
      { numRuns: 15 },
    );
  });
});

describe("JSON", () => {
  test("whatever JSON.stringify writes is read as it was, unless it is deep", () => {
    assert(
      property(jsonValue({ maxDepth: 6 }), (value) => {
        expect(parseJson(encode(JSON.stringify(value)), "it", 16)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("a member that stands twice is found, wherever it is and however it is spelled", () => {
    const name = string({ minLength: 1, maxLength: 5 });
    assert(
      property(
        name,
        jsonValue({ maxDepth: 2 }),
        boolean(),
        integer({ min: 0, max: 5 }),
        (name, value, escaped, depth) => {
          const spelled = escaped ? inEscapes(name) : JSON.stringify(name);
          const inner = `{${JSON.stringify(name)}:${JSON.stringify(value)},"\u0001x":[{}],${spelled}:1}`;
          const text = `${'{"a":['.repeat(depth)}${inner}${"]}".repeat(depth)}`;
          expect(() => parseJson(encode(text), "it", 32)).toThrow(TrustCenterError);
        },
      ),
    );
  });

  test("strings of megabytes", () => {
    const long = `"${"x\\n".repeat(3_000_000)}"`;
    expect((parseJson(encode(`{"a":${long}}`), "it", 16) as { a: string }).a.length).toBe(6_000_000);
  });
});

/** A string whose every code unit is an escape. */
const inEscapes = (text: string) =>
  `"${Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`).join("")}"`;

describe("times", () => {
  const period = stringMatching(/^P(\d{1,2}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,4}D)?$/).filter((text) => text !== "P");

  test("an instant is one, or an error", () => {
    assert(
      property(oneof(double(), date().map(Number), integer()), (at) => {
        try {
          expect(toInstant(at)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
          expect(Math.abs(Date.parse(toInstant(at)) - at)).toBeLessThanOrEqual(1000);
        } catch (error) {
          expect(error).toBeInstanceOf(TrustCenterError);
        }
      }),
    );
  });

  test("a period ends on a day, never before it began", () => {
    const from = integer({ min: 0, max: Date.UTC(2200, 0) });
    assert(
      property(from, period, (at, duration) => {
        const day = 24 * 60 * 60 * 1000;
        const end = lastDayOf(at, duration, calendarOf({}));
        expect(end % day).toBe(0);
        expect(end).toBeGreaterThanOrEqual(Math.floor(at / day) * day);
      }),
    );
  });

  test("business days end on one", () => {
    const from = integer({ min: 0, max: Date.UTC(2200, 0) });
    assert(
      property(from, integer({ min: 1, max: 9999 }), (at, days) => {
        const end = new Date(lastDayOf(at, { duration: `P${days}D`, businessDays: true }, calendarOf({})));
        expect([1, 2, 3, 4, 5]).toContain(end.getUTCDay());
      }),
    );
  });

  test("what is no period is an error", () => {
    assert(
      property(string(), (text) => {
        try {
          lastDayOf(0, text, calendarOf({}));
        } catch (error) {
          expect(error).toBeInstanceOf(TrustCenterError);
        }
      }),
    );
  });
});
