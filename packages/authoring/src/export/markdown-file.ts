import type { Block, ExportDocument } from "./document.ts";
import { codeSpan, escapeMarkdown } from "./markdown-text.ts";

/** A document as Markdown (CommonMark 0.31). Nothing of the vendor's text is markup in it. */
export const markdownFile = ({ blocks }: ExportDocument): string =>
  `${blocks.map((block) => markdownBlock(block)).join("\n\n")}\n`;

function markdownBlock(block: Block): string {
  switch (block.is) {
    case "heading":
      return `${"#".repeat(block.level)} ${escapeMarkdown(block.text)}`;
    case "paragraph":
      return escapeMarkdown(block.text);
    case "command":
      return `${escapeMarkdown(block.text)} ${codeSpan(block.command)}`;
    case "facts":
      return block.facts
        .map(({ label, lines }) => {
          const [first = "", ...rest] = lines.map(escapeMarkdown);
          const own = `- **${escapeMarkdown(label)}:**`;
          return rest.length === 0
            ? `${own} ${first}`
            : [own, ...[first, ...rest].map((line) => `  - ${line}`)].join("\n");
        })
        .join("\n");
  }
}
