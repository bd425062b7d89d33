import { TrustCenterError } from "../errors.ts";
import { countCheckpointSignatures, parseCheckpoint } from "./checkpoint.ts";
import { type Cosignature, cosignaturesByKey } from "./cosignature.ts";
import type { Witness } from "./verifier-key.ts";
import { type Log, parseLogKey, parseVerifierKey } from "./verifier-key.ts";

/** Which logs and witnesses a reader knows, and which of the witnesses have to sign (C2SP tlog-policy). */
export interface LogPolicy {
  /** Where there are any, one of them must have signed a checkpoint. */
  logs: readonly (Log & { url?: string })[];
  witnesses: readonly PolicyWitness[];
  /** Who has to cosign; absent for `quorum none`. */
  quorum?: Quorum;
}

export interface PolicyWitness extends Witness {
  /** What the policy calls it. It means nothing outside. */
  label: string;
  url?: string;
}

/** A witness, or so many at least of the members of a group. */
export type Quorum =
  | { label: string; witness: PolicyWitness }
  | { label: string; least: number; members: readonly Quorum[] };

/** What a checkpoint is worth under a policy. */
export interface Witnessing {
  /** Statements of the policy's witnesses, the newest of each. */
  cosignatures: Cosignature[];
  /** How many witnesses there are: keys, not names. */
  known: number;
  /** Whether those who signed make the quorum. */
  isMet: boolean;
  /** Whether a log of the policy signed it; true where it lists none. */
  isListed: boolean;
}

/** Ceilings for a policy. C2SP tlog-policy recommends to support 32 logs, witnesses and groups each. */
const policyLimits = {
  /** Bytes. */
  file: 256 * 1024,
  /** Lines that are no comment. */
  lines: 1024,
} as const;

/**
 * Reads a policy (C2SP tlog-policy): lines `log`, `witness`, `group` and `quorum`. Names are compared byte by byte.
 *
 * @param source Text or bytes of the file.
 * @throws {TrustCenterError} `malformed` with the number of the line; `key-refused`; `unsupported` for a kind of key that
 *   this version does not verify; `too-large`
 */
export async function parseLogPolicy(source: string | Uint8Array): Promise<LogPolicy> {
  const reading = new PolicyReading();
  for (const { number, words } of linesOf(source)) {
    try {
      await reading.take(words);
    } catch (error) {
      if (!(error instanceof TrustCenterError)) throw error;
      throw new TrustCenterError(error.code, `Line ${number} of the policy: ${error.message}`, {
        ...error.evidence,
        line: number,
      });
    }
  }
  return reading.finish();
}

/** The policy of a reader who names keys alone, and how many of them have to sign. A key with two names is one witness. */
export function policyOf(witnesses: readonly Witness[], least = 0): LogPolicy {
  const labelled = witnesses.map((witness) => ({ ...witness, label: witness.name }));
  const members = [...new Map(labelled.map((witness) => [witness.key.x, witness])).values()];
  const quorum = { label: "", least, members: members.map((witness) => ({ label: witness.label, witness })) };
  return { logs: [], witnesses: labelled, ...(least > 0 && { quorum }) };
}

/**
 * What a checkpoint is worth under a policy. That too few have signed is no error here.
 *
 * @param now Milliseconds since 1970.
 * @throws {TrustCenterError} `signature-invalid` for a line that claims a key of the policy and does not verify, or that is
 *   from the future; `malformed` for a checkpoint that is none
 */
export async function weighCheckpoint(checkpoint: string, policy: LogPolicy, now: number): Promise<Witnessing> {
  const signed = await cosignaturesByKey(checkpoint, policy.witnesses, now);
  const { origin } = parseCheckpoint(checkpoint);
  const keys = policy.logs.filter((log) => log.origin === origin).map(({ key }) => key);
  return {
    cosignatures: [...signed.values()],
    known: new Set(policy.witnesses.map(({ key }) => key.x)).size,
    isMet: policy.quorum === undefined || isMet(policy.quorum, signed),
    isListed: policy.logs.length === 0 || (await countCheckpointSignatures(checkpoint, keys)) > 0,
  };
}

