import { plainReader } from "../derived/source.ts";
import { type Register, registerFiles, registerOf } from "../register/register.ts";
import { cyclonedxFile } from "./cyclonedx-file.ts";
import { annexOf, noticeOf } from "./document.ts";
import { docxFile } from "./docx-file.ts";
import { dpvFile } from "./dpv-file.ts";
import { llmsFile } from "./llms-file.ts";
import { markdownFile } from "./markdown-file.ts";
import { recordFile } from "./record-file.ts";
import { type ExportSource, exportReader } from "./source.ts";

/** What an export is: files by name, and of a register what is open in it. */
export interface Exported {
  /** The same source gives the same bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly register?: Register;
}

interface Format {
  /** What it is, in a line. */
  readonly about: string;
  /** Whether it is one file that a terminal can show. */
  readonly shown: boolean;
  readonly make: (source: ExportSource) => Exported;
}

const encoded = (texts: ReadonlyMap<string, string>): Map<string, Uint8Array> =>
  new Map([...texts].map(([name, text]) => [name, new TextEncoder().encode(text)]));

/** A format of one text. */
const text = (name: string, about: string, make: (source: ExportSource) => string): Format => ({
  about,
  shown: true,
  make: (source) => ({ files: encoded(new Map([[name, make(source)]])) }),
});

const docx = (name: string, about: string, make: (source: ExportSource) => Uint8Array): Format => ({
  about,
  shown: false,
  make: (source) => ({ files: new Map([[name, make(source)]]) }),
});

/** Every format that a list is exported to, by its name. */
export const exportFormats = {
  dora: {
    about: "rows for a register of information: B_05.01, B_05.02, B_02.02 (Regulation (EU) 2024/2956)",
    shown: false,
    make: (source) => {
      const register = registerOf(source.list, plainReader(exportReader({ ...source, language: undefined })));
      return { files: encoded(registerFiles(register)), register };
    },
  },
  annex: text("annex.md", "the list as an annex of a contract, in Markdown", (source) => markdownFile(annexOf(source))),
  "annex-docx": docx("annex.docx", "the same for word processors", (source) => docxFile(annexOf(source))),
  notice: text("notice.md", "what is announced, in words that can be passed on, in Markdown", (source) =>
    markdownFile(noticeOf(source)),
  ),
  "notice-docx": docx("notice.docx", "the same for word processors", (source) => docxFile(noticeOf(source))),
  record: text("record.csv", "rows for a record of processing activities (GDPR, art. 30(2)), as CSV", recordFile),
  cyclonedx: text("bom.json", "the entries as services of a bill of materials (CycloneDX 1.6)", cyclonedxFile),
  dpv: text("dpv.jsonld", "the entries in the Data Privacy Vocabulary, as JSON-LD", dpvFile),
  llms: text("llms.txt", "the list for language models", llmsFile),
} as const satisfies Record<string, Format>;

/** The name of a format. */
export type ExportFormat = keyof typeof exportFormats;

export const isExportFormat = (name: string): name is ExportFormat => Object.hasOwn(exportFormats, name);

/** A list in a format. */
export const exportList = (format: ExportFormat, source: ExportSource): Exported => exportFormats[format].make(source);
