import { printable } from "@trust-center/reading";
import { type Taken, take } from "../cases/take.ts";
import { readCase, readCases } from "../cases/view.ts";
import type { AskedOfObjections } from "../settings/action.ts";
import { SettingsError } from "../settings/error.ts";
import { eraseCase } from "../store/cases.ts";
import type { Queries, StoreForAction } from "../store/store.ts";

/** Does what the privacy team asks about objections; gives what to print. */
export async function actOnObjections(store: StoreForAction, asked: AskedOfObjections): Promise<string> {
  switch (asked.what) {
    case "list":
      return await store.read((db) => list(db, asked));
    case "show":
      return await store.read((db) => show(db, asked.id));
    case "erase":
      if (!(await store.write((tx) => eraseCase(tx, asked.id)))) throw unknown(asked.id);
      return "Erased: who objected, and what was written. States, dates and receipts stay.\n";
    case "step": {
      const { wanted, signer } = asked;
      const done = await take({ store, signer }, wanted);
      if ("refused" in done) throw refusedBy(done, wanted.id);
      const { step, state, outcome } = done.taken;
      return `Step ${step}: ${stateText({ state, outcome })}. Its mails go out when the service runs.\n`;
    }
  }
}

/** How many are read at once. */
const perPage = 500;

async function list(db: Queries, { state, change, isJson }: Extract<AskedOfObjections, { what: "list" }>) {
  const all: Listed[] = [];
  for (let after: string | undefined; ; ) {
    const page = await readCases(db, { state, change, after, most: perPage });
    all.push(...(page?.objections ?? []));
    after = page?.next;
    if (after === undefined) break;
  }
  if (isJson) return json(all);
  return all.length === 0 ? "None.\n" : all.map(lineOf).join("");
}

type Listed = NonNullable<Awaited<ReturnType<typeof readCases>>>["objections"][number];

function lineOf(one: Listed): string {
  const who = [one.name, one.organisation].filter(Boolean).map(printable).join(", ") || "(erased)";
  const more = [
    ...(one.late ? ["late"] : []),
    ...(one.confirmed ? [] : ["address not confirmed"]),
    ...(one.texts > 1 ? [`${one.texts} texts`] : []),
  ];
  const facts = [`by ${one.deadline}`, one.id, `change ${one.change}`, who, stateText(one), ...more];
  return `${facts.join("  ")}\n`;
}

const stateText = ({ state, outcome }: { state: string; outcome?: string | null }) =>
  outcome ? `${state} (${outcome})` : state;

async function show(db: Queries, id: string): Promise<string> {
  const found = await readCase(db, id);
  if (!found) throw unknown(id);
  return json(found);
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const unknown = (id: string) =>
  new SettingsError(`Expected the id of an objection, found "${id}". See \`objections --all\`.`);

function refusedBy(refused: Extract<Taken, { refused: string }>, id: string): SettingsError {
  switch (refused.refused) {
    case "unknown":
      return unknown(id);
    case "erased":
      return new SettingsError("Expected somebody to tell; who objected was erased.");
    case "moved":
      return new SettingsError(
        `Expected step ${refused.expected} to be the newest, found step ${refused.found} (${refused.state}). See \`objections show ${id}\`.`,
      );
    case "state":
      return new SettingsError(
        `Expected an objection that is ${refused.expected.join(" or ")}, found one that is ${refused.found}.`,
      );
  }
}
