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
