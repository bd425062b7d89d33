import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generatePrivateKey } from "../keys/private-key.ts";
import { createSigner, type Signer } from "../keys/signer.ts";
import { signCheckpoint } from "./checkpoint.ts";
import { addCosignatures, signCosignature } from "./cosignature.ts";
import { parseLogPolicy, policyOf, quorumText, requireQuorum, weighCheckpoint } from "./log-policy.ts";
import { parseVerifierKey, toLogKey, toVerifierKey } from "./verifier-key.ts";

const now = Date.parse("2026-01-10T12:00:00Z");
const origin = "acme.example/log";
const count = 6;
const [log, stranger, ...signers] = (await Promise.all(
  Array.from({ length: count + 2 }, async () => createSigner(await generatePrivateKey())),
)) as [Signer, Signer, ...Signer[]];
const nameOf = (at: number) => `w${at}.example/w`;
const keys = await Promise.all(signers.map(({ publicKey: key }, at) => toVerifierKey({ name: nameOf(at), key })));
const logKey = await toLogKey({ origin, key: log.publicKey });
const strangersKey = await toLogKey({ origin, key: stranger.publicKey });
const checkpoint = await signCheckpoint(origin, 7, new Uint8Array(32).fill(9), [log]);
const lines = await Promise.all(signers.map((signer, at) => signCosignature(checkpoint, nameOf(at), signer, now)));

const cosigned = (by: readonly number[]) =>
  addCosignatures(
    checkpoint,
    by.map((at) => lines[at] ?? ""),
  );
const weigh = async (policy: string, by: readonly number[]) =>
  weighCheckpoint(cosigned(by), await parseLogPolicy(policy), now);
const isMet = async (policy: string, by: readonly number[]) => (await weigh(policy, by)).isMet;
const witnesses = (number: number) =>
  keys
    .slice(0, number)
    .map((key, at) => `witness W${at} ${key}\n`)
    .join("");

