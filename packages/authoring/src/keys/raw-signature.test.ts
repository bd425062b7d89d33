import { expect, test } from "vitest";
import { rawSignature } from "./raw-signature.ts";

test.each(["", "AAAA", "30", `30${"06".repeat(70)}`, "!".repeat(86)])("no signature: %j", (text) => {
  expect(() => rawSignature(text)).toThrow(expect.objectContaining({ code: "key-refused" }));
});
