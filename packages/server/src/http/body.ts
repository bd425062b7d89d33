import type { core, ZodMiniType } from "zod/mini";
import { Refusal } from "./problem.ts";

/** Bytes of a request's body. */
export const bodyLimit = 20_000;

const tooLarge = (limit: number) =>
  new Refusal(413, "too-large", `Expected a body of at most ${limit} bytes.`, { headers: { connection: "close" } });

/**
 * Reads a body under the cap. A length that is declared is kept by HTTP itself, so such a body is read at once; any
 * other is counted as it comes.
 */
export async function readBytes(request: Request, limit = bodyLimit): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > limit) throw tooLarge(limit);
  const isCounted = declared !== null && /^\d{1,9}$/.test(declared) && !request.headers.has("transfer-encoding");
  return isCounted ? new Uint8Array(await whole(request)) : counted(request, limit);
}

/** Likewise, as text. */
export async function readBody(request: Request, limit = bodyLimit): Promise<string> {
  const bytes = await readBytes(request, limit);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refusal(400, "invalid", "Expected UTF-8.");
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

// The client left, or was too slow: nobody reads the answer, and it is no fault of the service.
const cut = () => new Refusal(400, "invalid", "Expected the whole body, found its beginning.");

const whole = (request: Request) =>
  request.arrayBuffer().catch(() => {
    throw cut();
  });

async function counted(request: Request, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw cut();
    });
    if (done) return Buffer.concat(chunks);
    length += value.length;
    if (length > limit) {
      void reader.cancel().catch(() => {});
      throw tooLarge(limit);
    }
    chunks.push(value);
  }
}

/** What a request calls its body. */
export const typeOf = ({ headers }: Request): string | undefined =>
  headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();

/** Refuses content types other than those taken: a form of another site cannot send JSON without a preflight. */
export function requireType(request: Request, ...types: readonly string[]): void {
  if (types.some((type) => type === typeOf(request))) return;
  throw new Refusal(415, "media-type", `Expected Content-Type: ${types[0]}.`, {
    headers: { accept: types.join(", ") },
  });
}

/**
 * A JSON body, checked.
 *
 * @throws {Refusal} 400, 413, 415, 422
 */
export async function readJson<T>(request: Request, schema: ZodMiniType<T>): Promise<T> {
  requireType(request, "application/json");
  const text = await readBody(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, "invalid", "Expected JSON.");
  }
  const result = schema.safeParse(value, parsing);
  if (result.success) return result.data;
  const errors = problemsIn(result.error);
  throw new Refusal(422, "invalid", `Expected other values of: ${Object.keys(errors).join(", ")}.`, { errors });
}

/** How a request is checked: what is wrong with it names what was found. */
export const parsing = { jitless: true, reportInput: true } as const;

/** Which members are not as expected, and why: of each the first thing. */
export function problemsIn({ issues }: core.$ZodError): Record<string, string> {
  const problems = new Map<string, string>();
  for (const issue of issues.slice(0, 20)) {
    const name = issue.path.map(String).join(".") || "body";
    if (!problems.has(name)) problems.set(name, problemOf(issue));
  }
  return Object.fromEntries(problems);
}

/** What a schema says that has no words of its own. */
const wordless = "Invalid input";

const problemOf = (issue: core.$ZodIssue): string =>
  issue.message === wordless ? `Expected ${expectedBy(issue)}, found ${foundIn(issue)}.` : issue.message;

/** Members whose form a pattern alone would tell nobody. */
const formOf: Readonly<Record<string, string>> = {
  email: "one bare e-mail address, such as privacy@customer.example",
  language: "a language tag such as de or pt-BR (BCP 47)",
  request: "16 to 64 letters, digits, _ and -, chosen at random",
  sha256: "64 hexadecimal digits in small letters",
};

function expectedBy(issue: core.$ZodIssue): string {
  const form = formOf[String(issue.path.at(-1))];
  switch (issue.code) {
    case "invalid_type":
      return form ?? kindOf[issue.expected] ?? issue.expected;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "too_big":
      return `at most ${issue.maximum}${unitsOf[issue.origin] ?? ""}`;
    case "too_small":
      return issue.minimum === 1 && issue.origin in unitOf
        ? `at least one${unitOf[issue.origin]}`
        : `at least ${issue.minimum}${unitsOf[issue.origin] ?? ""}`;
    case "invalid_format":
      return (
        form ??
        (issue.pattern?.includes("\\p{Cc}") ? "text without control characters" : `text of the form ${issue.pattern}`)
      );
    default:
      return form ?? "another value";
  }
}

const kindOf: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  array: "a list",
  object: "an object",
  boolean: "true or false",
};

const unitOf: Readonly<Record<string, string>> = { string: " character", array: " entry" };
const unitsOf: Readonly<Record<string, string>> = { string: " characters", array: " entries" };

/** Characters of a value that are told again. */
const told = 80;

function foundIn({ code, input }: core.$ZodIssue): string {
  if (input === undefined || input === null || input === "") return input === null ? "null" : "nothing";
  if (typeof input === "string") return code === "too_big" ? `${input.length}` : `“${input.slice(0, told)}”`;
  if (Array.isArray(input)) return code === "invalid_type" ? "a list" : `${input.length}`;
  return typeof input === "object" ? "an object" : String(input).slice(0, told);
}