/** @param signed By the `x` of their keys. */
export function isMet(quorum: Quorum, signed: { has(key: string): boolean }): boolean {
  if ("witness" in quorum) return signed.has(quorum.witness.key.x);
  return quorum.members.filter((member) => isMet(member, signed)).length >= quorum.least;
}

/** A quorum in words: `2`, where its members are witnesses alone; else `2 of (w1, 1 of (w2, w3))`. */
export function quorumText(quorum: Quorum | undefined): string {
  if (!quorum) return "0";
  if ("witness" in quorum) return quorum.label;
  return quorum.members.every((member) => "witness" in member) ? String(quorum.least) : ruleText(quorum);
}

const ruleText = (quorum: Quorum): string =>
  "witness" in quorum ? quorum.label : `${quorum.least} of (${quorum.members.map(ruleText).join(", ")})`;

/**
 * Refuses a checkpoint that a policy is not content with. That is no attack: witnesses may not have looked yet.
 *
 * @throws {TrustCenterError} `unwitnessed`
 */
export function requireQuorum(checkpoint: string, policy: LogPolicy, found: Witnessing): void {
  if (!found.isListed) {
    const { origin } = parseCheckpoint(checkpoint);
    const expected = policy.logs.map((log) => log.origin);
    throw new TrustCenterError(
      "unwitnessed",
      `Expected the checkpoint of ${origin} to be signed by a log of the policy (${expected.join(", ")}), found no such signature. ` +
        "Add the line `log` and the key that `trust-center keys log` prints at the vendor's, or list no log.",
      { expected, found: origin, checkpoint },
    );
  }
  if (found.isMet) return;
  const asked = quorumText(policy.quorum);
  throw new TrustCenterError(
    "unwitnessed",
    `${found.cosignatures.length} of ${found.known} witnesses have signed this state of the log; ${asked} ${asked === "1" || !/^\d+$/.test(asked) ? "is" : "are"} asked for. ` +
      "Witnesses sign after a publish: try again later, or ask the vendor.",
    {
      expected: asked,
      found: found.cosignatures,
      witnesses: policy.witnesses.map(({ name }) => name),
      checkpoint,
    },
  );
}

/** A policy while it is read. Tokens are octets, a character each. */
class PolicyReading {
  readonly #logs: LogPolicy["logs"][number][] = [];
  readonly #witnesses: PolicyWitness[] = [];
  /** Witnesses and groups share one room for names. */
  readonly #named = new Map<string, Quorum>();
  /** Names that are members of a group: nobody counts twice. */
  readonly #members = new Set<string>();
  #quorum: { is?: Quorum } | undefined;

  async take([kind = "", ...words]: readonly string[]): Promise<void> {
    if (kind === "log") await this.#log(words);
    else if (kind === "witness") await this.#witness(words);
    else if (kind === "group") this.#group(words);
    else if (kind === "quorum") this.#setQuorum(words);
    else throw malformed(`Expected log, witness, group or quorum, found “${textOf(kind)}”.`);
  }

