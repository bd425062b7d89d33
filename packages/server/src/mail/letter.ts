import { directionOf, type Line, lineOf } from "@trust-center/reading";
import { escapeHtml } from "./escape.ts";

/** What a mail says, apart from how it looks. All strings are plain text. */
export interface Letter {
  subject: string;
  /** BCP 47. */
  language: string;
  blocks: Block[];
}

export type Block =
  /** A command stands on a line of its own, where it is copied whole and alone. */
  | { type: "paragraph"; text: string; command?: string }
  | { type: "heading"; text: string }
  | { type: "facts"; facts: [label: string, value: string][] }
  | { type: "action"; label: string; url: string }
  | { type: "note"; text: string; command?: string; link?: { label: string; url: string } };

/** The letter as plain text, in lines that mail may wrap. */
export function toText({ language, blocks }: Letter): string {
  const line = lineOf(language);
  return `${blocks.map((block) => textOf(block, line)).join("\n\n")}\n`;
}

function textOf(block: Block, line: Line): string {
  switch (block.type) {
    case "heading":
      return `${block.text}\n${"-".repeat(Math.min(block.text.length, 60))}`;
    case "facts":
      return block.facts.map(([label, value]) => `${label}: ${line([value])}`).join("\n");
    case "action":
      return `${block.label}:\n${block.url}`;
    case "note":
      return block.link ? `${said(block)}\n${block.link.label}: ${block.link.url}` : said(block);
    default:
      return said(block);
  }
}

const said = ({ text, command }: { text: string; command?: string }) => (command ? `${text}\n${command}` : text);

const commandOf = ({ command }: { command?: string }) =>
  command ? `<br><code dir="ltr" style="overflow-wrap:anywhere">${escapeHtml(command)}</code>` : "";

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** The letter as HTML. Styles stand in attributes: mail clients drop style sheets. No image, nothing fetched. */
export function toHtml({ subject, language, blocks }: Letter): string {
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px 16px;${font};font-size:16px;line-height:1.5">
<div style="max-width:36em;margin:0 auto">
${blocks.map(htmlOf).join("\n")}
</div></body></html>
`;
}

function htmlOf(block: Block): string {
  switch (block.type) {
    case "heading":
      return `<h2 style="font-size:18px;line-height:1.3;margin:28px 0 8px"><bdi>${escapeHtml(block.text)}</bdi></h2>`;
    case "facts":
      return `<table role="presentation" style="border-collapse:collapse;margin:0 0 16px;font-size:15px">${block.facts
        .map(
          ([label, value]) =>
            `<tr><td style="padding:4px 0;vertical-align:top;opacity:.75">${escapeHtml(label)}</td>` +
            `<td style="padding:4px 16px;vertical-align:top;overflow-wrap:anywhere"><bdi>${escapeHtml(value)}</bdi></td></tr>`,
        )
        .join("")}</table>`;
    case "action":
      return `<p style="margin:24px 0"><a href="${escapeHtml(block.url)}" style="display:inline-block;padding:10px 18px;border:1px solid #1f5fbf;border-radius:6px;background:#1f5fbf;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(block.label)}</a></p>`;
    case "note":
      return `<p style="margin:16px 0;font-size:14px;opacity:.75">${escapeHtml(block.text)}${commandOf(block)}${
        block.link
          ? ` <a href="${escapeHtml(block.link.url)}" style="color:inherit">${escapeHtml(block.link.label)}</a>`
          : ""
      }</p>`;
    default:
      return block.text
        .split(/\n{2,}/)
        .map(
          (part, at, all) =>
            `<p style="margin:0 0 16px">${escapeHtml(part).replaceAll("\n", "<br>")}${at === all.length - 1 ? commandOf(block) : ""}</p>`,
        )
        .join("\n");
  }
}
