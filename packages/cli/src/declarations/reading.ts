import { exportFormats } from "@trust-center/authoring";
import { asOf } from "../commands/as-of.ts";
import { diff } from "../commands/diff.ts";
import { discover } from "../commands/discover.ts";
import { exportTo } from "../commands/export.ts";
import { prove } from "../commands/prove.ts";
import { verify } from "../commands/verify.ts";
import { watch } from "../commands/watch.ts";
import { watchStatus } from "../commands/watch-status.ts";
import { witness } from "../commands/witness.ts";
import { type Declaration, dating, now, passphrase, pin, tsa, witnesses } from "./declaration.ts";

const state: [string, string] = [
  "--state <folder>",
  "remember here what was seen, to notice rollbacks and rewritten history",
];

const side =
  "a version (3), a day or instant, `latest`, an address, a published folder, an authoring folder (as it would be published), a feed file, or a saved proof";

/** What readers do with the lists of others. */
export const reading: Declaration[] = [
  {
    name: "verify",
    summary: "verify a feed, a published folder, a receipt, a proof of a change, or evidence of who was told",
    arguments: [
      {
        name: "<target>",
        about:
          "an address (a host alone means its well-known one), a folder, a file with a receipt, one with a proof of a change (.tlog-proof), or one with evidence from `trust-center-server evidence`",
      },
    ],
    options: [
      pin,
      state,
      ["--root <folder>", "for a receipt or evidence: a published tree to verify it under, offline"],
      ["--offline", "for a receipt or evidence: fetch nothing, and go by the roots that were saved with it"],
      ...witnesses,
      tsa,
      ["--no-strict", "do not replay the whole history"],
      ["--cross-check", "compare with what the host's DNS and security.txt say"],
      now,
    ],
    examples: [
      "trust-center verify https://acme.example/.well-known/trust-center/ --pin sha256-… --state ~/.trust-center",
      "trust-center verify acme.example --pin sha256-… --policy witnesses.policy",
      "trust-center verify ./public/.well-known/trust-center",
      "trust-center verify receipt.json --pin sha256-… --offline",
      "trust-center verify evidence-4.1.json --pin sha256-… --offline",
      "trust-center verify change-4.1.tlog-proof --policy witnesses.policy",
    ],
    action: verify,
  },
  {
    name: "witness",
    summary: "verify another vendor's log against your own memory, and sign that it only grew",
    arguments: [{ name: "[address]", about: "the address of the feed; none with --serve" }],
    options: [
      ["--key <file>", "your witness key (Ed25519, PKCS#8 PEM): one that signs nothing else"],
      ["--name <name>", "your name as a witness, such as witness.example/w1"],
      pin,
      ["--state <folder>", "your memory: what you signed before is never contradicted"],
      ["--out <file>", "write the cosigned checkpoint there; else it is printed"],
      ["--serve", "be asked by logs over HTTP (C2SP tlog-witness), until it is interrupted"],
      ["--log <key>", "with --serve: verifier key of a log to cosign; may be given more than once", "several"],
      ["--port <number>", "with --serve: port to listen on (default: 8080)"],
      ["--host <address>", "with --serve: address to listen on (default: 127.0.0.1)"],
      now,
      passphrase,
    ],
    examples: [
      "trust-center witness https://acme.example/.well-known/trust-center/ --pin sha256-… --key witness.key.pem --name witness.example/w1 --state witnessed --out acme.checkpoint",
      "trust-center witness --serve --key witness.key.pem --name witness.example/w1 --state witnessed --log acme.example/.well-known/trust-center+5c1f7a90+AT…",
    ],
    action: witness,
  },
  {
    name: "as-of",
    summary: "show which list applied on a day, and prove it",
    arguments: [
      {
        name: "<date>",
        about: "a day such as 2026-03-01, which means its end in UTC (23:59:59Z); or an RFC 3339 instant",
      },
      { name: "<target>", about: "an address, a published folder, or a proof that was saved" },
    ],
    options: [
      pin,
      state,
      ...dating,
      ["--save <file>", "write what proves it into this file, to be verified offline"],
      ["--online", "hold a saved proof against the feed as it is today"],
      now,
    ],
    examples: [
      "trust-center as-of 2026-03-01 acme.example --pin sha256-… --save proof.json",
      "trust-center as-of 2026-03-01T09:00:00Z ./public/.well-known/trust-center",
      "trust-center as-of 2026-03-01 proof.json --pin sha256-…",
    ],
    action: asOf,
  },
  {
    name: "prove",
    summary: "prove that a change stands in a log, and since when it was public",
    arguments: [
      { name: "<change>", about: "the id of a change, such as 4.1" },
      { name: "<target>", about: "an address, or a published folder" },
    ],
    options: [
      pin,
      state,
      ["--out <file>", "write the proof there (C2SP tlog-proof); else it is printed"],
      ...dating,
      now,
    ],
    examples: ["trust-center prove 4.1 acme.example --pin sha256-… --out change-4.1.tlog-proof"],
    action: prove,
  },
  {
    name: "diff",
    summary: "say what differs between two lists",
    arguments: [
      { name: "<a>", about: side },
      { name: "<b>", about: "likewise; a draft is compared as what publishing it would make of it" },
    ],
    options: [
      ["--of <feed>", "the address or folder of the feed that versions, dates and `latest` are of"],
      pin,
      state,
      ["--markdown", "print Markdown"],
      ["--exit-code", "exit with 1 where the lists differ"],
      now,
    ],
    examples: [
      "trust-center diff 3 latest --of acme.example --pin sha256-…",
      "trust-center diff 2026-01-01 2026-03-31 --of acme.example --markdown",
      "trust-center diff ./public/.well-known/trust-center .",
    ],
    action: diff,
  },
  {
    name: "export",
    summary: "write a list in the formats of others: rows for registers, annexes, records",
    arguments: [
      {
        name: "<format>",
        about: Object.entries(exportFormats)
          .map(([name, { about }]) => `${name}: ${about}`)
          .join("; "),
      },
      {
        name: "[target]",
        about: "an address, a published folder, or an authoring folder: its file as it stands, which nobody has signed",
        preset: ".",
      },
    ],
    options: [
      pin,
      state,
      ["--out <path>", "write there: a file, or a folder where the format has several (else one that can be shown is)"],
      ["--language <tag>", "the language of its words (default: the publisher's)"],
      now,
    ],
    examples: [
      "trust-center export dora acme.example --pin sha256-… --out register",
      "trust-center export annex-docx acme.example --pin sha256-… --language de --out annex.docx",
      "trust-center export cyclonedx trust > bom.json",
    ],
    action: exportTo,
  },
  {
    name: "discover",
    summary: "find a vendor's feed from its host, and what DNS and security.txt say of it",
    arguments: [{ name: "<target>", about: "a host or an address; with --records also a published folder" }],
    options: [pin, ["--records", "print the TXT record and the line of security.txt that the vendor publishes"], now],
    examples: [
      "trust-center discover acme.example",
      "trust-center discover ./public/.well-known/trust-center --records",
    ],
    action: discover,
  },
  {
    name: "watch",
    summary: "look at many vendors again and again, and tell what is new",
    arguments: [
      {
        name: "<file>",
        about:
          "vendors: YAML or JSON with `vendors: [{ address, pin, name, witnesses, policy }]`, `every`, `warnBefore`, `chains`; or a line for each with its address and pin",
      },
    ],
    options: [
      ["--state <file>", "remember here what was seen and told (default: <file>.state.json)"],
      [
        "--once",
        "look once and end, for cron and CI: with 1 where anything did not verify, else 7 where fewer witnesses than asked for have signed, else 4 where anything expired, else 3 where anything was not reached",
      ],
      ["--every <duration>", "from the start of one round to the next, such as PT15M (default: PT1H)"],
      ["--chains <n>", "follow the feeds that entries name as their own, this many links far (default: 0)"],
      ["--private-links", "follow those also into private networks and onto this machine"],
      ["--concurrency <n>", "vendors looked at at the same time, never two of one host (default: 8)"],
      ["--timeout <duration>", "for one file of a vendor (default: PT15S)"],
      ["--warn-before <duration>", "tell deadlines and ends of signatures this long before (default: P7D)"],
      ["--cross-check", "compare with what each host's DNS and security.txt say"],
      ["--policy <file>", "witnesses and quorum (C2SP tlog-policy) for vendors whose line in the list names none"],
      [
        "--fail-on <kinds>",
        "with --once exit with 1 on these too: open (a window for objections is open, told or not), first-look, change, planned, effective, deadline, fault, window-moved, terms-worse, emptied, keys, service, expiring, stale, recovered, moved (failure and undeclared always count)",
      ],
      ["--exit-code", "with --once exit with 6 where something is new"],
      now,
    ],
    examples: [
      "trust-center watch vendors.yaml",
      "trust-center watch vendors.yaml --once --json",
      "trust-center watch feeds.txt --once --state seen.json --fail-on open,expiring",
      "trust-center watch status vendors.yaml --open",
    ],
    action: watch,
    commands: [
      {
        name: "status",
        summary: "say which windows are open and what is to come, by what a watch remembers, offline",
        arguments: [{ name: "<file>", about: "the same file of vendors" }],
        options: [
          ["--state <file>", "what the watch remembers (default: <file>.state.json); it may be running"],
          ["--open", "show vendors with an open window alone"],
          ["--fail-on <state>", "open: exit with 1 where a window is open"],
          now,
        ],
        examples: [
          "trust-center watch status vendors.yaml --open",
          "trust-center watch status vendors.yaml --open --fail-on open --json",
        ],
        action: watchStatus,
      },
    ],
  },
];
