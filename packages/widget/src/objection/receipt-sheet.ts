import {
  changeFacts,
  changeFactText,
  changeTitleAlone,
  dayText,
  directionOf,
  factLabel,
  joined,
  momentText,
  say,
  startText,
  verifyCommand,
} from "@trust-center/reading";
import { readerOf } from "../view/reader.ts";
import { saveFile } from "../view/save-file.ts";
import { type Filed, said, timeliness } from "./receipt.ts";

/** A part of the sheet: its title, and what it says, under labels or as paragraphs. */
interface Part {
  readonly title: string;
  readonly rows: readonly (readonly [label: string, text: string])[];
}

/** One page of A4 for the file of a lawyer. */
const sheetStyle = `
@page { size: A4; margin: 12mm; }
body { font: 10pt/1.4 system-ui, sans-serif; color: #000; background: #fff; max-width: 44em; margin: auto; padding: 1em; }
h1 { font-size: 1.6em; margin: 0 0 .4em; }
h2 { font-size: 1em; margin: 0 0 .4em; }
section { border-top: 1px solid; padding: .5em 0; break-inside: avoid; }
dl { display: grid; grid-template-columns: 9em 1fr; gap: .2em 1em; margin: 0; }
dt { color: #555; }
dd { margin: 0; white-space: pre-line; }
p { margin: 0 0 .8em; }
dd, p, code { unicode-bidi: plaintext; overflow-wrap: anywhere; }
[dir=rtl] * { text-align: right; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 9pt; } }
`;

/** What, who, when, until when, the text, what ties them together, and how to check it without the publisher. */
function parts(all: Filed): readonly Part[] {
  const { view, t, change } = all;
  const { content, text, receipt } = all.filed;
  const reader = readerOf(view);
  const { name, organisation, email, grounds } = said(text);
  const { tag } = view;
  const start = startText(change, reader);
  const [header = ""] = receipt.split(".");
  return [
    {
      title: "",
      rows: [
        [t("receiptFiled"), `${momentText(tag, content.filed, "UTC")} (${content.filed})`],
        [t("objectDeadline"), `${momentText(tag, content.deadline, "UTC")}: ${timeliness(all)}`],
      ],
    },
    {
      title: t("receiptFor"),
      rows: [
        [t("receiptFor"), joined([content.change, changeTitleAlone(change, reader)], ": ", reader)],
        ...changeFacts(change, reader)
          .slice(0, 8)
          .map((fact) => [factLabel(fact, reader), changeFactText(fact, reader)] as const),
        [reader.t("announced"), dayText(tag, change.announced)],
        ...(start ? [[reader.t("effective"), start] as const] : []),
      ],
    },
    {
      title: t("theObjection"),
      rows: [
        [t("yourName"), name],
        [t("organisation"), organisation],
        [t("email"), email],
        [t("groundsLabel"), grounds || "–"],
      ],
    },
    {
      title: t("tiedTogether"),
      rows: [
        [t("receiptId"), content.id],
        [reader.t("feedAddress"), content.feed],
        [reader.t("version"), String(content.version)],
        [reader.t("feedHash"), content.sha256],
        [t("logState"), `${content.log.size}, ${content.log.root}`],
        [t("textHash"), content.objection],
        [reader.t("pin"), content.pin],
        [t("signedBy"), header],
      ],
    },
    {
      title: t("proves"),
      rows: [
        [t("provesYes"), t("provesText")],
        [t("provesNot"), t("provesNotText")],
      ],
    },
  ];
}

/** Builds the sheet in a document, as text nodes alone. */
function build(document: Document, filed: Filed): void {
  const { t, view } = filed;
  const make = (name: string, words: string, ...children: Node[]) => {
    const element = document.createElement(name);
    element.append(words, ...children);
    return element;
  };
  const vendor = say(view, view.center.feed.publisher.name);
  document.documentElement.lang = view.tag;
  document.documentElement.dir = directionOf(view.tag);
  document.title = `${t("receiptTitle")} ${filed.filed.content.id}`;
  document.body.replaceChildren(
    make("p", vendor),
    make("h1", t("receiptTitle")),
    make("p", t("receiptSays", { vendor })),
    ...parts(filed).map(({ title, rows }) => {
      const list = make("dl", "", ...rows.flatMap(([label, text]) => [make("dt", label), make("dd", text)]));
      return make("section", "", ...(title ? [make("h2", title)] : []), list);
    }),
    make(
      "section",
      "",
      make("h2", t("checkAlone")),
      make("p", t("checkAloneText")),
      make("code", verifyCommand(`objection-receipt-${filed.filed.content.id}.json`, view.center.pin)),
    ),
  );
}

/** Saves the sheet as a page of its own, to be read and printed anywhere. */
export function saveSheet(filed: Filed): void {
  const sheet = document.implementation.createHTMLDocument();
  build(sheet, filed);
  const head = `$&<meta charset=utf-8><meta name=viewport content=width=device-width><style>${sheetStyle}</style>`;
  saveFile(`<!doctype html>\n${sheet.documentElement.outerHTML.replace("<head>", head)}\n`, {
    name: `objection-receipt-${filed.filed.content.id}.html`,
    type: "text/html;charset=utf-8",
  });
}

/** Prints the sheet alone: in a frame of its own, styled through the object model, as strict policies demand. */
export function printSheet(filed: Filed): void {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  document.body.append(frame);
  const inner = frame.contentWindow as (Window & typeof globalThis) | null;
  if (!inner) return;
  build(inner.document, filed);
  const sheet = new inner.CSSStyleSheet();
  sheet.replaceSync(sheetStyle);
  inner.document.adoptedStyleSheets = [sheet];
  inner.addEventListener("afterprint", () => frame.remove());
  inner.print();
}
