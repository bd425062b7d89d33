// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { shownOffline, shownOfList } from "./shown.ts";

// An error that nothing catches fails the run.
test("in happy-dom the element shows a list that it verified, and without a network says so: it is never blank", async () => {
  const shown = await shownOfList();
  for (const words of ["Verified", "Cloud One", "New: Mail Two", "Window left"]) expect(shown).toContain(words);
  expect(await shownOffline()).toContain("The list could not be loaded.");
});
