import type { Declaration } from "../declarations/declaration.ts";

/** An option as shells complete it. */
export interface CompletedOption {
  /** `--format` */
  flag: string;
  about: string;
  takesValue: boolean;
}

/** A command, or the program itself, with what can stand behind it. */
export interface Completed {
  /** The words that lead to it: none for the program. */
  words: readonly string[];
  commands: readonly { name: string; about: string }[];
  options: readonly CompletedOption[];
}

/** Options of every command: commander's own, and the program's. */
const common: CompletedOption[] = [
  { flag: "--json", about: "print data for programs on stdout, and nothing else there", takesValue: false },
  { flag: "--quiet", about: "print problems alone", takesValue: false },
  { flag: "--help", about: "show help", takesValue: false },
];

/** Every place at which something can be completed, the program first. */
export const placesOf = (declarations: readonly Declaration[]): Completed[] => [
  {
    words: [],
    commands: declarations.map(nameAndAbout),
    options: [...common, { flag: "--version", about: "show the version", takesValue: false }],
  },
  ...declarations.flatMap((declaration) => placesIn(declaration, [])),
];

function placesIn(declaration: Declaration, before: readonly string[]): Completed[] {
  const { name, options = [], commands = [] } = declaration;
  const words = [...before, name];
  return [
    { words, commands: commands.map(nameAndAbout), options: [...options.map(optionOf), ...common] },
    ...commands.flatMap((inner) => placesIn(inner, words)),
  ];
}

const nameAndAbout = ({ name, summary }: Declaration) => ({ name, about: summary });

function optionOf([flags, about]: NonNullable<Declaration["options"]>[number]): CompletedOption {
  const [flag = "", value] = flags.split(" ");
  return { flag, about, takesValue: value !== undefined };
}
