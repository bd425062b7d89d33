/** Members and indexes from the root of a document. */
export type Path = readonly (string | number)[];
