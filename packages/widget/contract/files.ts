import { readContract } from "./contract.ts";
import { htmlCustomData, webTypes } from "./editors.ts";
import { jsxTypes } from "./jsx.ts";
import { manifestOf } from "./manifest.ts";

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** Everything that is made from the contract, as files by path below `dist`. */
export function contractFiles(version: string): Readonly<Record<string, string>> {
  const contract = readContract();
  const types = Object.entries(jsxTypes(contract)).map(([name, text]) => [`jsx/${name}`, text] as const);
  return {
    "custom-elements.json": json(manifestOf(contract)),
    "html-custom-data.json": json(htmlCustomData(contract)),
    "web-types.json": json(webTypes(contract, version)),
    ...Object.fromEntries(types),
  };
}
