/** What happened to a subject. `corrected` is wording alone, `id` a new id alone. */
export const changeKinds = [
  "initial",
  "added",
  "removed",
  "replaced",
  "restored",
  "renamed",
  "legal-entity",
  "scope",
  "location",
  "data",
  "purpose",
  "transfer-mechanism",
  "details",
  "corrected",
  "id",
  "terms",
  "policy",
  "group",
  "service",
  "publisher",
  "list",
] as const;

/** What happened to a subject. */
export type ChangeKind = (typeof changeKinds)[number];
