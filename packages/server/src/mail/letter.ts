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
  /** What somebody wrote: in a language, and so a direction, of their own. */
  | { type: "words"; text: string }
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
    case "words":
      return block.text;
    default:
      return said(block);
  }
}

const said = ({ text, command }: { text: string; command?: string }) => (command ? `${text}\n${command}` : text);

const commandOf = ({ command }: { command?: string }) =>
  command ? `<br><code dir="ltr" style="overflow-wrap:anywhere">${escapeHtml(command)}</code>` : "";

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const hairline = "border-top:1px solid rgba(128,128,128,.32)";

/** What an attribute cannot say. Where it is dropped, the button keeps its ink, and labels stay beside what they are of. */
const sheet = `@media (prefers-color-scheme:dark){.act{background:#e7edf3!important;color:#10161d!important}}
@media (max-width:30em){.fact td{display:block;width:auto!important}.fact td+td{border:0!important;padding:0 0 6px!important}}`;

/**
 * The letter as HTML. Styles stand in attributes, for mail clients drop style sheets; what a sheet adds can be missed. No image,
 * nothing fetched.
 */
export function toHtml({ subject, language, blocks }: Letter): string {
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title><style>${sheet}</style></head>
<body style="margin:0;padding:24px 16px;${font};font-size:16px;line-height:1.5;overflow-wrap:anywhere">
<div style="max-width:36em;margin:0 auto">
<h1 style="font-size:22px;line-height:1.25;margin:0 0 16px">${escapeHtml(subject)}</h1>
${blocks.map(htmlOf).join("\n")}
</div></body></html>
`;
}

function htmlOf(block: Block): string {
  switch (block.type) {
    case "heading":
      return `<h2 style="font-size:18px;line-height:1.3;margin:32px 0 8px"><bdi>${escapeHtml(block.text)}</bdi></h2>`;
    case "facts":
      return `<table role="presentation" width="100%" style="border-collapse:collapse;margin:0 0 24px;font-size:15px">${block.facts
        .map(
          ([label, value]) =>
            `<tr class="fact"><td style="width:34%;padding:6px 0;vertical-align:top;${hairline}"><span style="opacity:.75">${escapeHtml(label)}</span></td>` +
            `<td style="padding:6px 0;padding-inline-start:16px;vertical-align:top;${hairline}"><bdi>${broken(value)}</bdi></td></tr>`,
        )
        .join("")}</table>`;
    case "action":
      return `<p style="margin:24px 0"><a class="act" href="${escapeHtml(block.url)}" style="display:inline-block;padding:10px 20px;border:1px solid #768294;border-radius:6px;background:#16202b;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(block.label)}</a></p>`;
    case "note":
      return `<p style="margin:16px 0;font-size:14px;opacity:.75">${escapeHtml(block.text)}${commandOf(block)}${
        block.link
          ? ` <a href="${escapeHtml(block.link.url)}" style="color:inherit">${escapeHtml(block.link.label)}</a>`
          : ""
      }</p>`;
    case "words":
      return paragraphs(block.text, ' dir="auto"');
    default:
      return paragraphs(block.text, "", commandOf(block));
  }
}

const broken = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>");

/** Each in a direction of its own where `direction` says so. */
const paragraphs = (text: string, direction: string, after = ""): string =>
  text
    .split(/\n{2,}/)
    .map(
      (part, at, all) =>
        `<p${direction} style="margin:0 0 16px">${broken(part)}${at === all.length - 1 ? after : ""}</p>`,
    )
    .join("\n");
