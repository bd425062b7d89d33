import { readFile } from "node:fs/promises";
import { objectionOutcomes } from "@trust-center/feed";
import type { Wanted } from "../objections/step.ts";
import { longestText, readText } from "../objections/text.ts";
import type { ActionSettings, AskedOfObjections } from "./action.ts";
import { SettingsError } from "./error.ts";

const verbs = { review: "reviewed", answer: "answered", resolve: "resolved", reject: "rejected" } as const;

const isVerb = (word: string): word is keyof typeof verbs => word in verbs;

const expected =
  "Expected `objections` (--all, --change ID, --json), or one of `objections show|review|answer|resolve|reject|erase ID`";

/**
 * @param words Those after `objections`.
 * @throws {SettingsError}
 */
export async function readObjections(
  words: readonly string[],
  { flags, signer }: Pick<ActionSettings, "flags" | "signer">,
): Promise<AskedOfObjections> {
  const [verb = "list", id, ...more] = words;
  const { change, by } = flags as Record<string, string | undefined>;
  if (verb === "list" && id === undefined)
    return { what: "list", state: flags.all === true ? "all" : "open", change, isJson: flags.json === true };
  if (id === undefined || more.length > 0)
    throw new SettingsError(`${expected}, found "objections ${words.join(" ")}".`);
  if (verb === "show" || verb === "erase") return { what: verb, id };
  if (!isVerb(verb)) throw new SettingsError(`${expected}, found "objections ${words.join(" ")}".`);
  const text = await readGiven(flags as Record<string, string | undefined>);
  if (text === undefined && (verb === "answer" || verb === "reject"))
    throw new SettingsError(
      `Expected --text TEXT or --text-file FILE: what \`objections ${verb}\` tells the objector.`,
    );
  const outcome = verb === "resolve" ? readOutcome(flags.outcome) : undefined;
  const wanted: Wanted = {
    id,
    action: verbs[verb],
    by: "publisher",
    name: by ?? "command",
    text,
    outcome,
    seen: readSeen(flags.seen),
  };
  return { what: "step", wanted, signer: await signer() };
}

async function readGiven(flags: Record<string, string | undefined>): Promise<string | undefined> {
  const file = flags["text-file"];
  if (file !== undefined && flags.text !== undefined)
    throw new SettingsError("Expected --text or --text-file, found both.");
  const given =
    file === undefined
      ? flags.text
      : await readFile(file, "utf8").catch((cause: unknown) => {
          throw new SettingsError(`Expected to read --text-file ${file}; the system refused.`, { cause });
        });
  if (given === undefined) return undefined;
  const text = readText(given);
  if (text === undefined)
    throw new SettingsError(`Expected a text of 1 to ${longestText} characters, without control characters.`);
  return text;
}

function readOutcome(given: unknown): Wanted["outcome"] {
  const outcome = objectionOutcomes.find((one) => one === given);
  if (outcome) return outcome;
  throw new SettingsError(`Expected --outcome to be ${objectionOutcomes.join(" or ")}, found "${given ?? ""}".`);
}

function readSeen(given: unknown): number | undefined {
  if (given === undefined) return undefined;
  if (typeof given === "string" && /^[1-9]\d{0,5}$/.test(given)) return Number(given);
  throw new SettingsError(`Expected --seen to be the number of a step, found "${given}".`);
}
