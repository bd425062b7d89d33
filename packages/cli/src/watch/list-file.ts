import {
  type Problem,
  placeText,
  readTextFile,
  readYaml,
  schemaProblems,
  UsageError,
  type YamlSource,
} from "@trust-center/authoring";
import { pinSchema, TrustCenterError } from "@trust-center/feed";
import type { Vendor } from "@trust-center/sdk";
import { array, gte, int, optional, type output, regex, strictObject, string } from "zod/mini";
import { MistakesError } from "../output/mistakes-error.ts";
import { typedAddress, withScheme } from "../verify/target.ts";
import { durationOf, durationPattern } from "./duration.ts";

/** Whom to watch, and how. Durations in milliseconds. */
export interface WatchList {
  /** Each with the file of its policy, where it names one. */
  vendors: (Vendor & { policy?: string | undefined })[];
  /** The file of the policy of those that name none. */
  policy?: string | undefined;
  every?: number | undefined;
  warnBefore?: number | undefined;
  chains?: number | undefined;
}

const duration = optional(string().check(regex(durationPattern)));

const listSchema = strictObject({
  vendors: array(
    strictObject({
      address: string(),
      pin: optional(string()),
      name: optional(string()),
      witnesses: optional(array(string())),
      minWitnesses: optional(int().check(gte(0))),
      policy: optional(string()),
    }),
  ),
  /** Of vendors that name no witnesses. */
  policy: optional(string()),
  every: duration,
  warnBefore: duration,
  chains: optional(int().check(gte(0))),
});

/** What stands in such a file, for who has to mend one. */
const examples = {
  vendors: "[{ address: https://acme.example/.well-known/trust-center/ }]",
  address: "https://acme.example/.well-known/trust-center/",
  pin: "sha256-47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
  name: "Acme",
  witnesses: "[witness.example+c93b62fd+AY…]",
  minWitnesses: "1",
  policy: "policy.yaml",
  every: "PT6H",
  warnBefore: "P3D",
  chains: "1",
};

const maxBytes = 4 * 1024 * 1024;

/**
 * Reads a list of vendors: YAML or JSON with `vendors`, or a line for each with its address and pin.
 *
 * @throws {UsageError} that names each mistake with its line and column
 */
export async function readWatchList(path: string, name: string): Promise<WatchList> {
  const { text, problem } = await readTextFile(path, maxBytes);
  if (text === undefined) throw new UsageError(`Expected ${name} to be ${problem.expected}, found ${problem.found}.`);
  const isStructured = /\.(?:ya?ml|json)$/i.test(name) || /^\s*\{|^vendors\s*:/m.test(text);
  const { list, problems } = isStructured ? fromYaml(text, name) : fromLines(text, name);
  if (problems.length === 0 && list && list.vendors.length > 0) {
    return { ...list, vendors: list.vendors.map((one) => ({ ...one, address: withScheme(one.address) })) };
  }
  if (problems.length === 0) throw new UsageError(`Expected at least one vendor in ${name}, found none.`);
  const mistakes = problems.map(
    (problem) => `  ${placeText(problem)}  Expected ${problem.expected}, found ${problem.found}. ${problem.fix}`,
  );
  throw new MistakesError([`Expected a list of vendors in ${name}:`, ...mistakes], { problems });
}

interface ReadList {
  list?: WatchList;
  problems: Problem[];
}

function fromYaml(text: string, file: string): ReadList {
  const source = readYaml(text, file);
  if (source.problems.length > 0) return { problems: source.problems };
  const problems = schemaProblems(listSchema, source, source.value, [], examples);
  if (problems.length > 0) return { problems };
  const { vendors, policy, every, warnBefore, chains } = source.value as output<typeof listSchema>;
  return {
    list: { vendors, policy, every: durationOf(every ?? ""), warnBefore: durationOf(warnBefore ?? ""), chains },
    problems: vendorProblems(vendors, (at, member) => placeIn(source, at, member)),
  };
}

const placeIn = (source: YamlSource, at: number, member: string) => ({
  ...source.placeOf(["vendors", at, member]),
  path: `vendors/${at}/${member}`,
});

function fromLines(text: string, file: string): ReadList {
  const found = text.split(/\r?\n/).flatMap((line, at) => {
    const words = [...line.replace(/(?:^|\s)#.*$/, "").matchAll(/\S+/g)];
    return words.length === 0 ? [] : [{ line: at + 1, words }];
  });
  const place = (at: number, word: number) => {
    const { line = 1, words = [] } = found[at] ?? {};
    return { file, line, column: (words[word]?.index ?? 0) + 1, path: "" };
  };
  const tooLong = found.flatMap(({ words }, at): Problem[] =>
    words.length > 2
      ? [
          {
            ...place(at, 2),
            expected: "an address and a pin on a line",
            found: `“${words[2]?.[0]}” behind them`,
            fix: "Names and settings go into a YAML list: vendors: [{ address, pin, name }].",
          },
        ]
      : [],
  );
  const vendors = found.map(({ words }): Vendor => ({ address: words[0]?.[0] ?? "", pin: words[1]?.[0] }));
  const problems = vendorProblems(vendors, (at, member) => place(at, member === "pin" ? 1 : 0));
  return { list: { vendors }, problems: [...tooLong, ...problems] };
}

type PlaceOf = (at: number, member: "address" | "pin") => Pick<Problem, "file" | "line" | "column" | "path">;

/** Addresses and pins of the right form, one pin for an address. */
function vendorProblems(vendors: readonly Vendor[], placeOf: PlaceOf): Problem[] {
  const pins = new Map<string, string>();
  return vendors.flatMap(({ address, pin }, at): Problem[] => {
    const feed = addressOf(address);
    if (feed === undefined) {
      const expected = "a host, or an https: address";
      return [{ ...placeOf(at, "address"), expected, found: `“${address}”`, fix: "For example: acme.example." }];
    }
    if (pin === undefined) return [];
    if (!pinSchema.safeParse(pin, { jitless: true }).success) {
      const fix = "Copy the pin that the vendor printed.";
      return [{ ...placeOf(at, "pin"), expected: "sha256- and 43 characters", found: `“${pin}”`, fix }];
    }
    const before = pins.get(feed);
    pins.set(feed, pin);
    if (before === undefined || before === pin) return [];
    return [{ ...placeOf(at, "pin"), expected: `one pin for ${feed}`, found: "another than above", fix: "Keep one." }];
  });
}

function addressOf(text: string): string | undefined {
  try {
    return typedAddress(text);
  } catch (error) {
    if (error instanceof TrustCenterError) return undefined;
    throw error;
  }
}