describe("a quorum", () => {
  test("of two groups, as in C2SP tlog-policy", async () => {
    const policy = `# two organisations
log ${logKey} https://acme.example/log
witness X1 ${keys[0]} https://x1.example/
witness X2 ${keys[1]}
witness X3 ${keys[2]}
group X-witnesses 2 X1 X2 X3

\twitness Y1\t${keys[3]}
witness Y2 ${keys[4]}
group Y-witnesses any Y1 Y2
group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;
    const met = [
      [0, 1, 3],
      [0, 2, 4],
      [1, 2, 3, 4],
    ];
    for (const by of met) expect(await isMet(policy, by)).toBe(true);
    for (const by of [[], [0, 1], [0, 3, 4], [0, 1, 2, 5]]) expect(await isMet(policy, by)).toBe(false);
    expect(quorumText((await parseLogPolicy(policy)).quorum)).toBe("2 of (2 of (X1, X2, X3), 1 of (Y1, Y2))");
    expect(await parseLogPolicy(policy)).toMatchObject({
      logs: [{ origin, url: "https://acme.example/log" }],
      witnesses: [{ label: "X1", name: nameOf(0), url: "https://x1.example/" }, {}, {}, {}, {}],
    });
  });

  test("of one witness, and of none", async () => {
    expect([await isMet(`${witnesses(2)}quorum W1\n`, [1]), await isMet(`${witnesses(2)}quorum W1\n`, [0])]).toEqual([
      true,
      false,
    ]);
    expect([await isMet("quorum none", []), await isMet(`${witnesses(1)}quorum none`, [])]).toEqual([true, true]);
  });

  test("holds of any tree of groups what counting by hand says, and more signatures never unmake it", async () => {
    const plan = fc.record({
      /** Which group each witness joins, and which group each group joins, as shares of what is possible. */
      groups: fc.array(fc.record({ take: fc.integer({ min: 1, max: 4 }), least: fc.nat({ max: 99 }) }), {
        minLength: 1,
        maxLength: 5,
      }),
      by: fc.subarray([...signers.keys()]),
      more: fc.subarray([...signers.keys()]),
      spelling: fc.constantFrom("number", "words"),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ groups, by, more, spelling }) => {
        // Names that are still free to be members, each with what it says of a set of signers.
        type Rule = (signed: ReadonlySet<number>) => boolean;
        const free: [string, Rule][] = signers.map((_, at) => [`W${at}`, (signed) => signed.has(at)]);
        let text = witnesses(count);
        groups.forEach(({ take, least: share }, at) => {
          const members = free.splice(0, take);
          const least = 1 + (share % members.length);
          const word = least === members.length ? "all" : least === 1 ? "any" : String(least);
          text += `group G${at} ${spelling === "words" ? word : least} ${members.map(([name]) => name).join(" ")}\n`;
          free.push([`G${at}`, (signed) => members.filter(([, rule]) => rule(signed)).length >= least]);
        });
        const [name, rule] = free.at(-1) as [string, Rule];
        text += `quorum ${name}\n`;
        const found = await isMet(text, by);
        expect(found).toBe(rule(new Set(by)));
        if (found) expect(await isMet(text, [...new Set([...by, ...more])])).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("of keys alone counts a key under two names once", async () => {
    const [first, second] = await Promise.all(
      ["a.example", "b.example"].map(async (name) =>
        parseVerifierKey(await toVerifierKey({ name, key: (signers[0] as Signer).publicKey })),
      ),
    );
    const both = [first, second] as NonNullable<typeof first>[];
    const own = await Promise.all(both.map(({ name }) => signCosignature(checkpoint, name, signers[0] as Signer, now)));
    const found = (least: number) => weighCheckpoint(addCosignatures(checkpoint, own), policyOf(both, least), now);
    expect(await found(1)).toMatchObject({ known: 1, isMet: true, cosignatures: [{}] });
    expect(await found(2)).toMatchObject({ isMet: false });
  });
});

describe("what a policy is not content with", () => {
  const refused = async (policy: string, by: number[]) => {
    try {
      requireQuorum(checkpoint, await parseLogPolicy(policy), await weigh(policy, by));
      return undefined;
    } catch (error) {
      return error;
    }
  };

  test("is said in numbers, or by its rule", async () => {
    const flat = `${witnesses(3)}group all-of-them all W0 W1 W2\nquorum all-of-them`;
    expect(await refused(flat, [0, 2])).toMatchObject({
      code: "unwitnessed",
      message: expect.stringContaining("2 of 3 witnesses have signed this state of the log; 3 are asked for."),
    });
    const nested = `${witnesses(3)}group g any W0 W1\ngroup h all g W2\nquorum h`;
    expect(await refused(nested, [0])).toMatchObject({
      message: expect.stringContaining(
        "1 of 3 witnesses have signed this state of the log; 2 of (1 of (W0, W1), W2) is",
      ),
    });
    expect(await refused(flat, [0, 1, 2])).toBeUndefined();
  });

  test("a log that it does not list, whoever cosigned", async () => {
    expect(await refused(`log ${logKey}\nquorum none`, [])).toBeUndefined();
    expect(await refused(`log ${strangersKey}\nlog ${logKey}\nquorum none`, [])).toBeUndefined();
    expect(await refused(`log ${strangersKey}\nquorum none`, [])).toMatchObject({
      code: "unwitnessed",
      message: expect.stringContaining("a log of the policy"),
    });
  });

  test("a line that claims a key of the policy and is not by it, which is no matter of numbers", async () => {
    const forged = cosigned([0]).replace(/(w0.example\/w .{40}).{4}/, "$1AAAA");
    const policy = await parseLogPolicy(`${witnesses(1)}quorum none`);
    await expect(weighCheckpoint(forged, policy, now)).rejects.toMatchObject({ code: "signature-invalid" });
  });
});

describe("a policy that is none", () => {
  test.each([
    ["", "Expected a line quorum"],
    ["# nothing\n", "Expected a line quorum"],
    ["quorum\n", "Line 1"],
    ["quorum none\nquorum none\n", "Line 2 of the policy: Expected one line quorum"],
    ["quorum nobody\n", "or none; found “nobody”"],
    ["witnesses x\n", "Expected log, witness, group or quorum, found “witnesses”"],
    ["witness W\nquorum none\n", "Expected witness <name> <vkey> [<url>]"],
    ["log\nquorum none\n", "Expected log <vkey> [<url>]"],
    ["quorum none\r\n", "line ends of Unix"],
    ["quorum\u0000 none\n", "Line 1 of the policy: Expected no control character"],
    ["quorum\u00a0none\n", "found “quorum\u00a0none”"],
    [`${witnesses(1)}group g 1\nquorum g\n`, "at least one member"],
    [`${witnesses(1)}group g 2 W0\nquorum g\n`, "a number from 1 to 1, found “2”"],
    [`${witnesses(1)}group g 0 W0\nquorum g\n`, "found “0”"],
    [`${witnesses(1)}group g 01 W0\nquorum g\n`, "found “01”"],
    [`${witnesses(2)}group g 1 W0 W0\nquorum g\n`, "found “W0” again"],
    [`${witnesses(2)}group g 1 W0\ngroup h 1 W0 W1\nquorum h\n`, "found “W0” again"],
    [`${witnesses(1)}group g 1 none\nquorum g\n`, "found “none”"],
    [`group g 1 g\nquorum g\n`, "of a line above, found “g”"],
    [`group g 1 W0\n${witnesses(1)}quorum g\n`, "of a line above, found “W0”"],
    [`quorum W0\n${witnesses(1)}`, "of a line above, or none; found “W0”"],
    [`${witnesses(1)}group W0 1 W0\nquorum W0\n`, "a name that is not taken"],
    [`${witnesses(1).replace("W0", "none")}quorum none\n`, "a name that is not taken"],
    [`${witnesses(1)}${witnesses(1).replace("W0", "again")}quorum none\n`, "Expected each witness once"],
    [`log ${logKey}\nlog ${logKey}\nquorum none\n`, "Expected each log once"],
    [`log ${keys[0]}\nquorum none\n`, "a log's key"],
    [`witness W ${logKey}\nquorum none\n`, "a witness's key"],
  ])("%j", async (text, said) => {
    await expect(parseLogPolicy(text)).rejects.toMatchObject({
      code: "malformed",
      message: expect.stringContaining(said),
    });
  });

  test("by a key whose id is another's, or of a kind that is not verified, is that", async () => {
    const other = (keys[0] ?? "").replace(/\+[0-9a-f]{8}\+/, "+00000000+");
    await expect(parseLogPolicy(`witness W ${other}\nquorum none`)).rejects.toMatchObject({ code: "key-refused" });
    const mlDsa = `w.example+00000000+${btoa(String.fromCharCode(6, ...new Uint8Array(1312)))}`;
    await expect(parseLogPolicy(`witness W ${mlDsa}\nquorum none`)).rejects.toMatchObject({
      code: "unsupported",
      evidence: { line: 1 },
    });
  });

  test("by its length", async () => {
    await expect(parseLogPolicy(`#${"x".repeat(256 * 1024)}\nquorum none`)).rejects.toMatchObject({
      code: "too-large",
    });
    await expect(parseLogPolicy("x\n".repeat(1025))).rejects.toMatchObject({ code: "too-large" });
  });

  test("is an error of a code, whatever the bytes are", async () => {
    const word = fc.constantFrom(
      "log",
      "witness",
      "group",
      "quorum",
      "none",
      "any",
      "all",
      "2",
      "W0",
      "é",
      keys[0] ?? "",
    );
    const soup = fc.array(fc.oneof(word, fc.constantFrom(" ", "\n", "\t", "\u0001")), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          soup.map((parts) => new TextEncoder().encode(parts.join(""))),
          fc.uint8Array(),
        ),
        async (bytes) => {
          const read = await parseLogPolicy(bytes).catch((error) => error);
          expect(read.code ?? "read").toMatch(/^(read|malformed|key-refused|unsupported)$/);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("names are octets: a Kelvin sign is no K, and bytes that are not UTF-8 are a name", async () => {
  const [first = "", second = ""] = keys;
  const policy = `witness K ${first}\nwitness \u212a ${second}\nquorum \u212a\n`;
  expect([await isMet(policy, [0]), await isMet(policy, [1])]).toEqual([false, true]);
  const latin = Uint8Array.from(`# \xff\nwitness \xe9 ${first}\nquorum \xe9`, (octet) => octet.charCodeAt(0));
  expect((await weighCheckpoint(cosigned([0]), await parseLogPolicy(latin), now)).isMet).toBe(true);
});
