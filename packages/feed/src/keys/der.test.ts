import { expect, test } from "vitest";
import { DerReader, encodeDer, tags } from "./der.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

test.each([0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff])("a value of %d bytes is written and read back", (length) => {
  const value = new Uint8Array(length).fill(7);
  const reader = new DerReader(encodeDer(tags.sequence, encodeDer(tags.octets, value), encodeDer(tags.null)));
  const inner = reader.open();
  expect(inner.read(tags.octets)).toEqual(value);
  expect([inner.has(tags.null), inner.read(tags.null).length, inner.has(), reader.has()]).toEqual([
    true,
    0,
    false,
    false,
  ]);
});

test.each([
  ["cut off", bytes(tags.octets, 3, 1, 2)],
  ["cut off in its length", bytes(tags.octets, 0x82, 1)],
  ["of a length without an end", bytes(tags.octets, 0x80, 1, 0, 0)],
  ["of a length of more than two bytes", bytes(tags.octets, 0x83, 0, 0, 1, 1)],
  ["of another type", bytes(tags.integer, 1, 1)],
  ["not there", bytes()],
])("a value that is %s is refused", (_what, der) => {
  expect(() => new DerReader(der).read(tags.octets)).toThrow(expect.objectContaining({ code: "key-refused" }));
});
