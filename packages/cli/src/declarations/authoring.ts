import { check } from "../commands/check.ts";
import { cosign } from "../commands/cosign.ts";
import { init } from "../commands/init.ts";
import { publish } from "../commands/publish.ts";
import { recover } from "../commands/recover.ts";
import { refresh } from "../commands/refresh.ts";
import { serve } from "../commands/serve.ts";
import { type Declaration, folder, now, passphrase } from "./declaration.ts";

/** What a vendor does with its list. */
export const authoring: Declaration[] = [
  {
    name: "init",
    summary: "make a folder with a list, a policy and a key to start from",
    arguments: [{ ...folder, about: "the folder to make or fill" }],
    options: [
      ["--name <name>", "your company's name"],
      ["--feed <address>", "where the feed will be found, ending in /"],
      ["--email <address>", "where privacy questions go"],
      ["--alg <algorithm>", "of the key: Ed25519 (default), or ES256, which every browser verifies itself"],
      ["--yes", "ask nothing; take the examples for what is not given"],
      passphrase,
    ],
    examples: [
      "trust-center init",
      'trust-center init trust --name "Acme" --feed https://acme.example/.well-known/trust-center/ --email privacy@acme.example',
    ],
    action: init,
  },
  {
    name: "check",
    summary: "name what is wrong in the list, what law and habit ask for that it lacks, and what publishing would say",
    arguments: [folder],
    options: [
      ["--strict", "fail on legal gaps too"],
      ["--fail-on-warning", "fail on warnings too, and on what publishing would ask about"],
      ["--gaps", "name each gap with its place in the file, not only summed by kind"],
      now,
    ],
    examples: ["trust-center check", "trust-center check trust --strict --json"],
    action: check,
  },
  {
    name: "publish",
    summary: "check, sign, and write the files for your web server",
    arguments: [folder],
    options: [
      ["--dry-run", "show what would be published, write nothing"],
      ["--force-refresh", "renew the timestamp even where it is young"],
      ["--offline", "do not compare the folder with what readers have at its address, and ask no witnesses"],
      ["--accept <codes>", "accept what is unusual, by the codes that check and --dry-run name, separated by commas"],
      ["--yes", "accept whatever is unusual"],
      ["--fail-on-warning", "publish nothing where check warns"],
      now,
      passphrase,
    ],
    examples: [
      "trust-center publish",
      "trust-center publish trust --dry-run",
      "trust-center publish --accept terms,emergency",
      "trust-center publish --passphrase-env KEY_PASSPHRASE",
    ],
    action: publish,
  },
  {
    name: "refresh",
    summary: "sign again that the published list is the newest; once a week, from a timer",
    arguments: [folder],
    options: [
      ["--out <folder>", "the published tree, where there is no trust-center.yaml"],
      ["--key <file>", "a key of the timestamp role (PKCS#8 PEM); may be given more than once", "several"],
      ["--offline", "ask no witnesses"],
      now,
      passphrase,
    ],
    examples: [
      "trust-center refresh",
      "trust-center refresh --out /srv/www/.well-known/trust-center --key timestamp.key.pem",
    ],
    action: refresh,
  },
  {
    name: "recover",
    summary: "bring the published folder forward to what readers have seen, after a restored backup",
    arguments: [folder],
    options: [
      [
        "--from <folder>",
        "take the newer files from a published folder (a mirror, a backup), not from the feed's address",
      ],
      ["--pin <pin>", "the feed's pin, where nothing is published here any more"],
      now,
    ],
    examples: ["trust-center recover", "trust-center recover trust --from /backup/.well-known/trust-center"],
    action: recover,
  },
  {
    name: "cosign",
    summary: "publish what witnesses signed of your log",
    arguments: [{ name: "<files...>", about: "what `trust-center witness` wrote" }],
    options: [
      ["--folder <folder>", "the folder that holds trust-center.yaml (default: .)"],
      ["--witness <key>", "a witness's verifier key beside those of publish.witnesses", "several"],
      ["--policy <file>", "take the witnesses of a policy too (C2SP tlog-policy)"],
      now,
    ],
    examples: ["trust-center cosign acme.checkpoint --witness witness.example/w1+0f8e3c2a+BA…"],
    action: cosign,
  },
  {
    name: "serve",
    summary: "serve the published files on this machine",
    arguments: [{ ...folder, about: "the published tree, or the folder it was published from" }],
    options: [
      ["--port <number>", "port to listen on; where it is taken, the next free one (default: 8080)"],
      ["--host <address>", "address to listen on (default: 127.0.0.1)"],
    ],
    examples: ["trust-center serve", "trust-center serve trust --port 3000"],
    action: serve,
  },
];
