import { canonical, type Item, type Plan, type Prose, resolveText } from "@trust-center/feed";

/** A group, a service or a policy that leaves, and one that comes under the same name, are likely one. */
export function aboutOtherIds({ changes }: Plan): { code: "renamed"; text: string }[] {
  const atoms = changes.flatMap(({ content, mode }) => (mode === "withdrawal" ? [] : content));
  return atoms.flatMap((gone) => {
    if (gone.op !== "drop" || gone.type === "subprocessor" || gone.name === undefined) return [];
    const isSame = (item: Item) => canonical(item.name ?? item.title) === canonical(gone.name);
    const heir = atoms.find((atom) => atom.op === "put" && atom.type === gone.type && isSame(atom.item as Item));
    if (heir?.op !== "put") return [];
    const text =
      `The ${gone.type} “${resolveText(gone.name as Prose, ["en"]).value}” is removed as ${gone.id}, and comes as ${heir.item.id}: readers are told that one goes and another ` +
      `one comes. Where it is the same, keep the id ${gone.id}.`;
    return [{ code: "renamed" as const, text }];
  });
}
