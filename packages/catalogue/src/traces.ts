import { catalogue, type Processor } from "./catalogue.ts";

/** Where a name of software is one: a registry of packages, the modules of Go, or the providers of Terraform. */
export const ecosystems = ["npm", "pypi", "go", "gem", "cargo", "composer", "terraform"] as const;
export type Ecosystem = (typeof ecosystems)[number];

/** Software that a processor publishes itself, to be used with its own service. */
export interface ClientSoftware {
  processor: string;
  ecosystem: Ecosystem;
  /** A name, or the beginning of names that one owner alone can give: `@sentry/`, `github.com/stripe/stripe-go`. */
  name: string;
  /** The processor's own repository, the file that names the software, and the commit that was looked at. */
  repository: string;
  path: string;
  commit: string;
}

/**
 * Kept by hand, and short: what also speaks to services of others (S3, the OpenAI interface, self-hosted analytics) is not in it, since
 * its use does not say whose service is used. The owner of a package is the one source that counts for its name.
 */
const clients: readonly (readonly [
  processor: string,
  names: Partial<Record<Ecosystem, string>>,
  repository: string,
  path: string,
  commit: string,
])[] = [
  [
    "sentry",
    { npm: "@sentry/" },
    "getsentry/sentry-javascript",
    "packages/node/package.json",
    "29c8ea54ce7e47c3c28bac1f185f8a03e4c190c5",
  ],
  ["sentry", { pypi: "sentry-sdk" }, "getsentry/sentry-python", "setup.py", "6af2546bfe4c2627273baf9dcc47583cc3c1356a"],
  [
    "sentry",
    { go: "github.com/getsentry/sentry-go" },
    "getsentry/sentry-go",
    "go.mod",
    "cd5bc1c1ae04dce491e8fe74a5f1de41eab9046b",
  ],
  [
    "sentry",
    { gem: "sentry-ruby" },
    "getsentry/sentry-ruby",
    "sentry-ruby/sentry-ruby.gemspec",
    "557f24fc02ace1204f392584db505d8e370fa01d",
  ],
  ["stripe", { npm: "stripe" }, "stripe/stripe-node", "package.json", "6e9d27d42c3bd6bbf21fed12cd2c9855440cee9b"],
  ["stripe", { pypi: "stripe" }, "stripe/stripe-python", "setup.py", "e15cf381307d79d227f4f0fab94f731591f6f639"],
  [
    "stripe",
    { go: "github.com/stripe/stripe-go" },
    "stripe/stripe-go",
    "go.mod",
    "774472205aedc33e54362cefa63361af90517579",
  ],
  ["stripe", { gem: "stripe" }, "stripe/stripe-ruby", "stripe.gemspec", "3354d9dddde3628cbf6bee88f33a434fec5845c6"],
  [
    "stripe",
    { composer: "stripe/stripe-php" },
    "stripe/stripe-php",
    "composer.json",
    "0498d20d0c33490c38df956dd7cef49b3a2ad6f0",
  ],
  [
    "sentry",
    { composer: "sentry/sentry" },
    "getsentry/sentry-php",
    "composer.json",
    "da8232342e931ca34293a3d49a0f4358f5438d7f",
  ],
  [
    "sentry",
    { cargo: "sentry" },
    "getsentry/sentry-rust",
    "sentry/Cargo.toml",
    "0b2133693ad0863cc56f158341a375160fac62cf",
  ],
  ["twilio", { npm: "twilio" }, "twilio/twilio-node", "package.json", "b110be6b3bb6074bc387d32d7ce925786fd3ccaa"],
  ["twilio", { pypi: "twilio" }, "twilio/twilio-python", "setup.py", "429e53a233518f49b3bbe2edbf29e96e7689f2f9"],
  [
    "twilio-sendgrid",
    { npm: "@sendgrid/mail" },
    "sendgrid/sendgrid-nodejs",
    "packages/mail/package.json",
    "9b5820ea2937b38e3b7791f5a9b1052fc3acb4f3",
  ],
  ["datadog", { npm: "dd-trace" }, "DataDog/dd-trace-js", "package.json", "206c5dc572a9f4ed3f09a23d2fd346380017d0b6"],
  ["resend", { npm: "resend" }, "resend/resend-node", "package.json", "e9a11863d4ba37d6245c9ac9ee328337a138f3ca"],
  [
    "clerk",
    { npm: "@clerk/" },
    "clerk/javascript",
    "packages/nextjs/package.json",
    "0ba4245873206481efc78b93914035a0aa6895c1",
  ],
  [
    "mixpanel",
    { npm: "mixpanel" },
    "mixpanel/mixpanel-node",
    "package.json",
    "6f59b72aab683933bc13a614e182497065c28089",
  ],
  [
    "algolia",
    { npm: "algoliasearch" },
    "algolia/algoliasearch-client-javascript",
    "packages/algoliasearch/package.json",
    "b50469b4cabd720c64fb3f889e1e47b925e840bc",
  ],
  [
    "new-relic",
    { npm: "newrelic" },
    "newrelic/node-newrelic",
    "package.json",
    "7de6e106328813f17986f56ac7f137762e9c04f0",
  ],
  [
    "hubspot",
    { npm: "@hubspot/api-client" },
    "HubSpot/hubspot-api-nodejs",
    "package.json",
    "447a696ecc55df9eb845c44d42de9c534e81e999",
  ],
  [
    "intercom",
    { npm: "intercom-client" },
    "intercom/intercom-node",
    "package.json",
    "f7426ea45fa0b7422bd03cbecfc5e09f5fd0cb14",
  ],
  [
    "workos",
    { npm: "@workos-inc/node" },
    "workos/workos-node",
    "package.json",
    "75916d556fcea8f3b4dfabdacc5589e4cbf9bba9",
  ],
  [
    "launchdarkly",
    { npm: "@launchdarkly/node-server-sdk" },
    "launchdarkly/js-core",
    "packages/sdk/server-node/package.json",
    "185b2b30b664ecb32f62978f04f29242b7232c4f",
  ],
  [
    "cloudflare",
    { terraform: "cloudflare/cloudflare" },
    "cloudflare/terraform-provider-cloudflare",
    "go.mod",
    "a5cb078eecc093f2cd48ea1e5c6c28afe87427f4",
  ],
  [
    "aws",
    { terraform: "hashicorp/aws" },
    "hashicorp/terraform-provider-aws",
    "go.mod",
    "a0f8a73c874be20dc45ec899dbd6be0f15df6037",
  ],
  [
    "hetzner",
    { terraform: "hetznercloud/hcloud" },
    "hetznercloud/terraform-provider-hcloud",
    "go.mod",
    "a9114c6f0eaead99ce78bca82303f7e5a4fc730b",
  ],
  [
    "digitalocean",
    { terraform: "digitalocean/digitalocean" },
    "digitalocean/terraform-provider-digitalocean",
    "go.mod",
    "ce2144df28ed630f9cfdd6f8493f0b6ee8c13957",
  ],
];

