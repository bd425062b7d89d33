/** Subjects of which a feed has many, each with an id. */
export const manyTypes = ["subprocessor", "group", "service", "policy"] as const;

/** Subjects of which a feed has one. `list`: what the list says as a whole. */
export const singleTypes = ["terms", "publisher", "list"] as const;

/** What a change can be about. */
export const subjectTypes = [...manyTypes, ...singleTypes] as const;

/** What a change can be about. */
export type SubjectType = (typeof subjectTypes)[number];
