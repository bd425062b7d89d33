import type { Contract, Named } from "./contract.ts";

const described = ({ name, description }: Named) => ({ name, description });

/**
 * What VS Code shows in HTML files: named by `html.customData` in its settings.
 *
 * https://code.visualstudio.com/api/extension-guides/custom-data-extension
 */
export const htmlCustomData = ({ tag, description, attributes }: Contract): object => ({
  version: 1.1,
  tags: [{ name: tag, description, attributes: attributes.map(described) }],
});

/**
 * What JetBrains' editors find by the member `web-types` of package.json.
 *
 * https://github.com/JetBrains/web-types/blob/master/schema/web-types.json
 */
export const webTypes = (contract: Contract, version: string): object => ({
  $schema: "https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json",
  name: "@trust-center/widget",
  version,
  "description-markup": "markdown",
  contributions: {
    html: {
      elements: [
        {
          name: contract.tag,
          description: contract.description,
          attributes: contract.attributes.map((one) => ({
            ...described(one),
            required: one.isRequired,
            value: { type: one.type },
          })),
          slots: contract.slots.map(described),
          js: {
            properties: contract.attributes.map(({ property, description }) => ({ name: property, description })),
            events: contract.events.map(described),
          },
          css: {
            properties: contract.customProperties.map(described),
            parts: contract.parts.map(described),
          },
        },
      ],
    },
  },
});
