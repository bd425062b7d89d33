import { stringify } from "yaml";

export interface Answers {
  name: string;
  feed: string;
  email: string;
}

/** A scalar that YAML reads back as exactly this text. */
const scalar = (text: string): string => stringify(text, { lineWidth: 0 }).trimEnd();

/** The `trust-center.yaml` that a newcomer starts from. `check` names what is still to be filled in. */
export function authoringTemplate({ name, feed, email }: Answers): string {
  const site = new URL(feed).origin;
  return `# The list of sub-processors and policies of ${oneLine(name)}.
#
#   trust-center check      names what is wrong, what is missing, and what publishing would say
#   trust-center publish    signs the list and writes the files for your web server
#
# Any text may be given in several languages: { en: Hosting, es: Alojamiento }

publish:
  # Where the files will be found. It is signed into the feed: choose it for good.
  feed: ${scalar(feed)}
  # out: ./public/.well-known/trust-center    the folder to put on your web server
  # key: ./trust-center.key.pem               the private key; it never leaves your hands
  # lifetimes: { timestamp: P30D, manifest: P365D }
  # widget: { script: https://www.example/trust-center.js, integrity: sha384-… }

publisher:
  name: ${scalar(name)}
  # The page that shows this list.
  url: ${scalar(`${site}/trust`)}
  languages: [en]
  # legalEntity: { name: ${scalar(oneLine(name))}, address: "1 Example Street, Dublin, Ireland" }
  contacts:
    - { role: privacy, email: ${scalar(email)} }

# What your contracts promise. \`publish\` computes every deadline from these periods.
noticeTerms:
  noticePeriod: P30D # from the notice to the day a change takes effect
  objectionPeriod: P30D # from the notice to the last moment for an objection
  silence: accepted
  options:
    - { type: corrective-action }
    - { type: cease-service }
  channels:
    - { type: email, address: ${scalar(email)} }

groups:
  - id: infrastructure
    title: Infrastructure

subprocessors:
  # One entry for each engagement: what is in use, and what is to come. The id stays the same for good; the name may
  # change. Nothing is published before every REPLACE ME is gone.
  - id: example-cloud
    name: REPLACE ME with its name
    groups: [infrastructure]
    legalEntity: { name: REPLACE ME with its legal name }
    address: REPLACE ME with its address
    contact: { name: REPLACE ME with the name and position of a person, email: privacy@cloud.example }
    description: REPLACE ME with what it does with the data
    purposes: [Hosting]
    dataCategories:
      - items: [Names, E-mail addresses]
    locations:
      - { country: DE, city: Frankfurt }
    transferMechanisms:
      - { type: not-required }
    since: 2024-05
    links:
      - { type: privacy, url: https://cloud.example/privacy }

# To announce a newcomer, add it to the list and publish: it is announced now, with its dates, and is in the list from
# the day when the notice period is over. What else there is to say about a change stands here:
# announce:
#   - { subject: example-mail, reason: Cheaper, effective: 2027-06-01 }

policies:
  - id: privacy
    title: Privacy policy
    type: privacy
    version: "1.0"
    file: policies/privacy.md
`;
}

/** The policy that the template names. */
export const policyTemplate = ({ name, email }: Answers): string => `# Privacy policy

${escapeMarkdown(oneLine(name))} processes personal data on behalf of its customers.

## What we process

| Data | Purpose |
| --- | --- |
| Names, e-mail addresses | Running the service |

Questions go to <mailto:${email}>.
`;

const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
const escapeMarkdown = (text: string) => text.replace(/[\\`*_{}[\]()<>#+!|~&]/g, "\\$&");
