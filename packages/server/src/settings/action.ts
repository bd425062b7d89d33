import type { Signer } from "@trust-center/feed";
import type { Wanted } from "../objections/step.ts";
import { customerName } from "../recipients/recipient.ts";
import type { ServiceSettings } from "../service.ts";
import { actions, type Unsent } from "./define.ts";
import { SettingsError } from "./error.ts";
import { readObjections } from "./objections.ts";

type DatabasePlace = ServiceSettings["database"];

/** What is asked of a database. */
export type Action = { database: DatabasePlace } & (
  | { name: "status" | "hold" }
  | { name: "resend"; delivery: string | undefined }
  | { name: "release"; unsent: Unsent }
  | { name: "import"; file: string; isDryRun: boolean; removesMissing: boolean; secret: Uint8Array }
  | { name: "export" | "list" }
  | { name: "remove"; customer: string | undefined; email: string | undefined }
  | { name: "tasks"; done: { id: string; how: string } | undefined }
  | { name: "evidence"; change: string; signer: Signer }
  | { name: "objections"; asked: AskedOfObjections }
  | { name: "standings"; change: string; noted: Noted | undefined }
);

/** A customer's word on a change. */
export interface Noted {
  customer: string;
  given: boolean;
  how: string;
  /** Who notes it. */
  name: string;
}

/** What is asked about objections. */
export type AskedOfObjections =
  | { what: "list"; state: "open" | "all"; change: string | undefined; isJson: boolean }
  | { what: "show" | "erase"; id: string }
  | { what: "step"; wanted: Wanted; signer: Signer };

/** What an action is read from. What only some actions need is read where it is needed. */
export interface ActionSettings {
  flags: Readonly<Record<string, string | boolean | undefined>>;
  database: DatabasePlace;
  secret(): Promise<Uint8Array>;
  signer(): Promise<Signer>;
}

/** @throws {SettingsError} */
export async function readAction(words: readonly string[], settings: ActionSettings): Promise<Action> {
  const [name = "", ...more] = words;
  const { database, flags } = settings;
  const { delivery, unsent, done, how } = flags as Record<string, string | undefined>;
  if (name === "recipients") return readRecipients(more, settings);
  if (name === "standings" && more.length === 1)
    return { name, database, change: more[0] ?? "", noted: readNoted(flags) };
  if (name === "objections") return { name, database, asked: await readObjections(more, settings) };
  if (name === "evidence" && more.length === 1)
    return { name, database, change: more[0] ?? "", signer: await settings.signer() };
  if (!(name in actions) || name === "evidence" || name === "standings" || more.length > 0) {
    throw new SettingsError(
      `Expected one of: ${Object.keys(actions).join(", ")}. Found "${words.join(" ")}". See --help.`,
    );
  }
  if (name === "resend") return { name, database, delivery };
  if (name === "tasks")
    return { name, database, done: done === undefined ? undefined : { id: done, how: how || "done" } };
  if (name !== "release") return { name: name as "status" | "hold", database };
  if (unsent === "send" || unsent === "drop") return { name, database, unsent };
  throw new SettingsError(
    `Expected --unsent to be send or drop, found "${unsent ?? ""}". \`send\`: what waits goes out, and what was published ` +
      "since the backup: some get a mail for the second time. `drop`: nobody gets any of it.",
  );
}

function readNoted(flags: ActionSettings["flags"]): Noted | undefined {
  const { approve, revoke, how, by = "command" } = flags as Record<string, string | undefined>;
  const customer = approve ?? revoke;
  if (customer === undefined) return undefined;
  if (approve !== undefined && revoke !== undefined)
    throw new SettingsError("Expected --approve or --revoke, found both.");
  if (!how) throw new SettingsError("Expected --how TEXT: how the customer said it, such as its mail's date.");
  return { customer: customerName(customer), given: approve !== undefined, how, name: by };
}

async function readRecipients(words: readonly string[], { database, flags, secret }: ActionSettings): Promise<Action> {
  const [verb, file, ...more] = words;
  if (verb === "import" && file !== undefined && more.length === 0) {
    const [isDryRun, removesMissing] = [flags["dry-run"] === true, flags["remove-missing"] === true];
    return { name: "import", database, file, isDryRun, removesMissing, secret: await secret() };
  }
  if ((verb === "export" || verb === "list") && file === undefined) return { name: verb, database };
  const { customer, email } = flags as { customer?: string; email?: string };
  if (verb === "remove" && file === undefined && (customer ?? email) !== undefined)
    return { name: "remove", database, customer, email };
  throw new SettingsError(
    "Expected `recipients import FILE`, `recipients export`, `recipients list`, or `recipients remove` with --customer " +
      `NAME or --email ADDRESS, found "recipients ${words.join(" ")}". See --help.`,
  );
}
