import { isSafeUrl } from "@trust-center/feed";
import { changeTitle, placePrefix, say, verifyCommand } from "@trust-center/reading";
import { plainReader } from "../derived/source.ts";
import { entryFacts, printed, titleOf, wordOf } from "./document.ts";
import { codeSpan, escapeMarkdown } from "./markdown-text.ts";
import { type ExportSource, exportReader } from "./source.ts";

/** The list for language models (https://llmstxt.org): a title, whose word it is, and a line for each entry with all its facts. */
export function llmsFile(source: ExportSource): string {
  const reader = plainReader(exportReader(source));
  const { t, words } = reader;
  const { list, signed, open } = source;
  const page = (list.publisher.url ?? signed?.address)?.replace(/[<>\s\\]/g, encodeURIComponent);
  const link = (name: string, path: string) =>
    page && isSafeUrl(page) ? `[${escapeMarkdown(name)}](<${page}${path}>)` : escapeMarkdown(name);
  const entries = list.subprocessors.map((entry) => {
    const facts = printed(entryFacts(entry, reader), reader).map(({ label, lines }) => `${label}: ${lines.join("; ")}`);
    const place = `#${placePrefix}=s/${encodeURIComponent(entry.id)}`;
    return `- ${link(say(reader, entry.name) || entry.id, place)}: ${escapeMarkdown(facts.join(". "))}`;
  });
  const files = ["latest.json", "subprocessors.csv", "updates.atom"].map(
    (name) => `- [${name}](<${signed?.address}${name}>)`,
  );
  const sections = [
    `# ${escapeMarkdown(titleOf(source, reader))}`,
    `> ${escapeMarkdown(wordOf(source, reader))}`,
    ...(list.intro === undefined ? [] : [escapeMarkdown(say(reader, list.intro))]),
    `## ${t("subprocessors")}`,
    entries.join("\n"),
    ...(open.length === 0
      ? []
      : [`## ${t("changes")}`, open.map((change) => `- ${escapeMarkdown(changeTitle(change, reader))}`).join("\n")]),
    ...(signed
      ? [
          `## ${words("filesHere")}`,
          files.join("\n"),
          `${escapeMarkdown(words("verifyWith", { command: "" }))} ${codeSpan(verifyCommand(signed.address, signed.pin))}`,
        ]
      : []),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}