  finish(): LogPolicy {
    if (!this.#quorum) {
      throw malformed(
        "Expected a line quorum with a witness, a group or none, found no such line. For example: quorum none",
      );
    }
    const { is: quorum } = this.#quorum;
    return { logs: this.#logs, witnesses: this.#witnesses, ...(quorum && { quorum }) };
  }

  async #log(words: readonly string[]): Promise<void> {
    const [vkey = "", url] = words;
    if (words.length < 1 || words.length > 2) throw malformed("Expected log <vkey> [<url>].");
    const log = await parseLogKey(keyText(vkey));
    if (this.#logs.some(({ key }) => key.x === log.key.x))
      throw malformed(`Expected each log once, found the key of ${log.origin} again.`);
    this.#logs.push({ ...log, ...(url !== undefined && { url: textOf(url) }) });
  }

  async #witness(words: readonly string[]): Promise<void> {
    const [name = "", vkey = "", url] = words;
    if (words.length < 2 || words.length > 3) throw malformed("Expected witness <name> <vkey> [<url>].");
    const witness = await parseVerifierKey(keyText(vkey));
    if (this.#witnesses.some(({ key }) => key.x === witness.key.x))
      throw malformed(`Expected each witness once, found the key of ${witness.name} again.`);
    const label = textOf(name);
    const named = { ...witness, label, ...(url !== undefined && { url: textOf(url) }) };
    this.#define(name, { label, witness: named });
    this.#witnesses.push(named);
  }

  #group(words: readonly string[]): void {
    const [name = "", threshold = "", ...names] = words;
    if (names.length === 0) throw malformed("Expected group <name> <all, any or a number> and at least one member.");
    const members = names.map((member) => this.#member(member));
    const least = leastOf(threshold, members.length);
    this.#define(name, { label: textOf(name), least, members });
  }

  #member(name: string): Quorum {
    const member = this.#named.get(name);
    if (!member) throw malformed(`Expected a witness or group of a line above, found “${textOf(name)}”.`);
    if (this.#members.has(name))
      throw malformed(`Expected each name to be a member of one group, found “${textOf(name)}” again.`);
    this.#members.add(name);
    return member;
  }

  #define(name: string, quorum: Quorum): void {
    if (name === "none" || this.#named.has(name))
      throw malformed(`Expected a name that is not taken, found “${textOf(name)}”.`);
    this.#named.set(name, quorum);
  }

  #setQuorum(words: readonly string[]): void {
    const [name = ""] = words;
    if (words.length !== 1) throw malformed("Expected quorum <name>, with the name of a witness or group, or none.");
    if (this.#quorum) throw malformed("Expected one line quorum, found a second one.");
    const is = this.#named.get(name);
    if (!is && name !== "none")
      throw malformed(`Expected a witness or group of a line above, or none; found “${textOf(name)}”.`);
    this.#quorum = is ? { is } : {};
  }
}

function leastOf(threshold: string, members: number): number {
  if (threshold === "all") return members;
  if (threshold === "any") return 1;
  const least = /^[1-9]\d{0,4}$/.test(threshold) ? Number(threshold) : 0;
  if (least >= 1 && least <= members) return least;
  throw malformed(`Expected all, any, or a number from 1 to ${members}, found “${textOf(threshold)}”.`);
}

/** Lines that say something, as octets: a character each. */
function linesOf(source: string | Uint8Array): { number: number; words: string[] }[] {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  if (bytes.length > policyLimits.file)
    throw new TrustCenterError("too-large", `Expected a policy of at most ${policyLimits.file} bytes.`);
  const lines = Array.from(bytes, (byte) => String.fromCharCode(byte))
    .join("")
    .split("\n")
    .map((text, at) => ({ number: at + 1, text }));
  for (const { number, text } of lines) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    const [control] = /[\x00-\x08\x0b-\x1f\x7f]/.exec(text) ?? [];
    if (control === undefined) continue;
    const found = control === "\r" ? "a carriage return: save it with line ends of Unix" : "another";
    throw malformed(`Line ${number} of the policy: Expected no control character but tab and newline, found ${found}.`);
  }
  const said = lines
    .map(({ number, text }) => ({ number, words: text.split(/[ \t]+/).filter(Boolean) }))
    .filter(({ words: [first] }) => first !== undefined && !first.startsWith("#"));
  if (said.length <= policyLimits.lines) return said;
  throw new TrustCenterError("too-large", `Expected a policy of at most ${policyLimits.lines} lines.`);
}

/** Kinds of verifier keys that this version verifies nothing of, such as ML-DSA-44 (C2SP tlog-cosignature). */
function keyText(octets: string): string {
  const text = textOf(octets);
  const [, encoded = ""] = /^[^+]+\+[0-9a-f]{8}\+([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  // An Ed25519 key of one of two kinds is 33 bytes: a longer one is of another kind.
  if (encoded.length > 44) {
    throw new TrustCenterError(
      "unsupported",
      `Expected a key for Ed25519, found one of another kind, which this version cannot verify: “${text.slice(0, 80)}”.`,
    );
  }
  return text;
}

/** Octets as text. Those that are not UTF-8 are shown as replacement characters. */
const textOf = (octets: string): string =>
  new TextDecoder().decode(Uint8Array.from(octets, (octet) => octet.charCodeAt(0)));

const malformed = (message: string) => new TrustCenterError("malformed", message);
