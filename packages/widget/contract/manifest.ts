import type { Contract, Named } from "./contract.ts";

/** Where the class is in the package. */
const module = "dist/element/trust-center.js";
const definition = "dist/define.js";

const described = ({ name, description }: Named) => ({ name, description });

/**
 * The contract as a custom elements manifest.
 *
 * https://github.com/webcomponents/custom-elements-manifest/blob/main/schema.d.ts
 */
export function manifestOf(contract: Contract): object {
  const { tag, className, description, attributes, events, methods } = contract;
  return {
    schemaVersion: "2.1.0",
    readme: "README.md",
    modules: [
      {
        kind: "javascript-module",
        path: module,
        declarations: [
          {
            kind: "class",
            name: className,
            tagName: tag,
            customElement: true,
            description,
            superclass: { name: "LitElement", package: "lit" },
            attributes: attributes.map((one) => ({
              ...described(one),
              type: { text: one.type },
              fieldName: one.property,
            })),
            members: [
              ...attributes.map(({ property, type, name, description }) => ({
                kind: "field",
                name: property,
                type: { text: type },
                attribute: name,
                description,
              })),
              ...methods.map((one) => ({ kind: "method", ...described(one) })),
            ],
            events: events.map((one) => ({ ...described(one), type: { text: one.type } })),
            slots: contract.slots.map(described),
            cssParts: contract.parts.map(described),
            cssProperties: contract.customProperties.map(described),
            cssStates: contract.states.map(described),
          },
        ],
        exports: [{ kind: "js", name: className, declaration: { name: className, module } }],
      },
      {
        kind: "javascript-module",
        path: definition,
        exports: [{ kind: "custom-element-definition", name: tag, declaration: { name: className, module } }],
      },
    ],
  };
}
