import type { Attribute, Contract } from "./contract.ts";

/** What every element has: frameworks type it themselves. */
const ofEveryElement = new Set(["lang"]);

/**
 * Types of the tag for each framework, as files by path below `jsx/`. A framework's types are augmented as its own
 * documentation says, and each module registers the element too: one import does both.
 */
export function jsxTypes({ attributes, ...contract }: Contract): Readonly<Record<string, string>> {
  const own = attributes.filter(({ name }) => !ofEveryElement.has(name));
  return { "tag.d.ts": tag(own, contract), ...frameworks };
}

const member = ({ description, name, type, isRequired }: Attribute): string => {
  const key = name.includes("-") ? JSON.stringify(name) : name;
  const value = type === "number" ? `number | \`\${number}\`` : type;
  return `  /** ${description} */\n  ${key}${isRequired ? `: ${value}` : `?: ${value} | undefined`};`;
};

/** What they share: attributes and handlers of events. */
const tag = (own: readonly Attribute[], { tag, className }: Pick<Contract, "tag" | "className">): string => `\
import type { ${className}, TrustCenterEventMap } from "../index.js";

export type { ${className}, TrustCenterEventMap };

/** Attributes of \`<${tag}>\` beside those that every element has. */
export interface TrustCenterAttributes {
${own.map(member).join("\n")}
}

/** Handlers of its events, each under a prefix of the framework's. */
export type TrustCenterHandlers<Prefix extends string> = {
  [Name in keyof TrustCenterEventMap as \`\${Prefix}\${Name}\`]?: ((event: TrustCenterEventMap[Name]) => void) | undefined;
};
`;

/** One file a framework: how it names events, and which of its interfaces lists the tags. */
const frameworks: Readonly<Record<string, string>> = {
  "react.d.ts": `\
/**
 * React 19: \`<trust-center feed="…" pin="…" ontrust-center-load={(event) => …} />\`
 *
 * https://react.dev/reference/react-dom/components#custom-html-elements
 */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { TrustCenterAttributes, TrustCenterElement, TrustCenterHandlers } from "./tag.js";

export * from "../define.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "trust-center": DetailedHTMLProps<HTMLAttributes<TrustCenterElement>, TrustCenterElement> &
        TrustCenterAttributes &
        TrustCenterHandlers<"on">;
    }
  }
}
`,
  "preact.d.ts": `\
/**
 * Preact: \`<trust-center feed="…" pin="…" ontrust-center-load={(event) => …} />\`
 *
 * https://preactjs.com/guide/v10/typescript/#extending-built-in-jsx-types
 */
import type { HTMLAttributes } from "preact";
import type { TrustCenterAttributes, TrustCenterElement, TrustCenterHandlers } from "./tag.js";

export * from "../define.js";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "trust-center": HTMLAttributes<TrustCenterElement> & TrustCenterAttributes & TrustCenterHandlers<"on">;
    }
  }
}
`,
  "solid.d.ts": `\
/**
 * Solid: \`<trust-center feed="…" pin="…" on:trust-center-load={(event) => …} />\`. It sets properties of an element, so
 * the level of the first heading is \`level\`.
 *
 * https://docs.solidjs.com/configuration/typescript#custom-elements
 */
import type { JSX } from "solid-js";
import type { TrustCenterAttributes, TrustCenterElement, TrustCenterHandlers } from "./tag.js";

export * from "../define.js";

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "trust-center": JSX.HTMLAttributes<TrustCenterElement> &
        Omit<TrustCenterAttributes, "heading-level"> &
        Partial<Pick<TrustCenterElement, "level">> &
        TrustCenterHandlers<"on:">;
    }
  }
}
`,
  "svelte.d.ts": `\
/**
 * Svelte 5: \`<trust-center feed="…" pin="…" ontrust-center-load={(event) => …}></trust-center>\`
 *
 * https://svelte.dev/docs/svelte/typescript#Enhancing-built-in-DOM-types
 */
import type { HTMLAttributes } from "svelte/elements";
import type { TrustCenterAttributes, TrustCenterElement, TrustCenterHandlers } from "./tag.js";

export * from "../define.js";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "trust-center": HTMLAttributes<TrustCenterElement> & TrustCenterAttributes & TrustCenterHandlers<"on">;
  }
}
`,
  "vue.d.ts": `\
/**
 * Vue 3: \`<trust-center feed="…" pin="…" @trust-center-load="(event) => …" />\` in templates, with
 * \`compilerOptions.isCustomElement\` set for the tag.
 *
 * https://vuejs.org/guide/extras/web-components.html#web-components-and-typescript
 */
import type { EmitFn, HTMLAttributes, PublicProps } from "vue";
import type { TrustCenterAttributes, TrustCenterElement, TrustCenterEventMap } from "./tag.js";

export * from "../define.js";

/** The element as a component: what templates ask of one. */
type TrustCenterTag = new () => TrustCenterElement & {
  /** @deprecated Not there when the page runs: for templates alone. */
  $props: HTMLAttributes & TrustCenterAttributes & PublicProps;
  /** @deprecated Not there when the page runs: for templates alone. */
  $emit: EmitFn<{ [Name in keyof TrustCenterEventMap]: (event: TrustCenterEventMap[Name]) => void }>;
};

declare module "vue" {
  interface GlobalComponents {
    "trust-center": TrustCenterTag;
  }
}
`,
};
