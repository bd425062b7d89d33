/** What comes after the first verified rows: changes, details, checks, warnings, policies, history, terms. */
export type More = typeof import("../more.ts");
/** Subscribing and objecting. */
export type Forms = typeof import("../forms.ts");

export const loadMore = (): Promise<More> => import("../more.ts");
/** What makes columns that are not among the usual ones. */
export const loadColumns = (): Promise<typeof import("../list/other-columns.ts")> => import("../list/other-columns.ts");

export const loadForms = (): Promise<Forms> => import("../forms.ts");

/** Registers an inner element once. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
