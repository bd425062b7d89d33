import { folded, isSpelledAlike, tellingWords } from "../same.ts";

/** Forms of companies of many countries, and words that join others: they tell no company, beside those that `alike` knows. */
const forms = new Set(
  folded(
    "incorporated llp lp pllc pbc dac private holding holdings group kgaa ohg gbr mbh ug ev eg haftungsbeschränkt sasu rl sc scs snc " +
      "scop sapa sl slu sau vof cv hb kb asa aps ks oyj oü uab sia kft zrt nyrt rt bt doo dd ad eood ood sro spol zoo oo sp pte pvt bhd " +
      "sdn kk gk ltda eireli ltée ltee de şti ооо оао пао зао ао тов пат фоп 株式会社 有限会社 合同会社 有限公司 주식회사 of and und et an",
  ).split(" "),
);

/**
 * Whether two names are to be taken for those of two companies: the words that they share tell none. In doubt they are, since the
 * author can say that they are of one; an audit holds against a publisher only what `alike` is sure of.
 */
export function isAnotherCompany(before: unknown, after: unknown): boolean {
  if (isSpelledAlike(before, after)) return false;
  const [left, right] = [tellingWords(before), tellingWords(after)];
  const shared = [...right].filter((word) => left.has(word));
  const isBare = (name: ReadonlySet<string>) => [...name].every((word) => forms.has(word));
  return shared.length === 0 || (shared.every((word) => forms.has(word)) && !isBare(left) && !isBare(right));
}
