import { oneSpelling } from "../secret/keyed.ts";

/** What somebody of the privacy team may do: each may do all that those before it may. */
export const roles = ["reader", "handler", "admin"] as const;

export type Role = (typeof roles)[number];

/** Whether a role is enough for what asks for another. */
export const isEnough = (has: Role, needed: Role): boolean => roles.indexOf(has) >= roles.indexOf(needed);

/** Who may sign in to the inbox, and as what: roles by addresses, each in one spelling. */
export type People = ReadonlyMap<string, Role>;

/** @param given Bare addresses. */
export const peopleOf = (given: readonly (readonly [email: string, role: Role])[]): People =>
  new Map(given.map(([email, role]) => [oneSpelling(email), role]));

export const roleOf = (people: People, email: string): Role | undefined => people.get(oneSpelling(email));
