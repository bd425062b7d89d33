import type { Plugin } from "vite";

/** White space in styles and markup is bytes that no reader sees. */
export function shrinkTemplates(): Plugin {
  return {
    name: "trust-center:shrink-templates",
    enforce: "pre",
    transform: {
      filter: { id: /widget\/src\/.*\.ts$/ },
      handler: (code, id) =>
        id.endsWith(".styles.ts")
          ? code
              .replace(/\s+/g, " ")
              .replace(/ ?([{};,>]) ?/g, "$1")
              .replace(/: /g, ":")
          : code.replace(/>\s*\n\s*</g, "> <"),
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
