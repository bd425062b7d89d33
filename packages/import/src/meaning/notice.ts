/** A term of notice that a sentence states. */
export interface StatedTerm {
  /** `noticePeriod`: from the notice to the change. `objectionPeriod`: from the notice to the last moment to object. */
  member: "noticePeriod" | "objectionPeriod";
  /** ISO 8601: `P30D`. */
  period: string;
  /** Working days. */
  businessDays: boolean;
  sentence: string;
}

const numbers: Record<string, number> = Object.fromEntries(
  [
    "five 5 ten 10 fourteen 14 fifteen 15 twenty 20 thirty 30 forty-five 45 sixty 60 ninety 90",
    "fünf 5 zehn 10 vierzehn 14 fünfzehn 15 zwanzig 20 dreißig 30 sechzig 60 neunzig 90",
    "cinq 5 dix 10 quinze 15 vingt 20 trente 30 soixante 60",
    "cinco 5 diez 10 quince 15 treinta 30 sesenta 60 dez 10 trinta 30",
    "cinque 5 dieci 10 quindici 15 trenta 30 sessanta 60",
  ]
    .join(" ")
    .split(" ")
    .flatMap((word, at, all) => (at % 2 === 0 ? [[word, Number(all[at + 1])] as const] : [])),
);

const working = "business|working|werk|arbeits|ouvrés|ouvrables|hábiles|laborables|úteis|lavorativi|営業";
const units =
  "days?|weeks?|months?|tage[ns]?|wochen?|monate?n?|jours?|semaines?|mois|días?|dias?|semanas?|meses|giorni|settimane|mesi|dagen|weken|dagar|日|週間";
const count = new RegExp(
  `(?<![\\p{Script=Latin}\\p{N}.,-])(\\d{1,3}|${Object.keys(numbers).join("|")})(?:\\s*\\(\\d{1,3}\\))?[\\s-]*(?:(?:calendar|kalender|full|clear)[\\s-]*)?(${working})?[\\s-]*(${units})(?!\\p{Script=Latin})(?:['’]?\\s*(${working}))?`,
  "giu",
);
/** Behind a number of days: before something. */
const ahead =
  /^['’]?\s*(?:(?:of|de|di|con)\s+)?(?:before|prior|advance|in advance|notice|ahead|vor(?:her)?(?![\p{L}])|im voraus|avant|à l['’]avance|de préavis|antes|de antelación|de antecedência|prima|di preavviso|前)/iu;
const toObject =
  /\bobject|\boppos|widersprech|widerspruch|einspruch|einwend|s['’]opposer|opposition|oponer|oposición|objetar|opor-se|oposição|opporsi|opposizione|bezwaar|invända|異議/iu;
const toTell =
  /\bnotif|\binform|\bannounc|\badvance|\bnotice|\bbefore\b|\bprior\b|benachrichtig|informier|mitteil|kündig|préavis|informer|notificar|avisar|avis[oa]|preavviso|informare|kennisgeving|underrätta|通知/iu;
const ofChanges =
  /sub-?\s?process|unterauftrag|sous-traitan|subencargad|sub-?responsabil|subprocess|サブプロセッサ|再委託|\b(?:change|addition|replac|vendor|provider)|änderung|anbieter|changement|ajout|cambio|proveedor|modific|fornitor|変更/iu;

/** Terms that a text states in its sentences, in the order of the text. What is said of other times (storing, paying back) is none. */
export function termsIn(text: string): StatedTerm[] {
  const sentences = text.split(/(?<=[.!?])\s+(?=\p{Lu})|(?<=。)|\n/u);
  return sentences.flatMap((sentence) =>
    [...sentence.matchAll(count)].flatMap((found): StatedTerm[] => {
      const [whole, written = "", workingBefore, unit = "", workingAfter] = found;
      const rest = sentence.slice(found.index + whole.length);
      const isObject = toObject.test(sentence) && !ahead.test(rest);
      if (!isObject && !(toTell.test(sentence) && ofChanges.test(sentence))) return [];
      const amount = Number(written) || (numbers[written.toLowerCase()] ?? 0);
      if (amount === 0) return [];
      const businessDays = workingBefore !== undefined || workingAfter !== undefined;
      const member = isObject ? "objectionPeriod" : "noticePeriod";
      return [{ member, period: periodOf(amount, unit.toLowerCase()), businessDays, sentence: sentence.trim() }];
    }),
  );
}

function periodOf(amount: number, unit: string): string {
  if (/^(?:w|s|週)/.test(unit)) return `P${amount * 7}D`;
  return /^(?:mo|me)/.test(unit) ? `P${amount}M` : `P${amount}D`;
}
