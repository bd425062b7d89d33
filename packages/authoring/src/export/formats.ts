import { type Register, registerFiles, registerOf } from "../register/register.ts";
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

/** Every format that a list is exported to, by its name. */
export const exportFormats = {
  dora: {
    about: "rows for a register of information: B_05.01, B_05.02, B_02.02 (Regulation (EU) 2024/2956)",
    shown: false,
    make: (source) => {
      const register = registerOf(source.list, exportReader({ ...source, language: undefined }));
      return { files: encoded(registerFiles(register)), register };
    },
  },
} as const satisfies Record<string, Format>;

/** The name of a format. */
export type ExportFormat = keyof typeof exportFormats;

export const isExportFormat = (name: string): name is ExportFormat => Object.hasOwn(exportFormats, name);

/** A list in a format. */
export const exportList = (format: ExportFormat, source: ExportSource): Exported => exportFormats[format].make(source);

const encoded = (texts: ReadonlyMap<string, string>): Map<string, Uint8Array> =>
  new Map([...texts].map(([name, text]) => [name, new TextEncoder().encode(text)]));
