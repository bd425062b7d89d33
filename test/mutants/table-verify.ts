import { type Mutant, mutantsOf } from "./mutant.ts";

const feed = "packages/feed/src";
const attacks = ["test/conformance/attacks/feed.test.ts"];
const sdk = [...attacks, `${feed}/verify`, "packages/sdk/src/load", "packages/sdk/src/history"];

/** What a reader verifies, from the bytes on. */
export const verifyMutants: readonly Mutant[] = [
  ...mutantsOf(
    `${feed}/keys/canonical.ts`,
    [`${feed}/keys`],
    [
      {
        name: "R may be anything",
        text: "!isWeakPoint(first) && littleEndian(second) < order",
        becomes: "littleEndian(second) < order",
        untruth: "A signature with R of small order counts in one engine and not in another.",
      },
      {
        name: "either s counts",
        text: "bigEndian(second) <= orderOfP256 / 2n",
        becomes: "bigEndian(second) >= 0n",
        untruth: "One signature has two spellings.",
      },
    ],
  ),
  ...mutantsOf(`${feed}/verify/head.ts`, attacks, [
    {
      name: "siblings are not counted",
      text: "head.log.last.proof.length === onesIn(size - 1) &&",
      becomes: "head.log.last.proof.length >= 0 &&",
      untruth: "A log of any size verifies over the newest entry alone.",
    },
    {
      name: "a log has room without end",
      text: "size * limits.entry <= manifest.files.history.length",
      becomes: "size * limits.entry > 0",
      untruth: "A thief of two keys signs a log that no honest one can outgrow.",
    },
  ]),
  ...mutantsOf(
    `${feed}/proof/verify.ts`,
    [`${feed}/proof`],
    [
      {
        name: "a proof of the future",
        text: "if (Date.parse(issued) <= now + limits.clockSkew) return;",
        becomes: "if (now !== undefined) return;",
        untruth: "A proof that was dated ahead verifies.",
      },
      {
        name: "entries of another history",
        text: "if (!one || history[one.index] === one.line) continue;",
        becomes: "if (!one || history.length > 0) continue;",
        untruth: "A proof by stolen keys stands beside a history that does not know it.",
      },
    ],
  ),
  ...mutantsOf(`${feed}/verify/growth.ts`, attacks, [
    {
      name: "history may be rewritten",
      text: "if (!(await verifyConsistency(head.grownFrom.size, size, fromHex(head.grownFrom.root), fromHex(root), proof))) {",
      becomes: "if (await verifyConsistency(0, size, fromHex(head.grownFrom.root), fromHex(root), proof)) {",
      untruth: "A history that was rewritten since the last visit verifies.",
    },
  ]),
  ...mutantsOf(
    `${feed}/verify/history.ts`,
    [`${feed}/verify`],
    [
      {
        name: "entries go back in time",
        text: " || entry.at < before.at)",
        becomes: ")",
        untruth: "An announcement that was slipped in later verifies as older.",
      },
      {
        name: "versions fall",
        text: "(entry.feed.version < before.feed.version || ",
        becomes: "(",
        untruth: "A history in which an older list follows a newer one verifies.",
      },
      {
        name: "two feeds of one version",
        text: "&& entry.feed.sha256 !== before.feed.sha256)",
        becomes: "&& entry.feed.sha256.length !== before.feed.sha256.length)",
        untruth: "Two lists are both version 7.",
      },
    ],
  ),
  ...mutantsOf(
    `${feed}/verify/roots.ts`,
    [...attacks, `${feed}/publish`],
    [
      {
        name: "the old keys need not sign",
        text: "for (const { root } of [trusted, next]) await",
        becomes: "for (const { root } of [next]) await",
        untruth: "Anybody's root follows the vendor's.",
      },
      {
        name: "the new keys need not sign",
        text: "for (const { root } of [trusted, next]) await",
        becomes: "for (const { root } of [trusted]) await",
        untruth: "A root names keys whose holders never agreed.",
      },
      {
        name: "one key counts twice",
        text: "known.size !== kids.length || threshold > kids.length",
        becomes: "threshold > kids.length",
        untruth: "One key reaches a threshold of two.",
      },
      {
        name: "roots are skipped",
        text: "expectVersion(next.root, trusted.root.version + 1);",
        becomes: "",
        untruth: "A root in between, which revoked a key, is left out.",
      },
      {
        name: "a gap before the remembered root",
        text: "for (const { root } of candidates) expectVersion(root, version++);",
        becomes: "",
        untruth: "A newer root that stands in the wrong place goes unseen.",
      },
      {
        name: "a root of another feed",
        text: "if (root.feed !== feed) {",
        becomes: 'if (root.feed === "") {',
        untruth: "A list of one vendor is shown as that of another.",
      },
    ],
  ),
  ...mutantsOf(`${feed}/verify/rollback.ts`, attacks, [
    {
      name: "two of one version",
      text: "found.version === seen.version && found.sha256 !== seen.sha256",
      becomes: "found.version === seen.version && found.sha256.length !== seen.sha256.length",
      untruth: "Two readers are shown two lists of one version, and neither is told.",
    },
  ]),
  ...mutantsOf(`${feed}/verify/head.ts`, sdk, [
    {
      name: "an expired root",
      text: 'checkDates("root", root, options.now);',
      becomes: "",
      untruth: "Keys that nobody vouches for any more are trusted.",
    },
    {
      name: "metadata under a root to come",
      text: "if (value.root > root.version) {",
      becomes: "if (value.root > root.version + 1) {",
      untruth: "What was signed under a newer root verifies where that root is held back.",
    },
    {
      name: "what was issued is forgotten",
      text: 'issued: [options.remembered?.issued ?? "", timestamp.value.issued, manifest.value.issued].sort().at(-1) as string,',
      becomes: "issued: manifest.value.issued,",
      untruth: "A clock that was set back brings an expired list to life.",
    },
    {
      name: "a checkpoint of another log",
      text: "if (!head.log.checkpoint.startsWith(",
      becomes: 'if (head.log.checkpoint === "" && !head.log.checkpoint.startsWith(',
      untruth: "Witnesses sign another log than the one that the manifest states.",
    },
    {
      name: "an entry that names another list",
      text: "if (entry.feed.sha256 !== manifest.files.feed.sha256) {",
      becomes: "if (entry.feed.sha256.length !== manifest.files.feed.sha256.length) {",
      untruth: "The list is edited without an entry in its history.",
    },
  ]),
  ...mutantsOf(
    `${feed}/verify/replay.ts`,
    [...sdk, "packages/cli/src/commands/verify.test.ts"],
    [
      {
        name: "faults are never told",
        text: "faults: audit(first, history)",
        becomes: "faults: audit(first, [])",
        untruth: "A publisher breaks its own terms, and strict verification says nothing.",
      },
      {
        name: "the list need not be what its history makes",
        text: "if (saysTheSame(made, feed)) return",
        becomes: "if (made) return",
        untruth: "A list that its history does not make verifies strictly.",
      },
      {
        name: "the first list is another file",
        text: "if (found !== sha256) {",
        becomes: "if (found.length !== sha256.length) {",
        untruth: "The history is replayed from a list that nobody signed.",
      },
    ],
  ),
  ...mutantsOf(`${feed}/verify/checkpoint.ts`, sdk, [
    {
      name: "no signature on the checkpoint",
      text: "if (found >= expected) return;",
      becomes: "if (found >= 0 || expected > 0) return;",
      untruth: "A checkpoint that the vendor never signed is taken for its own.",
    },
  ]),
  ...mutantsOf(
    `${feed}/verify/policy.ts`,
    [`${feed}/verify`],
    [
      {
        name: "a policy of other bytes",
        text: "await verifyFile(bytes, policyReference(head, sha256));",
        becomes: "policyReference(head, sha256);",
        untruth: "A policy is shown that nobody signed.",
      },
    ],
  ),
  ...mutantsOf(
    `${feed}/keys/der.ts`,
    [`${feed}/keys`],
    [
      {
        name: "a cut value",
        text: "if (value.length !== length) throw refused();",
        becomes: "",
        untruth: "A key file that was cut off is read as if it were whole.",
      },
      {
        name: "a length without an end",
        text: "if (count < 1 || count > 2) throw refused();",
        becomes: "if (count > 2) throw refused();",
        untruth: "A key file in BER, which other tools read otherwise, is read.",
      },
      {
        name: "long values are written short",
        text: "length < 0x80 ? [tag, length]",
        becomes: "length <= 0x80 ? [tag, length]",
        untruth: "A key file is written that no tool can read back.",
      },
    ],
  ),
  ...mutantsOf(
    `${feed}/bytes/base64url.ts`,
    [`${feed}/bytes`],
    [
      {
        name: "stray bits",
        text: "if (toBase64url(bytes) === text) return bytes;",
        becomes: "if (!isNone) return bytes;",
        untruth: "One signature has several spellings.",
      },
    ],
  ),
  ...mutantsOf(
    `${feed}/bytes/json.ts`,
    [`${feed}/bytes`],
    [
      {
        name: "a member twice",
        text: "names === countMembers(value)",
        becomes: "names <= countMembers(value) + 1",
        untruth: "Two parsers read one signed document in two ways.",
      },
      {
        name: "endless nesting",
        text: "depth <= maxDepth &&",
        becomes: "depth <= 1e6 + maxDepth &&",
        untruth: "A signed document brings down some of its readers.",
      },
      {
        name: "bytes that are no text",
        text: "fatal: true, ignoreBOM: true",
        becomes: "fatal: false, ignoreBOM: true",
        untruth: "Different bytes read as the same text.",
      },
    ],
  ),
  ...mutantsOf(
    `${feed}/document/check.ts`,
    ["test/conformance/published-vectors.test.ts"],
    [
      {
        name: "a later format",
        text: "if (format !== 1) {",
        becomes: "if (format === 0) {",
        untruth: "A list of a later format is read as one of this, or called an attack.",
      },
    ],
  ),
  ...mutantsOf(
    `${feed}/verify/unambiguous.ts`,
    ["test/conformance/attacks/feed.test.ts"],
    [
      {
        name: "an id twice",
        text: "if (twice === undefined) continue;",
        becomes: "continue;",
        untruth: "Of two entries with one id programs show another one each.",
      },
    ],
  ),
  ...mutantsOf(
    `${feed}/metadata/schema.ts`,
    ["test/conformance/attacks/feed.test.ts"],
    [
      {
        name: "a path that is no hash",
        text: "if (path !==",
        becomes: "if (!path.startsWith(folder) && path ===",
        untruth: "A manifest leads a reader to a file that no hash names.",
      },
    ],
  ),
  ...mutantsOf(
    `${feed}/bytes/hex.ts`,
    [`${feed}/bytes`],
    [
      {
        name: "upper-case hex",
        text: "/^(?:[0-9a-f]{2})*$/",
        becomes: "/^(?:[0-9a-f]{2})*$/i",
        untruth: "One hash has several spellings.",
      },
    ],
  ),
  ...mutantsOf(
    `${feed}/bytes/equal.ts`,
    [`${feed}/bytes`],
    [
      {
        name: "a beginning is the whole",
        text: "a.length === b.length && ",
        becomes: "",
        untruth: "A part of a hash is taken for the hash.",
      },
    ],
  ),
];
