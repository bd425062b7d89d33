import { check } from "../commands/check.ts";
import { cosign } from "../commands/cosign.ts";
import { drift } from "../commands/drift.ts";
import { embed } from "../commands/embed.ts";
import { importPage } from "../commands/import.ts";
import { init } from "../commands/init.ts";
import { preview } from "../commands/preview.ts";
import { publish } from "../commands/publish.ts";
import { recover } from "../commands/recover.ts";
import { refresh } from "../commands/refresh.ts";
import { review } from "../commands/review.ts";
import { serve } from "../commands/serve.ts";
import { up } from "../commands/up.ts";
import { type Declaration, folder, now, passphrase } from "./declaration.ts";

/** Where published files go. */
const to: NonNullable<Declaration["options"]>[number] = [
  "--to <target>",
  "send the files, in the right order, to where your site is served from: a folder, pages:<folder> (with what hosts of static pages need), host:/path by rsync, or s3://bucket/prefix; may be given more than once",
  "several",
];

/** What a vendor does with its list. */
export const authoring: Declaration[] = [
  {
    name: "init",
    summary: "make a folder with a list, a policy and a key to start from",
    arguments: [{ ...folder, about: "the folder to make or fill" }],
    options: [
      ["--name <name>", "your company's name"],
      ["--feed <address>", "where the feed will be found: your site's host, or an address"],
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
    name: "import",
    summary: "move a published list in: a draft that loses no word, and what is to be decided about it",
    arguments: [
      {
        name: "<page>",
        about: "a file (HTML, Markdown, MDX, reStructuredText, CSV, XLSX, JSON, YAML) or an https:// address",
      },
      { ...folder, about: "the folder to make", preset: "trust" },
    ],
    options: [
      [
        "--map <heading=field>",
        'what a column says, such as "Hosted in=locations"; may be given more than once',
        "several",
      ],
      ["--format <format>", "html, markdown, rst, csv, xlsx, json or yaml, where the name does not tell"],
      ["--language <tag>", "the page's language, where it does not say it itself (default: en)"],
      ["--base <address>", "the address of a file's page, which its links start from where they are not whole"],
      ["--git", "read the file's history in its git repository too: what changed, and when it was committed"],
      ["--replace", "put the page's list in the place of the one that is there; settings and keys stay"],
      ["--name <name>", "your company's name"],
      ["--feed <address>", "where the feed will be found: your site's host, or an address"],
      ["--email <address>", "where privacy questions go"],
      ["--alg <algorithm>", "of the key: Ed25519 (default), or ES256, which every browser verifies itself"],
      ["--yes", "ask nothing; take the examples for what is not given"],
      now,
      passphrase,
    ],
    examples: [
      "trust-center import subprocessors.html",
      'trust-center import https://acme.example/subprocessors trust --name "Acme" --feed https://acme.example/.well-known/trust-center/ --email privacy@acme.example',
      "trust-center import subprocessors.html --base https://acme.example/legal/subprocessors",
      "trust-center import docs/subprocessors.md trust --git",
      'trust-center import list.csv trust --replace --map "Hosted in=locations"',
    ],
    action: importPage,
  },
  {
    name: "check",
    summary: "name what is wrong in the list, what law and habit ask for that it lacks, and what publishing would say",
    arguments: [folder],
    options: [
      ["--strict", "fail on legal gaps too"],
      ["--fail-on-warning", "fail on warnings too, and on what publishing would ask about"],
      ["--gaps", "name each gap with its place in the file, not only summed by kind"],
      ["--fix", "mend what needs no guess, name each thing that was mended, and check what is left"],
      [
        "--links [all]",
        "ask the first 2,000 addresses of the list, or all, whether they lead anywhere; else nothing is asked of the network",
      ],
      ["--accept <ids>", "with --fix: also write these of the catalogue's suggestions, separated by commas"],
      ["--format <format>", "text (default), json, sarif (2.1.0), or github: annotations of a pull request"],
      now,
    ],
    examples: [
      "trust-center check",
      "trust-center check trust --fix",
      "trust-center check trust --fix --accept stripe/links/dpa,sentry/links/subprocessors",
      "trust-center check trust --strict --json",
      "trust-center check trust --links",
      "trust-center check trust --format sarif > check.sarif",
    ],
    action: check,
  },
  {
    name: "drift",
    summary: "name processors that code or a page surely uses, and the list lacks; nothing is added",
    arguments: [folder],
    options: [
      [
        "--code <folder>",
        "manifests and lock files below it (npm, pnpm, Yarn, pip, uv, Go, Bundler, Cargo, Composer, Terraform); may be given more than once",
        "several",
      ],
      [
        "--hosts <file>",
        "a recording of what a page asks (HAR), or a text with hosts, such as a content security policy; may be given more than once",
        "several",
      ],
      [
        "--dns <name>",
        "ask DNS who takes and sends a name's mail (MX, SPF) and what it is another name for; may be given more than once",
        "several",
      ],
      ["--dns-server <address>", "the DNS server that is asked, such as 9.9.9.9 (default: this machine's)"],
      ["--ignore <ids>", "processors that get no customer's data, by their ids in the catalogue, separated by commas"],
      ["--format <format>", "text (default), json, sarif (2.1.0), or github: annotations of a pull request"],
    ],
    examples: [
      "trust-center drift trust --code .",
      "trust-center drift trust --dns acme.example --dns s1._domainkey.acme.example",
      "trust-center drift trust --code . --hosts page.har --ignore github --format sarif > drift.sarif",
    ],
    action: drift,
  },
  {
    name: "preview",
    summary: "show the widget as publishing now would make it, live as you save, beside what readers would be told",
    arguments: [folder],
    options: [
      ["--port <number>", "port to listen on; where it is taken, the next free one (default: 8090)"],
      ["--script <folder>", "dist/script of another version of @trust-center/widget"],
      now,
    ],
    examples: ["trust-center preview", "trust-center preview trust --port 9000"],
    action: preview,
  },
  {
    name: "review",
    summary: "say in words what publishing would sign, with its deadlines, for a pull request: no key is needed",
    arguments: [folder],
    options: [
      [
        "--base <ref>",
        "the branch, tag or commit that a pull request goes into: what it would publish too is told apart, and its notice terms hold where nothing published is at hand",
      ],
      ["--format <format>", "text (default), markdown: a comment for a pull request, or json"],
      [
        "--comment <forge>",
        "github or gitlab: in a job for a pull request, put the comment there, over the one of an earlier run",
      ],
      ["--fail-on-warning", "fail on warnings too, and on what publishing would ask about"],
      now,
    ],
    examples: [
      "trust-center review",
      "trust-center review trust --base origin/main --format markdown > comment.md",
      "trust-center review trust --base origin/main --comment github",
    ],
    action: review,
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
      to,
      ["--prerender <file>", "also write the tag with the whole list in it as markup, to be included in your page"],
      now,
      passphrase,
    ],
    examples: [
      "trust-center publish",
      "trust-center publish trust --dry-run",
      "trust-center publish --accept terms,emergency",
      "trust-center publish --to acme.example:/srv/www/acme",
      "trust-center publish --prerender site/_includes/trust-center.html",
      "trust-center publish --passphrase-env KEY_PASSPHRASE",
    ],
    action: publish,
  },
  {
    name: "embed",
    summary: "copy the widget's script beside the feed, and print or write the whole tag for your page",
    arguments: [folder],
    options: [
      ["--write <file>", "put the tag into this page, between <!-- trust-center --> and <!-- /trust-center -->"],
      ["--to <folder>", "where the script goes (default: where the site's folder has its address)"],
      ["--src <address>", "the script's address on your site (default: /trust-center/trust-center.js)"],
      ["--script <folder>", "dist/script of another version of @trust-center/widget"],
    ],
    examples: ["trust-center embed", "trust-center embed trust --write public/subprocessors.html"],
    action: embed,
  },
  {
    name: "refresh",
    summary: "sign again that the published list is the newest; once a week, from a timer",
    arguments: [folder],
    options: [
      ["--out <folder>", "the published tree, where there is no trust-center.yaml"],
      ["--key <file>", "a key of the timestamp role (PKCS#8 PEM); may be given more than once", "several"],
      ["--offline", "ask no witnesses"],
      to,
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
    name: "up",
    summary: "serve page, feed, script, service and inbox on one port; publish as you save; keep the timestamp fresh",
    arguments: [folder],
    options: [
      ["--port <number>", "port to listen on; where it is taken, the next free one (default: up.port, or 8080)"],
      ["--host <address>", "address to listen on (default: up.host, or 127.0.0.1)"],
      ["--page <folder>", "a folder with a page of your own, index.html (default: up.page, or a page is made)"],
      ["--set <name=value>", "a setting of the service, over up.service; may be given more than once", "several"],
      ["--accept <codes>", "publish what is unusual too, by the codes that check names, separated by commas; or all"],
      ["--no-publish", "serve what is published, and renew its timestamp alone"],
      ["--script <folder>", "dist/script of another version of @trust-center/widget"],
      passphrase,
    ],
    examples: ["trust-center up", "trust-center up trust --port 8080 --set smtp=smtp://localhost:25"],
    action: up,
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