/** Software that processors publish for their own services. */
export const clientSoftware: readonly ClientSoftware[] = clients.flatMap(
  ([processor, names, repository, path, commit]) =>
    Object.entries(names).map(([ecosystem, name]) => ({
      processor,
      ecosystem: ecosystem as Ecosystem,
      name,
      repository,
      path,
      commit,
    })),
);

const byId = (id: string): Processor | undefined => catalogue().processors.find((one) => one.id === id);

/** The processor whose own client a package is; undefined where that is not sure. */
export function processorOfPackage(ecosystem: Ecosystem, name: string): Processor | undefined {
  const found = clientSoftware.find(
    (one) =>
      one.ecosystem === ecosystem &&
      (one.name === name ||
        (one.name.endsWith("/") && name.startsWith(one.name)) ||
        (ecosystem === "go" && name.startsWith(`${one.name}/`))),
  );
  return found && byId(found.processor);
}

/**
 * Hosts that mail servers and records of DNS name, which are no site: each is said to be one service's by its owner, or by two who set it up.
 * Addresses as they were read on 27 November 2026.
 */
export const mailHosts: readonly { processor: string; host: string; sources: readonly string[] }[] = [
  {
    processor: "aws",
    host: "amazonses.com",
    sources: ["https://docs.aws.amazon.com/ses/latest/DeveloperGuide/mail-from-set.html"],
  },
  {
    processor: "google-workspace",
    host: "_spf.google.com",
    sources: [
      "https://www.mimecast.com/es/content/set-up-google-workspace-spf-record",
      "https://intodns.ai/citations/google-workspace-spf-record",
    ],
  },
  {
    processor: "microsoft-365",
    host: "protection.outlook.com",
    sources: [
      "https://gist.github.com/arjancornelissen/811af8d12b76373dec0b4a7362a5723e",
      "https://pastebin.com/jCpGjKdK",
    ],
  },
];

/** The part of a host that is registered: the last two labels. Sites of the catalogue have no longer ones. */
const registered = (host: string): string => host.split(".").slice(-2).join(".");

/** Processors by what is registered, each with the hosts of its sites; undefined where several share it. */
let byHost: Map<string, { processor: Processor; sites: string[] } | undefined> | undefined;

/**
 * The processor whose host it is: its site's, one below it, or one that its mail is set up with. Undefined where several products have sites of one name, as those of Google
 * and Microsoft have: the host does not say which.
 */
export function processorOfHost(host: string): Processor | undefined {
  if (!byHost) {
    byHost = new Map();
    for (const processor of catalogue().processors) {
      for (const { value } of processor.links?.site ?? []) {
        const site = new URL(value).hostname.replace(/^www\./, "");
        const key = registered(site);
        const before = byHost.get(key);
        const isShared = byHost.has(key) && before?.processor !== processor;
        byHost.set(key, isShared ? undefined : { processor, sites: [...(before?.sites ?? []), site] });
      }
    }
  }
  const asked = host.toLowerCase();
  const mail = mailHosts.find((one) => asked === one.host || asked.endsWith(`.${one.host}`));
  if (mail) return byId(mail.processor);
  const found = byHost.get(registered(asked));
  return found?.sites.some((site) => asked === site || asked.endsWith(`.${site}`)) ? found.processor : undefined;
}
