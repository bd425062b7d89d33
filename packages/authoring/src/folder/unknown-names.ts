import { spotAt } from "../format/spot.ts";
import { type UnknownField, unknownFields } from "./known-fields.ts";
import { plain } from "./meant.ts";
import type { Finding } from "./report.ts";
import { renaming } from "./schema-problems.ts";
import type { YamlSource } from "./yaml-source.ts";

/** What became of members that lists of other tools have, and where it is said instead. */
const elsewhere: Record<string, string> = {
  status:
    "The list holds what is in use. What is to come stands in it too, and `announce` says from when; what has left is removed.",
  effective: "Say it in `announce`: [{ subject: <id>, effective: 2027-01-31 }].",
  announced: "Publishing dates the announcement. One made before this feed began goes into `pastChanges`.",
  until: "Remove the entry. To announce it, add announce: [{ subject: <id>, effective: 2027-01-31 }].",
  reason: "Say it in `announce`: [{ subject: <id>, reason: … }].",
};

/** What publishing adds to the list. */
const added = new Set(["type", "format", "version", "published", "open", "former"]);

/** Names that the format does not know: signed as they stand, they would be in nobody's table. */
export function unknownNames(source: YamlSource): Finding[] {
  return unknownFields(source.value).map((unknown) => {
    const { path, name, meant } = unknown;
    const place = { ...source.placeOfKey(path), path: path.join("/"), found: `\`${name}\`` };
    if (path.length === 1 && added.has(name)) {
      const fix = `Remove it: publishing writes \`${name}\` itself. Your own count of versions goes into \`documentVersion\`.`;
      return { ...place, rule: "published-member", expected: `no \`${name}\` at the top`, fix };
    }
    const edit = meant !== undefined && plain(meant) === plain(name) ? renaming(source, path, meant) : undefined;
    const words = { expected: "a name that the format knows", fix: edit ? `Write \`${edit.text}\`.` : fixFor(unknown) };
    return { ...place, rule: "unknown-member", ...words, ...(edit && { edits: [edit] }) };
  });
}

function fixFor({ path, name, meant }: UnknownField): string {
  const moved = path[0] === "subprocessors" && path.length === 3 ? elsewhere[name] : undefined;
  const details = spotAt(path.slice(0, -1)).names.includes("details") ? "under `details`, with its label, or " : "";
  const own = `A fact of your own goes ${details}under a name that begins with x-: x-${name}.`;
  return moved ?? (meant ? `Did you mean \`${meant}\`? ${own}` : own);
}
