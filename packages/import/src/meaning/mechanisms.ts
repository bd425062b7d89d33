import { normalise } from "@trust-center/authoring";
import type { TransferMechanism } from "@trust-center/feed";
import { partsOf } from "./places.ts";

type Type = TransferMechanism["type"];

/**
 * Ways of writing an instrument for transfers. Read off published lists of November 2025 to November 2026. A contract
 * ("DPA") and a certificate ("SOC 2") are none, and "yes" names none.
 */
const known: Partial<Record<Type, string>> = {
  scc: `scc | sccs | scc s | eu scc | eu sccs | standard contractual clauses | eu standard contractual clauses | standard contractual clauses sccs | sccs standard contractual clauses | scc standard contractual clauses | standard contractual clauses scc | model clauses | eu model clauses
    | clausulas contractuales tipo | cct | clausulas contratuais padrao | clausulas padrao | clausulas contratuais tipo | standardvertragsklauseln | standarddatenschutzklauseln | eu standardvertragsklauseln
    | clauses contractuelles types | clauses contractuelles types cct | clausole contrattuali standard | clausole contrattuali tipo | standaardcontractbepalingen | modelcontractbepalingen | standardavtalsklausuler | clauze contractuale standard | стандартні договірні умови | 標準契約条項`,
  dpf: "dpf | eu us dpf | data privacy framework | eu us data privacy framework | eu u s data privacy framework | dpf certified | eu us dpf certified | dpf certification | eu us data privacy framework dpf | us data privacy framework | data privacy framework dpf",
  adequacy:
    "adequacy | adequacy decision | eu adequacy decision | eu adequacy | decision de adecuacion | decisao de adequacao | angemessenheitsbeschluss | decision d adequation | decisione di adeguatezza | adequaatheidsbesluit | beslut om adekvat skyddsniva | decizie de adecvare | 十分性認定",
  bcr: "bcr | bcrs | binding corporate rules | normas corporativas vinculantes | verbindliche interne datenschutzvorschriften | regles d entreprise contraignantes | norme vincolanti d impresa",
  "uk-idta": "uk idta | idta | international data transfer agreement",
  "uk-addendum": "uk addendum | uk transfer addendum | uk international data transfer addendum",
  "not-required":
    "no transfer | no transfers | not required | none required | not needed | none needed | no transfer outside eea | no transfer outside the eea | no transfers outside eu | intra ue | intra eu | within eea | within the eea | n a within eea | kein transfer | keine ubermittlung | kein drittlandtransfer | pas de transfert | pas de transfert hors ue | no se requiere | nessun trasferimento | geen doorgifte",
};

const table = new Map(
  Object.entries(known).flatMap(([type, names]) =>
    names.split("|").map((name) => [normalise(name), type as Type] as const),
  ),
);

/** Modules of the clauses of Decision (EU) 2021/914 by who sends to whom. */
const moduleOf: Record<string, number> = { cc: 1, cp: 2, pp: 3, pc: 4 };
const roman: Record<string, number> = { i: 1, ii: 2, iii: 3, iv: 4 };
const number = "(?:[1-4]|iv|i{1,3})(?![\\p{L}\\p{N}])";
/** `, Module 2 and 3`, `(modules II et III)`, `C2P`, `(processor-to-processor)`: with the marks that tie it to what stands before. */
const modulesForm = new RegExp(
  `[\\s,;:–—-]*\\(?(?:(?<![\\p{L}\\p{N}])(?:eu\\s+2021(?:/914)?[\\s,]+)?m[oó]d[uú]l(?:e[sn]?|os?|i|er)?\\s+(${number}(?:\\s*(?:,|and|und|et|y|e|en|och|&|\\+)\\s*${number})*)|(?<![\\p{L}\\p{N}])(c|p|controller|processor)(?:2|[\\s-]to[\\s-])(c|p|controller|processor)(?![\\p{L}\\p{N}]))\\)?`,
  "giu",
);
const asFallback = /\s*\(?\b(?:as (?:a )?fallback|fallback)\)?\s*$/i;
/** The article of the GDPR that an instrument rests on, with the letter of Article 46(2). */
const citation =
  /[\s,]*\(?(?:(?:pursuant to|per|under|gem\.|gemäß|nach|selon|según|ai sensi dell['’])\s*)?\bArt(?:\.|icle|ikel|ículo|igo|icolo)?\s*46(?:\s*(?:\(2\)|(?:Abs\.|para\.|par\.|§|al\.)\s*2)[\s,]*(?:lit\.|let\.|point)?\s*\(?([a-f])\)?)?[\s,]*(?:of the\s*)?(?:EU\s*)?(?:GDPR|DSGVO|RGPD|AVG)\)?/iu;
const letters: Partial<Record<Type, string>> = { scc: "c", bcr: "b" };

/** What stands for the modules of a text while it is parted: their commas part nothing. */
const stand = /\ue000(\d+)\ue001/g;

/** The mechanisms that a text names; undefined where any part of it says something else or more. */
export function mechanismsIn(text: string): { mechanism: TransferMechanism; written: string }[] | undefined {
  const stated: { written: string; modules: number[] }[] = [];
  const tied = text.replace(/[\ue000\ue001]/g, " ").replace(modulesForm, (written, list, from, to) => {
    stated.push({ written, modules: list ? numbersOf(list) : [moduleOf[`${from[0]}${to[0]}`.toLowerCase()] ?? 0] });
    return `\ue000${stated.length - 1}\ue001`;
  });
  const one = (part: string) => {
    const modules = [...part.matchAll(stand)].flatMap(([, at]) => stated[Number(at)]?.modules ?? []);
    const written = part.replace(stand, (_, at) => stated[Number(at)]?.written ?? "").trim();
    return { mechanism: mechanismOf(part.replace(stand, " "), modules), written };
  };
  const whole = one(tied);
  const found = whole.mechanism ? [whole] : partsOf(tied, /[,;/&+\n]|\s(?:and|y|e|et|und|en|och|și)\s/iu).map(one);
  const certain = found.filter(
    (part): part is { mechanism: TransferMechanism; written: string } => part.mechanism !== undefined,
  );
  return certain.length > 0 && certain.length === found.length ? certain : undefined;
}

const numbersOf = (list: string): number[] =>
  [...list.matchAll(/[1-4]|i[iv]{0,2}/gi)].map(([one]) => roman[one.toLowerCase()] ?? Number(one));

function mechanismOf(text: string, modules: readonly number[]): TransferMechanism | undefined {
  const fallback = asFallback.test(text);
  const letter = citation.exec(text)?.[1]?.toLowerCase();
  const type = table.get(normalise(text.replace(citation, " ").replace(asFallback, "")));
  if (!type || (modules.length > 0 && type !== "scc") || (letter && letter !== letters[type])) return undefined;
  return { type, ...(modules.length > 0 && { modules: [...modules] }), ...(fallback && { fallback: true }) };
}
