import { addKey, moveFeed, renewRoot, retireKey, setThreshold } from "../commands/keys/change.ts";
import { listKeys } from "../commands/keys/list.ts";
import { logKeys } from "../commands/keys/log.ts";
import { rotateKey, splitKeys } from "../commands/keys/make.ts";
import { newKey } from "../commands/keys/new.ts";
import { printSheet } from "../commands/keys/sheet.ts";
import { applyProposalFile, signProposalFile } from "../commands/keys/sign.ts";
import { type Declaration, folder, now, passphrase } from "./declaration.ts";

type Options = NonNullable<Declaration["options"]>;

const role: Options[number] = [
  "--role <role>",
  "root, manifest, timestamp or receipt; may be given more than once",
  "several",
];
const changing: Options = [
  ["--key <file>", "a private key at hand beside those of publish.keys; may be given more than once", "several"],
  ["--propose <file>", "write a proposal for the key holders to sign, and publish nothing"],
  now,
  passphrase,
];
const making: Options = [
  ["--alg <algorithm>", "Ed25519 (default) or ES256"],
  ["--new-passphrase-env <variable>", "environment variable that holds the passphrase for new keys"],
];

/** Who may sign what, and how that changes. The pin never does. */
export const keys: Declaration = {
  name: "keys",
  summary: "make, list, split, rotate and retire keys; the pin stays what it is",
  examples: ["trust-center keys list", "trust-center keys split", "trust-center keys rotate --role timestamp"],
  commands: [
    {
      name: "new",
      summary: "make a private key, and a file with its public half",
      arguments: [{ name: "<file>", about: "where the private key goes; ends in .pem" }],
      options: making,
      examples: [
        "trust-center keys new /media/stick/root-a.key.pem",
        "trust-center keys new keys/kms-test.key.pem --alg ES256",
      ],
      action: newKey,
    },
    {
      name: "list",
      summary: "show which keys may sign what, and which of them are at hand",
      arguments: [folder],
      options: [["--key <file>", "a private key at hand beside those of publish.keys", "several"], now, passphrase],
      examples: ["trust-center keys list", "trust-center keys list trust --json"],
      action: listKeys,
    },
    {
      name: "log",
      summary: "print the verifier key that witnesses know your log by, or make it one of its own",
      arguments: [folder],
      options: [
        ["--new", "make a key for the log alone, which a change of the root does not change"],
        ["--key <file>", "a private key at hand beside those of publish.keys", "several"],
        ["--new-passphrase-env <variable>", "environment variable that holds the passphrase for the new key"],
        now,
        passphrase,
      ],
      examples: ["trust-center keys log", "trust-center keys log trust --new"],
      action: logKeys,
    },
    {
      name: "split",
      summary: "give manifest, timestamp and receipts keys of their own, so that the root key can go offline",
      arguments: [folder],
      options: [...making, ...changing],
      examples: ["trust-center keys split", "trust-center keys split trust --new-passphrase-env KEY_PASSPHRASE"],
      action: splitKeys,
    },
    {
      name: "add",
      summary: "give a role one key more",
      arguments: [{ name: "<file>", about: "the key's public half (….pub.json)" }, folder],
      options: [role, ["--threshold <number>", "how many keys of the role it takes from then on"], ...changing],
      examples: ["trust-center keys add root-b.pub.json --role root --threshold 2"],
      action: addKey,
    },
    {
      name: "rotate",
      summary: "replace a key by another, new or given",
      arguments: [folder],
      options: [
        role,
        ["--kid <id>", "the key to replace, or the beginning of its id; in all of its roles unless --role is given"],
        ["--with <file>", "the public half of the key that replaces it; else one is made"],
        ...making,
        ...changing,
      ],
      examples: [
        "trust-center keys rotate --role timestamp",
        "trust-center keys rotate --kid kPrK --with hsm.pub.json --key /media/stick/root-a.key.pem",
      ],
      action: rotateKey,
    },
    {
      name: "retire",
      summary: "take a key's roles away",
      arguments: [
        { name: "<kid>", about: "the key's id, or the beginning of it; behind -- where it begins with a hyphen" },
        folder,
      ],
      options: [role, ...changing],
      examples: ["trust-center keys retire kPrK", "trust-center keys retire kPrK --role root"],
      action: retireKey,
    },
    {
      name: "threshold",
      summary: "set how many keys of a role must sign",
      arguments: [
        { name: "<role>", about: "root, manifest, timestamp or receipt" },
        { name: "<number>", about: "from 1 to the number of its keys" },
        folder,
      ],
      options: changing,
      examples: ["trust-center keys threshold root 2"],
      action: setThreshold,
    },
    {
      name: "renew",
      summary: "renew the root before it expires",
      arguments: [folder],
      options: changing,
      examples: ["trust-center keys renew --key /media/stick/root-a.key.pem"],
      action: renewRoot,
    },
    {
      name: "move",
      summary: "say in the root that the feed has moved to another address",
      arguments: [{ name: "<address>", about: "the feed's new address, ending in /" }, folder],
      options: [["--to-pin <pin>", "the pin of the feed at the new address"], ...changing],
      examples: ["trust-center keys move https://new.example/.well-known/trust-center/ --to-pin sha256-…"],
      action: moveFeed,
    },
    {
      name: "sign",
      summary: "sign a proposed root; works on a machine without a network",
      arguments: [{ name: "<proposal>", about: "the proposal's file" }],
      options: [
        ["--key <file>", "a root key (PKCS#8 PEM); may be given more than once", "several"],
        ["--yes", "do not ask"],
        passphrase,
      ],
      examples: ["trust-center keys sign root-2.proposal.json --key /media/stick/root-a.key.pem"],
      action: signProposalFile,
    },
    {
      name: "apply",
      summary: "put the signatures of a proposal together, and publish the root",
      arguments: [{ name: "<proposals...>", about: "the proposal's file, or its copies" }],
      options: [["--folder <folder>", "the folder that holds trust-center.yaml (default: .)"], ...changing],
      examples: ["trust-center keys apply root-2.proposal.json", "trust-center keys apply alice.json bob.json"],
      action: applyProposalFile,
    },
    {
      name: "sheet",
      summary: "print what to keep where, and what to do when a key is lost or stolen",
      arguments: [folder],
      options: [["--key <file>", "a private key at hand beside those of publish.keys", "several"], now, passphrase],
      examples: ["trust-center keys sheet > recovery-sheet.txt"],
      action: printSheet,
    },
  ],
};
