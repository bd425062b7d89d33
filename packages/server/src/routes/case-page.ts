import { resolveText } from "@trust-center/feed";
import type { Context } from "hono";
import { take } from "../cases/take.ts";
import { acceptedLanguages, chooseLanguage } from "../mail/language.ts";
import { objectedNames } from "../mail/plain.ts";
import { mailReader } from "../mail/reader.ts";
import { longestText, readText } from "../objections/text.ts";
import { type CasePage, casePage, type NotDone, noCasePage } from "../pages/case.ts";
import { sha256, tokenHash } from "../secret/keyed.ts";
import { type Case, filingsOf, findCaseByToken, stepsOf } from "../store/cases.ts";
import { readObjected } from "../store/feed-state.ts";
import { clock } from "../store/query.ts";
import { countOne } from "../store/rates.ts";
import { linkToken } from "./access.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { refuseUnsigned } from "./evidence.ts";
import { tooMany } from "./limit.ts";

/** Bytes of a form: percent signs make nine of a letter of three bytes. */
const formLimit = 12 * longestText;

const page = { who: "link", path: "/objections/case", answer: "HTML", answerTypes: ["text/html"] } as const;

/** The objector's page. Mail scanners open links, so it changes nothing. */
const shown = endpoint({
  ...page,
  method: "GET",
  summary: "The objector's page: where its objection stands; changes nothing",
  also: { 404: "HTML: the link is not valid" },
  refusals: [],
  handle: async ({ deps, context }) => {
    const of = await caseOf(deps, context);
    return of ? casePage(await readPage(deps, context, of)) : noCase(deps, context);
  },
});

const acted = endpoint({
  ...page,
  method: "POST",
  summary: "Confirms, writes or withdraws, by a form of that page",
  // Files are none: there is one content type.
  text: { types: ["application/x-www-form-urlencoded"], most: formLimit },
  also: {
    404: "HTML: the link is not valid",
    409: "HTML: nothing was done, and why",
    422: "HTML: nothing was done, and what to write",
  },
  refusals: [429, 503],
  handle: async ({ deps, context, text }) => {
    const of = await caseOf(deps, context);
    if (!of) return noCase(deps, context);
    const notDone = await act(deps, of, new URLSearchParams(text));
    deps.onWork();
    const now = (await caseOf(deps, context)) ?? of;
    return casePage(await readPage(deps, context, now), notDone);
  },
});

export const casePages: readonly Declared[] = [shown, acted];

const isAction = (action: string | null) => action === "confirmed" || action === "written" || action === "withdrawn";

async function act(deps: AppDeps, of: Case, form: URLSearchParams): Promise<NotDone | undefined> {
  const { store, receiptSigner: signer, rates } = deps;
  const action = form.get("action");
  const given = form.get("text") ?? "";
  const moved: NotDone = { why: "case_moved", text: given.slice(0, longestText) };
  if (!isAction(action)) return moved;
  if (action === "confirmed" && of.confirmed_at !== null) return undefined;
  const text = action === "written" ? readText(given) : undefined;
  if (action === "written" && text === undefined) return { ...moved, why: "case_message_help" };
  const wait = await store.write(async (tx) => countOne(tx, `case ${of.id}`, rates.stepsPerCase, await clock(tx)));
  if (wait > 0) throw tooMany(wait);
  const seen = Number(form.get("seen"));
  const taken = await take({ store, signer }, { id: of.id, action, by: "objector", text, seen }).catch(refuseUnsigned);
  if ("taken" in taken || (await wasTaken(deps, of, { action, text, seen }))) return undefined;
  return moved;
}

/** Whether the first step after what was seen is this one: a button that was pressed twice. */
async function wasTaken(
  { store }: AppDeps,
  { id }: Case,
  { action, text, seen }: { action: string; text: string | undefined; seen: number },
): Promise<boolean> {
  const next = (await store.read((db) => stepsOf(db, id))).find(({ step }) => step === seen + 1);
  const said = text === undefined ? null : sha256(text);
  return next?.actor === "objector" && next.action === action && next.text_sha256 === said;
}

const caseOf = ({ store }: AppDeps, context: Context): Promise<Case | undefined> =>
  store.read((db) => findCaseByToken(db, tokenHash(linkToken(context))));

const noCase = (deps: AppDeps, context: Context) => {
  const language = chooseLanguage(acceptedLanguages(context.req.header("accept-language")));
  return noCasePage(vendorIn(deps, language), language);
};

const vendorIn = ({ feed, publicAddress }: AppDeps, language: string) =>
  resolveText(feed()?.feed.publisher.name, [language]).value || new URL(publicAddress).hostname;

async function readPage(deps: AppDeps, context: Context, of: Case): Promise<CasePage> {
  const read = async <T>(work: Parameters<typeof deps.store.read<T>>[0]) => deps.store.read(work);
  const filings = await read((db) => filingsOf(db, of.id));
  const language = chooseLanguage([
    filings.at(-1)?.language,
    ...acceptedLanguages(context.req.header("accept-language")),
  ]);
  const objected = await read((db) => readObjected(db, of.feed, of.change));
  return {
    of,
    filings,
    steps: await read((db) => stepsOf(db, of.id)),
    changes: objectedNames(of.change, objected, mailReader(language, deps.feed()?.feed)),
    isVoid: objected?.voidBy !== undefined,
    vendor: vendorIn(deps, language),
    language,
    most: longestText,
  };
}
