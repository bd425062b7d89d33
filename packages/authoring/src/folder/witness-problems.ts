import { parseVerifierKey, TrustCenterError } from "@trust-center/feed";
import { isPublishableAddress, type Settings } from "../format/settings.ts";
import type { Finding } from "./report.ts";
import type { YamlSource } from "./yaml-source.ts";

/** What is wrong with the first witness of the settings that cannot be asked or read. */
export async function witnessProblem(source: YamlSource, { witnesses = [] }: Settings): Promise<Finding | undefined> {
  const seen = new Map<string, number>();
  for (const [at, one] of witnesses.entries()) {
    const isText = typeof one === "string";
    const path = ["publish", "witnesses", at];
    const keyAt = isText ? path : [...path, "key"];
    const found = isText ? one : one.key;
    const problem = (path: (string | number)[], words: Pick<Finding, "expected" | "found" | "fix">): Finding => ({
      ...source.placeOf(path),
      path: path.join("/"),
      rule: "witness",
      ...words,
    });
    if (!isText && !isPublishableAddress(one.url)) {
      return problem([...path, "url"], {
        expected: "an https:// address as browsers write it (http:// on localhost alone)",
        found: `“${one.url}”`,
        fix: `Write ${URL.parse(one.url)?.href.replace(/^http:/, "https:") ?? "https://witness.example/"}.`,
      });
    }
    const read = await parseVerifierKey(found).catch((error: unknown) => error);
    if (read instanceof TrustCenterError) {
      return problem(keyAt, {
        expected: "a witness's verifier key, such as witness.example/w1+0f8e3c2a+BA…",
        found: `“${found.slice(0, 80)}”${read.code === "key-refused" ? ", whose id is another key's" : ""}`,
        fix: "Copy the key as the witness prints it: `trust-center witness` does, whenever it signs or serves.",
      });
    }
    const before = seen.get(found);
    if (before !== undefined) {
      const fix = `Remove one of the two: publish/witnesses/${before} names it already.`;
      return problem(keyAt, { expected: "each witness once", found: `“${found.slice(0, 80)}” again`, fix });
    }
    seen.set(found, at);
  }
  return undefined;
}
