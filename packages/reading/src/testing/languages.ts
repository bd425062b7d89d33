import { type LanguageTag, languageTags } from "../language/tags.ts";
import type { LanguageFile } from "../words/keys.ts";

/** Every language's file, English first. */
export const languageFiles: ReadonlyMap<LanguageTag, LanguageFile> = new Map(
  await Promise.all(
    languageTags.map(async (tag) => [tag, (await import(`../words/${tag}.ts`)) as LanguageFile] as const),
  ),
);

/** Every message of a language, by key. */
export const messagesOf = (file: LanguageFile): Map<string, string> =>
  new Map(Object.values(file).flatMap((part: Readonly<Record<string, string>>) => Object.entries(part)));
