import type { ESTree, Plugin } from "vite";
import { walk } from "./walk.ts";

/** White space and comments in styles and markup are bytes that no reader sees. */
export function shrinkTemplates(): Plugin {
  return {
    name: "trust-center:shrink-templates",
    enforce: "pre",
    transform: {
      filter: { id: /widget\/src\/.*\.styles\.ts$/ },
      handler: (code) =>
        code
          .replace(/\/\*[\s\S]*?\*\//g, "")
          .replace(/\s+/g, " ")
          .replace(/ ?([{};,>]) ?/g, "$1")
          .replace(/: /g, ":")
          .replace(/\b0\./g, "."),
    },
  };
}

/** Tags of what stands in lines of its own, or of a cell: space beside them is never shown (CSS 2.2, §9.2.2.1 and §17.2.1). */
const block =
  "(?:article|aside|dd|div|dl|dt|fieldset|figure|form|h\\d|li|nav|ol|p|section|table|tbody|td|th|thead|tr|ul)";
const besideBlocks = new RegExp(` (?=</?${block}\\b)|(?<=</?${block}\\b[^<>]*>) `, "g");

const withoutIndents = (markup: string) => markup.replace(/\s*\n\s*/g, " ").replace(besideBlocks, "");

/** A line break and what indents the next line are one space in markup, and beside blocks none. */
export function shrinkMarkup(): Plugin {
  return {
    name: "trust-center:shrink-markup",
    transform: {
      filter: { id: /widget\/src\/.*\.ts$/ },
      order: "post",
      handler(code) {
        const texts: ESTree.TemplateElement[] = [];
        walk(this.parse(code), (node) => {
          if (node.type === "TaggedTemplateExpression" && node.tag.type === "Identifier" && node.tag.name === "html")
            texts.push(...node.quasi.quasis);
        });
        return texts
          .sort((a, b) => b.start - a.start)
          .reduce(
            (text, { start, end }) => text.slice(0, start) + withoutIndents(text.slice(start, end)) + text.slice(end),
            code,
          );
      },
    },
  };
}

/** Who asks a publisher for a fact is for whoever checks a list, not for its readers. */
export function withoutAskers(): Plugin {
  return {
    name: "trust-center:without-askers",
    enforce: "pre",
    transform: {
      filter: { id: /reading\/src\/fields\/.*\.ts$/ },
      handler: (code) => code.replace(/\basked: \[[^\]]*\],?/g, ""),
    },
  };
}
