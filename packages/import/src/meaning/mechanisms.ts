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
    "no transfer | no transfers | not required | none required | not needed | none needed | no transfer outside eea | no transfer outside the eea | no transfers outside eu | intra ue | intra eu | within eea | within the eea | n a within eea | keine ubermittlung | kein drittlandtransfer | pas de transfert | pas de transfert hors ue | no se requiere | nessun trasferimento | geen doorgifte",
};

const table = new Map(
  Object.entries(known).flatMap(([type, names]) =>
    names.split("|").map((name) => [normalise(name), type as Type] as const),
  ),
);

const modulesForm = /\(?\b(?:eu 2021\s+)?modules?\s+([1-4](?:\s*(?:,|and|&|\+)\s*[1-4])*)\)?/i;
const asFallback = /\s*\(?\b(?:as (?:a )?fallback|fallback)\)?\s*$/i;

/** The mechanisms that a text names; undefined where any part of it says something else or more. */
export function mechanismsIn(text: string): { mechanism: TransferMechanism; written: string }[] | undefined {
  const whole = mechanismOf(text);
  if (whole) return [{ mechanism: whole, written: text }];
  const parts = partsOf(text, /[,;/&+\n]|\s(?:and|y|e|et|und|en|och|și)\s/iu);
  const found = parts.map((written) => ({ mechanism: mechanismOf(written), written }));
  const certain = found.filter(
    (one): one is { mechanism: TransferMechanism; written: string } => one.mechanism !== undefined,
  );
  return certain.length > 0 && certain.length === parts.length ? certain : undefined;
}

function mechanismOf(text: string): TransferMechanism | undefined {
  const [, list] = modulesForm.exec(text) ?? [];
  const modules = list?.match(/[1-4]/g)?.map(Number);
  const fallback = asFallback.test(text);
  const type = table.get(normalise(text.replace(modulesForm, " ").replace(asFallback, "")));
  if (!type || (modules && type !== "scc")) return undefined;
  return { type, ...(modules && { modules }), ...(fallback && { fallback: true }) };
}
