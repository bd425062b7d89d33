import type { FeedContent } from "@trust-center/feed";
import { foundText, valueAt } from "./expectation.ts";
import type { Problem } from "./report.ts";
import type { YamlSource } from "./yaml-source.ts";

/** What is allowed and yet likely a slip. */
export function warningsOf(source: YamlSource, content: FeedContent): Problem[] {
  return unknownCountries(source, content);
}

const otherCodes: Record<string, string> = { UK: "GB", EL: "GR" };
const regionNames = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

function unknownCountries(source: YamlSource, content: FeedContent): Problem[] {
  return content.subprocessors.flatMap((entry, at) => {
    const places = (entry.locations ?? []).map((_, index) => ["subprocessors", at, "locations", index, "country"]);
    return [...places, ["subprocessors", at, "corporateLocation", "country"]].flatMap((path): Problem[] => {
      const code = valueAt(content, path);
      if (typeof code !== "string" || code === "EU") return [];
      const other = otherCodes[code];
      if (!other && regionNames.of(code) !== undefined) return [];
      const fix = other ? `Write \`${other}\`.` : "See https://www.iso.org/obp/ui/#search for the codes.";
      return [
        {
          ...source.placeOf(path),
          path: path.join("/"),
          expected: "a country code of ISO 3166-1",
          found: foundText(code),
          fix,
        },
      ];
    });
  });
}
