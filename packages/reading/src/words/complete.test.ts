import { expect, test } from "vitest";
import { languageFiles, messagesOf } from "../testing/languages.ts";

/** What is to be translated before a release: until then English stands in. */
test.each([...languageFiles])("%s lacks no message", (_tag, file) => {
  const own = messagesOf(file);
  const english = languageFiles.get("en");
  expect([...messagesOf(english ?? file).keys()].filter((key) => !own.get(key)?.trim())).toEqual([]);
});
