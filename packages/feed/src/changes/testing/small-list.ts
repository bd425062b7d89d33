import type { Subprocessor } from "../../document/subprocessor.ts";
import { listAt } from "../state.ts";
import { listOf, World } from "./world.ts";

/** A small list, and what is asked of it. */
export const cloud: Subprocessor = {
  id: "a",
  name: "Acme Cloud",
  locations: [{ country: "DE" }],
  purposes: ["Hosting"],
  dataCategories: [{ items: ["E-mail addresses"] }],
};
export const mail: Subprocessor = { id: "b", name: "Bolt Mail", locations: [{ country: "IE" }] };
export const cirrus: Subprocessor = { id: "c", name: "Cirrus" };

/** Terms that ask for notice of everything. */
export const everything = { rules: [{ notice: "P30D", objection: "P14D" }] };
export const at = (...countries: string[]) => countries.map((country) => ({ country }));

/** A vendor who published these entries once: the cloud and the mail by default. */
export const make = (terms: Parameters<typeof listOf>[0] = everything, ...entries: Subprocessor[]) =>
  World.of(listOf(terms, ...(entries.length > 0 ? entries : [cloud, mail])));

/** What is open: `2.1 emergency replaced`. */
export const open = (world: World) => (world.feed.open ?? []).map(({ id, kind, mode }) => `${id} ${mode} ${kind}`);
export const fact = (world: World, id: string, field: string, t = world.now) =>
  listAt(world.feed, t).subprocessors.find((entry) => entry.id === id)?.[field];
export const refused = (reason: string) => ({ code: "edit-refused", evidence: { reason } });
