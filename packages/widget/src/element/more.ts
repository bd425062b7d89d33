/** What comes after the first verified rows: details, checks, warnings, policies, history, terms. */
export type More = typeof import("../more.ts");
/** Subscribing and objecting. */
export type Forms = typeof import("../forms.ts");

export const loadMore = (): Promise<More> => import("../more.ts");
export const loadForms = (): Promise<Forms> => import("../forms.ts");
