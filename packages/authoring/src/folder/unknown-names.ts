import { exampleAt, spotAt } from "../format/spot.ts";
import { type UnknownField, unknownFields } from "./known-fields.ts";
import { plain } from "./meant.ts";
import type { Finding } from "./report.ts";
import { renaming } from "./schema-problems.ts";
import type { YamlSource } from "./yaml-source.ts";

const leaving = { member: "announce", fix: "Remove the entry. To announce it, say from when in `announce`." };
const coming = {
  member: "announce",
  fix: "Where it is in use, write `since`. Where it is to come, say from when in `announce`.",
};

/** What became of members that lists of other tools have: where it is said instead, in which member of the list. */
const elsewhere: Record<string, { member: string; fix: string }> = {
  status: {
    member: "announce",
    fix: "The list holds what is in use. What is to come stands in it too, and `announce` says from when; what has left is removed.",
  },
  effective: { member: "announce", fix: "Say it in `announce`." },
  start: coming,
  startDate: coming,
  announced: {
    member: "pastChanges",
    fix: "Publishing dates the announcement. One made before this feed began goes into `pastChanges`.",
  },
  until: leaving,
  end: leaving,
  endDate: leaving,
  reason: { member: "announce", fix: "Say it in `announce`." },
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
    const home = edit ? undefined : homeOf(path);
    const moved = home ? moveTo(home) : isEntry(path) ? elsewhere[name] : undefined;
    const example = moved && exampleAt(home ?? [moved.member]);
    const fix = edit ? `Write \`${edit.text}\`.` : (moved?.fix ?? fixFor(unknown));
    const words = { expected: "a name that the format knows", fix, ...(example && { example }) };
    return { ...place, rule: "unknown-member", ...words, ...(edit && { edits: [edit] }) };
  });
}

/** Members of the list that hold further ones, each once. */
const blocks = ["publisher", "noticeTerms", "publish"] as const;

/** The one block that knows a name which stands at the top, or in another block. */
function homeOf(path: UnknownField["path"]): [block: string, name: string] | undefined {
  const [name, block] = [String(path.at(-1)), path.length === 2 ? path[0] : undefined];
  if (path.length > 2 || (block !== undefined && !blocks.some((one) => one === block))) return undefined;
  const homes = blocks.filter((one) => one !== block && spotAt([one]).names.includes(name));
  return homes.length === 1 && homes[0] ? [homes[0], name] : undefined;
}

const moveTo = ([block, name]: [string, string]) => ({
  member: name,
  fix: `It belongs into \`${block}\`: move it there.`,
});

const isEntry = (path: UnknownField["path"]) => path[0] === "subprocessors" && path.length === 3;

function fixFor({ path, name, meant }: UnknownField): string {
  const details = spotAt(path.slice(0, -1)).names.includes("details") ? "under `details`, with its label, or " : "";
  const own = `A fact of your own goes ${details}under a name that begins with x-: x-${name}.`;
  return meant ? `Did you mean \`${meant}\`? ${own}` : own;
}
