/** What a member says, and how it is written. */
export interface Member {
  about: string;
  /** Its value in YAML, on one line: `member: example` can be pasted. */
  example: string;
  /** Of which kind the object in it is, or the objects in its list. */
  kind?: Kind;
}

export type Kind = keyof typeof kinds;

type Row = readonly [about: string, example: string, kind?: string];

const country = ["Country, by its code of two capital letters (ISO 3166-1); EU for the European Union.", "DE"] as const;
const link = ["A link.", "{ url: https://cloud.example/privacy, text: Privacy policy }", "link"] as const;
const when = ["When it applies; where absent, always.", "{ option: AI features }", "condition"] as const;
const period = "P30D";

const shared = {
  purposes: ["What it is used for.", "[Hosting]"],
  dataCategories: ["Which data it processes.", "[{ items: [Names, E-mail addresses] }]", "dataCategory"],
  dataSubjects: ["Whose data it is.", "[Users of our customers]"],
  locations: ["Where data is processed.", "[{ country: DE, city: Frankfurt }]", "location"],
  transferMechanisms: ["What a transfer to a third country rests on.", "[{ type: scc, modules: [3] }]", "mechanism"],
  safeguards: ["Technical and organisational measures.", "[Encryption at rest and in transit]"],
  retention: ["How long data is kept.", "30 days after the end of the contract"],
  services: ["Ids of the services of yours that it is used for.", "[mail]"],
} as const;

const validity = {
  validUntil: ["Until when it holds.", '"2027-05-01"'],
  standard: ["The standard or the criteria.", '"ISO/IEC 27001:2022"'],
  scope: ["What was looked at: sites, services, controls.", "All data centres in the EU"],
  covers: ["The time that a report is about.", "{ from: 2025-01, until: 2025-12 }", "span"],
  reported: ["When the report was made.", "2026-02-15", "fuzzyDate"],
} as const;

const periods = {
  noticePeriod: ["From the notice to the day a change takes effect.", period, "period"],
  objectionPeriod: ["From the notice to the last moment for an objection.", period, "period"],
} as const;

/** Every member that an author may write, by the kind of object that it stands in. */
const kinds = {
  list: {
    publish: [
      "Settings of publishing. They are no part of the feed.",
      "{ feed: https://acme.example/.well-known/trust-center/ }",
      "settings",
    ],
    up: [
      "How `trust-center up` serves it all. It is no part of the feed.",
      "{ port: 8080, service: { mail-from: trust@acme.example } }",
      "up",
    ],
    announce: [
      "What there is to say about changes, apart from the facts.",
      "[{ subject: example-mail, reason: Cheaper, effective: 2027-06-01 }]",
      "announcement",
    ],
    publisher: ["Whose list it is.", "{ name: Acme, languages: [en] }", "publisher"],
    title: ["The title of the list.", "Sub-processors of Acme"],
    intro: ["What stands before the list. Markdown.", "These companies process personal data on our behalf."],
    updated: ["When the page says that it was changed last.", "2026-04-30", "fuzzyDate"],
    documentVersion: ["The version of the document as you count it.", '"3.1"'],
    provenance: ["Where the list was taken from, where the feed is not its publisher's own.", "Rebuilt from the page."],
    certifications: ["Certificates and reports of your own.", "[{ name: ISO 27001 }]", "certification"],
    documents: [
      "Documents, public or on request.",
      "[{ id: soc2, title: SOC 2 report, access: on request }]",
      "document",
    ],
    faq: ["Questions and answers.", "[{ question: Where is data kept?, answer: In the EU. }]", "question"],
    sections: [
      "Texts of their own between the tables.",
      "[{ id: hosting, title: How we host, text: In the EU. }]",
      "section",
    ],
    service: [
      "The base address of your service for subscriptions and objections.",
      "https://acme.example/trust-center-service/",
    ],
    pastChanges: [
      "Changes from before the feed began. They are shown as your statement.",
      "[{ date: 2025-03-01, kind: added, name: Example Cloud }]",
      "pastChange",
    ],
    noticeTerms: [
      "What your contracts promise about changes.",
      "{ noticePeriod: P30D, objectionPeriod: P30D }",
      "terms",
    ],
    services: ["Your products and modules.", "[{ id: mail, name: Mail }]", "service"],
    groups: ["The tables of the list.", "[{ id: infrastructure, title: Infrastructure }]", "group"],
    subprocessors: [
      "The list: one entry for each engagement.",
      "[{ id: example-cloud, name: Example Cloud }]",
      "entry",
    ],
    policies: [
      "Policies, each with its text.",
      "[{ id: privacy, title: Privacy policy, file: policies/privacy.md }]",
      "policy",
    ],
  },
  settings: {
    feed: [
      "The feed's address, ending in /. It is signed into the first root: choose it for good.",
      "https://acme.example/.well-known/trust-center/",
    ],
    out: ["Where the signed files are written, from this folder.", "./public/.well-known/trust-center"],
    key: ["The private key (PKCS#8 PEM), from this folder.", "./trust-center.key.pem"],
    keys: ["The private keys, where there are several.", "[keys/manifest.key.pem, keys/timestamp.key.pem]", "key"],
    logKey: ["The log's own private key (Ed25519).", "keys/log.key.pem", "key"],
    witnesses: [
      "Verifier keys of witnesses; those with a url are asked.",
      "[witness.example/w1+0f8e3c2a+BA…]",
      "witness",
    ],
    timeStampAuthority: [
      "Who stamps each state of the log with a time (RFC 3161).",
      "{ url: https://tsa.example/, certificates: tsa.pem }",
      "authority",
    ],
    askedBy: ["Whose questions check asks.", "[gdpr, dora, contract, habit]"],
    lifetimes: ["How long signatures vouch, in days.", "{ timestamp: P30D, manifest: P365D }", "lifetimes"],
    widget: [
      "The script that publish names in the tag for your page.",
      "{ script: /trust-center/trust-center.js, integrity: sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC }",
      "widget",
    ],
  },
  up: {
    host: ["The address to listen on; 127.0.0.1 where absent.", "0.0.0.0"],
    port: ["The port to listen on; where it is taken, the next free one.", "8080"],
    page: ["A folder with a page of your own, index.html.", "./page"],
    service: [
      "Settings of the service, by the names of its flags. Where it is absent none runs.",
      "{ smtp: smtp://localhost, mail-from: trust@acme.example, privacy-mail: privacy@acme.example }",
    ],
  },
  key: {
    file: ["A PEM file with a private key.", "keys/manifest.key.pem"],
    passphraseEnv: ["The environment variable that holds its passphrase.", "KEY_PASSPHRASE"],
    command: ["A program that signs, and its arguments; no shell.", "[kms-sign, --key, manifest]"],
    public: ["The file with its public key, as JWK.", "keys/manifest.pub.json"],
    timeout: ["How long a signature may take, in seconds.", "PT30S"],
  },
  witness: {
    key: ["The witness's verifier key.", "witness.example/w1+0f8e3c2a+BA…"],
    url: ["Where it takes checkpoints.", "https://witness.example/"],
  },
  authority: {
    url: ["Where the authority takes requests.", "https://tsa.example/"],
    certificates: ["The file with the certificate that vouches for it, in PEM.", "tsa.pem"],
  },
  lifetimes: {
    timestamp: ["How long a timestamp vouches that the list is the newest, in days.", "P30D"],
    manifest: ["How long the signature on the list holds, in days.", "P365D"],
  },
  widget: {
    script: ["The script's address on your site.", "/trust-center/trust-center.js"],
    integrity: [
      "Its hash, as `trust-center embed` prints it.",
      "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC",
    ],
  },
  announcement: {
    subject: ["What changes: the id of an entry, or terms, publisher, list.", "example-mail"],
    reason: ["Why, in words for readers.", "Cheaper"],
    effective: [
      "From when it holds: a day (its start in the zone of the terms, in UTC where their rules do not agree on one) or an instant.",
      "2027-06-01",
    ],
    expected: ["When it is expected, where no day is set yet.", "2027-06", "fuzzyDate"],
    emergency: ["It holds already, or before the notice period is over.", "true"],
    correction: ["The list was wrong; the facts were so all along.", "true"],
    renamed: ["It is another name for the same company.", "true"],
    start: ["What was waited for has been given: it starts on `effective`.", "true"],
    audience: ["Ids of the customer segments that it concerns.", "[public-sector]"],
    again: ["Explains a second change with the same words.", "true"],
  },
  publisher: {
    name: ["Your company's name.", "Acme"],
    legalEntity: ["The company as it is registered.", "{ name: Acme Ltd, country: IE }", "company"],
    address: ["Its postal address.", '"1 Example Street, Dublin, Ireland"'],
    contacts: ["Whom to write to.", "[{ role: privacy, email: privacy@acme.example }]", "contact"],
    url: ["The page that shows this list.", "https://acme.example/trust"],
    links: ["Links about you.", "[{ type: dpa, url: https://acme.example/dpa }]", "link"],
    languages: ["Languages of the list, the first one first.", "[en, es]"],
    prevailingLanguage: ["Which language counts where they disagree.", "en"],
    description: ["What your company does. Markdown.", "Acme runs a mail service."],
  },
  company: {
    name: ["The legal name.", "Example Cloud GmbH"],
    tradeNames: ["Other names that it trades under.", "[Example]"],
    address: ["Its postal address.", '"Example Street 1, 10115 Berlin, Germany"'],
    country: ["Where it has its seat: a country code.", "DE"],
    registration: ["Its registration, in words.", '"HRB 395, Amtsgericht Berlin"'],
    identifiers: [
      "Numbers that tell it from all others.",
      "[{ type: lei, value: 5493001KJTIIGC8Y1R12 }]",
      "identifier",
    ],
    latinName: ["The name in Latin letters, where it is registered in others.", "Rakuten Group"],
    headquarters: ["The country of its global operating headquarters.", "US"],
    parent: ["Its ultimate parent.", "{ name: Example Holding, country: US }", "parent"],
  },
  parent: {
    name: ["The parent's name.", "Example Holding"],
    country,
    identifiers: [
      "Numbers that tell it from all others.",
      "[{ type: lei, value: 5493001KJTIIGC8Y1R12 }]",
      "identifier",
    ],
  },
  identifier: {
    type: ["Which number it is.", "lei"],
    value: ["The number.", "5493001KJTIIGC8Y1R12"],
    country: ["The state of a national register.", "FR"],
  },
  contact: {
    role: ["What to write about.", "privacy"],
    name: ["A person.", "Jane Doe"],
    position: ["What the person is.", "Data protection officer"],
    email: ["An e-mail address.", "privacy@acme.example"],
    phone: ["A telephone number.", '"+49 30 1234567"'],
    address: ["A postal address.", '"Example Street 1, 10115 Berlin, Germany"'],
    url: ["A page to write from.", "https://acme.example/contact"],
    text: ["More about it, in words.", "Weekdays from 9 to 17"],
  },
  link: {
    type: ["What it leads to.", "privacy"],
    url: ["An address that starts with https:, http:, mailto: or tel:.", "https://cloud.example/privacy"],
    text: ["The words of the link.", "Privacy policy"],
  },
  certification: {
    name: ["What it is called.", "ISO 27001"],
    issuer: ["Who gave it.", "TÜV"],
    ...validity,
    text: ["More about it, in words.", "Renewed every year"],
    link,
  },
  span: {
    from: ["The first day of it.", "2025-01", "fuzzyDate"],
    until: ["The last day of it.", "2025-12", "fuzzyDate"],
  },
  document: {
    id: ["Its name in addresses, unique among documents.", "soc2"],
    title: ["What it is called.", "SOC 2 report"],
    text: ["What is in it. Markdown.", "Type II, all trust services criteria."],
    access: ["Who gets it.", "on request"],
    ...validity,
    link,
  },
  question: {
    id: ["Its name in addresses.", "where"],
    question: ["The question.", "Where is data kept?"],
    answer: ["The answer. Markdown.", "In the EU."],
  },
  section: {
    id: ["Its name in addresses, unique among sections.", "hosting"],
    title: ["Its heading.", "How we host"],
    text: ["The text. Markdown.", "In two data centres in the EU."],
    before: ["The id of the group that it stands before; behind all where absent.", "infrastructure"],
  },
  pastChange: {
    date: ["When it was.", "2025-03-01", "fuzzyDate"],
    kind: ["What kind of change.", "added"],
    name: ["Whom or what it was about.", "Example Cloud"],
    text: ["What happened, in words.", "Took over from our own data centre."],
  },
  fuzzyDate: {
    text: ["The date in your own words.", "Spring 2026"],
    date: ["The date, where it is known.", "2026-04-30"],
    after: ["It is later than this.", "2026-03"],
    before: ["It is earlier than this.", "2026-06"],
  },
  terms: {
    ...periods,
    rules: [
      "What two periods cannot say. The first rule that fits a change dates it.",
      "[{ when: { kind: [added, replaced] }, notice: P30D, objection: P30D }]",
      "rule",
    ],
    appliesTo: ["Kinds of change that get notice.", "[added, replaced, restored, legal-entity]"],
    clockStarts: ["What the periods count from.", "notice"],
    silence: ["What silence until the deadline means.", "accepted"],
    options: ["What you may do on an objection.", "[{ type: corrective-action }]", "option"],
    grounds: [
      "Whether an objection must give grounds.",
      "{ required: true, text: Reasons of data protection }",
      "grounds",
    ],
    channels: ["How customers are told.", "[{ type: email, address: privacy@acme.example }]", "channel"],
    segments: [
      "Customers with terms of their own.",
      "[{ id: public-sector, name: Public sector, noticePeriod: P60D }]",
      "segment",
    ],
    text: ["The terms in words. Markdown.", "We write to the address of each contract."],
  },
  period: {
    duration: ["A number of days.", "P10D"],
    businessDays: ["Counted in business days.", "true"],
    holidays: ["Days that do not count.", "[2026-12-25, 2027-01-01]"],
  },
  rule: {
    when: ["Which changes it is for; where absent, all.", "{ kind: [added, replaced] }", "ruleCondition"],
    notice: ["From the notice to the day a change takes effect.", period, "period"],
    objection: ["How long one may object.", period, "period"],
    from: ["What the objection period counts from.", "published"],
    calendar: ["Whose days count.", "{ unit: businessDays, zone: Europe/Berlin, holidays: [2026-12-25] }", "calendar"],
    authorisation: ["GDPR art. 28(2). Under specific, silence refuses.", "general"],
    start: ["When a change starts.", "noticeEnd"],
    earlyOnApproval: ["Whether it may start before its day once it is approved.", "true"],
    requires: ["What a customer must have done to be told.", "request"],
    grounds: ["What an objection must give.", "reasonable"],
    remedies: [
      "What either side may do on an objection.",
      "[{ type: terminate, scope: contract, by: customer }]",
      "remedy",
    ],
  },
  ruleCondition: {
    kind: ["Kinds of change.", "[added, replaced]"],
    category: ["Categories of entries, as the list words them.", "[Infrastructure]"],
    dataClass: ["Classes of data, as `class` names them.", "[customer data]"],
    service: ["Ids of services.", "[mail]"],
    place: ["Country codes of locations.", "[US]"],
    segment: ["Ids of customer segments.", "[public-sector]"],
    emergency: ["True: emergencies alone. False: all but them.", "false"],
  },
  calendar: {
    unit: ["Which days count.", "businessDays"],
    holidays: ["Days that do not count.", "[2026-12-25, 2027-01-01]"],
    zone: ["The time zone whose days count; UTC where absent.", "Europe/Berlin"],
    roll: ["Where a last day goes that is no working day.", "nextBusinessDay"],
  },
  remedy: {
    type: ["What may be done.", "terminate"],
    within: ["In which time.", period, "period"],
    from: ["What that time counts from.", "objection"],
    scope: ["What ends.", "service"],
    by: ["Who may do it.", "customer"],
    refund: ["What is paid back.", "rest"],
    sole: ["Whether it is the only one.", "true"],
    text: ["More about it, in words.", "Fees for the time left are paid back."],
  },
  option: {
    type: ["What you may do.", "corrective-action"],
    text: ["More about it, in words.", "We look for another provider."],
  },
  grounds: {
    required: ["Whether they must be given.", "true"],
    text: ["Which ones count.", "Reasons of data protection"],
  },
  channel: {
    type: ["The way.", "email"],
    address: ["An e-mail address for email, else an address of a page.", "privacy@acme.example"],
    url: ["Where to ask for it.", "https://acme.example/subscribe"],
    text: ["More about it, in words.", "We write to the address of each contract"],
  },
  segment: {
    ...periods,
    id: ["Its name in rules and announcements.", "public-sector"],
    name: ["What it is called.", "Public sector"],
  },
  service: {
    id: ["Its name in entries and rules.", "mail"],
    name: ["What it is called.", "Mail"],
    description: ["What it does. Markdown.", "Sends newsletters."],
    ictType: ["The type of ICT service (Implementing Regulation (EU) 2024/2956, annex III).", "S17"],
    jurisdictions: ["Whose law its infrastructure is under: country codes.", "[DE, IE]"],
    foreignAccess: ["Measures against foreign access to data. Markdown.", "Keys are held in the EU."],
    exportFormats: ["In which formats data is handed out.", "[CSV, JSON]"],
    exitHelp: ["How you help whoever leaves. Markdown.", "We hand out all data within 30 days."],
  },
  group: {
    id: ["Its name in entries.", "infrastructure"],
    title: ["Its heading.", "Infrastructure"],
    intro: ["What stands before its table. Markdown.", "These run our data centres."],
    none: ["What to say where it has no members.", "None at present."],
    footnotes: ["Footnotes below its table.", "[Only for customers in the EU.]"],
    columns: ["The columns of its table.", "[{ field: purposes }, { field: locations }]", "column"],
    subsetOf: ["The id of the group that it is a part of.", "infrastructure"],
    common: [
      "Facts of every member that does not say otherwise.",
      "{ dataSubjects: [Users of our customers] }",
      "facts",
    ],
    when,
    updated: ["When it was changed last.", "2026-04-30", "fuzzyDate"],
  },
  column: {
    field: ["A member of the entry, or details:<label>.", "locations"],
    label: ["Your own heading.", "Hosted in"],
  },
  facts: shared,
  entry: {
    id: ["Its name for good: letters, digits, dots, hyphens. The `name` may change.", "example-cloud"],
    name: ["What it is called.", "Example Cloud"],
    ...shared,
    legalEntity: ["The company as it is registered.", "{ name: Example Cloud GmbH, country: DE }", "company"],
    role: ["What it is to you; where absent, a sub-processor.", "sub-processor"],
    groups: ["Ids of the groups that it stands in.", "[infrastructure]"],
    category: ["Its category.", "Infrastructure"],
    description: ["What it does with the data. Markdown.", "Stores customer records and their backups."],
    responsibilities: ["What it answers for, and what not. Markdown.", "Runs the servers; holds no keys."],
    peopleWithAccess: ["Who of its people can see data.", "[Support engineers]", "item"],
    operations: ["What is done with the data.", "[Storage, Backup]", "item"],
    corporateLocation: ["Where the company sits.", "{ country: DE, city: Berlin }", "location"],
    address: ["Its postal address.", '"Example Street 1, 10115 Berlin, Germany"'],
    contact: [
      "Whom to write to there.",
      "{ position: Data protection officer, email: privacy@cloud.example }",
      "contact",
    ],
    certifications: ["Its certificates and reports.", "[{ name: ISO 27001 }]", "certification"],
    links: ["Links about it.", "[{ type: privacy, url: https://cloud.example/privacy }]", "link"],
    feed: ["Its own feed.", "{ url: https://cloud.example/.well-known/trust-center/ }", "feed"],
    chain: ["Who stands behind it.", "[{ relation: runs-on, name: Example Hosting }]", "chainLink"],
    underpins: ["Whether it underpins a critical or important function of customers (DORA).", "true"],
    contract: ["Your contract with it.", "{ since: 2024-05, duration: Until it is ended }", "contract"],
    ai: ["What it does with artificial intelligence.", '{ purpose: Summaries, training: "no" }', "ai"],
    when,
    since: ["In use since: a year, a month or a day.", "2024-05", "fuzzyDate"],
    replaces: ["Ids of the entries that it takes over from.", "[old-cloud]"],
    notes: ["Footnotes.", "[{ field: locations, text: Backups are in Ireland. }]", "note"],
    details: ["Facts under labels of your own.", "[{ label: Team, value: Platform }]", "detail"],
  },
  dataCategory: {
    source: ["Whence the data comes.", "Customer-provided data"],
    class: ["Your own class of data, where the notice terms tell classes apart.", "customer data"],
    items: ["Which data.", "[Names, E-mail addresses]", "item"],
  },
  item: {
    text: ["What it is.", "Contact data"],
    items: ["What belongs to it.", "[Names, E-mail addresses]", "item"],
  },
  location: {
    kind: ["What kind of place; where absent, a country.", "country"],
    country,
    region: ["A region of the world, of a country, or of a provider.", "eu-west-1"],
    city: ["A city.", "Frankfurt"],
    text: ["Your own words, where the parts do not say it all.", "Two data centres near Frankfurt"],
    activities: ["What happens there.", "[storage, processing]"],
    priority: ["Whether it comes first.", "primary"],
    when,
    link,
  },
  mechanism: {
    type: ["Which instrument.", "scc"],
    modules: ["Modules of the standard contractual clauses, 1 to 4.", "[3]"],
    excluded: ["True where it is not relied on.", "true"],
    fallback: ["True where it applies only if the ones before it fail.", "true"],
    checked: ["When it was looked at last.", "2026-04-30", "fuzzyDate"],
    exporter: ["Who sends, where it is not you.", "{ name: Acme Ltd, country: IE }", "party"],
    importer: ["Who receives.", "{ name: Example Cloud Inc., country: US }", "party"],
    assessment: [
      "The transfer impact assessment.",
      "{ date: 2026-02, link: { url: https://acme.example/tia } }",
      "assessment",
    ],
    when,
    text: ["More about it, in words.", "Modules two and three"],
    link,
  },
  party: { name: ["A company.", "Acme Ltd"], country },
  assessment: { date: ["When it was made.", "2026-02", "fuzzyDate"], link },
  feed: {
    url: ["Its address.", "https://cloud.example/.well-known/trust-center/"],
    pin: ["Its pin, as its publisher printed it.", "sha256-47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"],
  },
  chainLink: {
    relation: ["How it stands behind the entry.", "runs-on"],
    name: ["What it is called.", "Example Hosting"],
    subprocessor: ["The id of its own entry in this list.", "example-hosting"],
    legalEntity: ["The company as it is registered.", "{ name: Example Hosting Ltd, country: IE }", "company"],
    address: ["Its postal address.", '"1 Example Street, Dublin, Ireland"'],
    contact: ["Whom to write to there.", "{ email: privacy@hosting.example }", "contact"],
    recipient: ["Whom it serves: the name of another link of this chain.", "Example Cloud"],
    underpins: ["Whether it underpins a critical or important function of customers (DORA).", "true"],
  },
  contract: {
    since: ["Since when.", "2024-05", "fuzzyDate"],
    link,
    subject: ["Subject-matter of the processing: GDPR, art. 28(3).", "Hosting of customer records"],
    nature: ["Nature of the processing.", "Storage and retrieval"],
    duration: ["Duration of the processing.", "Until the contract ends"],
  },
  ai: {
    purpose: ["What it is used for.", "Summaries of tickets"],
    models: ["Which models.", "[Example 2]"],
    provider: ["Who makes or runs them.", "Example AI"],
    training: ["Whether customers' data trains models.", '"no"'],
    retention: ["How long inputs are kept.", "30 days"],
    optOut: ["Where to say no.", "{ url: https://acme.example/ai }", "link"],
  },
  condition: {
    services: ["Only with these services: their ids.", "[mail]"],
    customerRegion: ["Only for customers of a region.", "EU"],
    option: ["Only with an option switched on.", "AI features"],
    text: ["Otherwise, in words.", "Only while support is asked for"],
  },
  note: {
    field: ["The member that it is about; where absent, the whole entry.", "locations"],
    text: ["The note. Markdown.", "Backups are in Ireland."],
  },
  detail: { label: ["Your own label.", "Team"], value: ["The fact. Markdown.", "Platform"], link },
  policy: {
    id: ["Its name in addresses.", "privacy"],
    title: ["What it is called.", "Privacy policy"],
    type: ["What kind of policy.", "privacy"],
    version: ["Its version as you count it.", '"1.0"'],
    updated: ["When it was changed last.", "2026-04-30", "fuzzyDate"],
    effective: ["Since when it holds.", "2026-05-01", "fuzzyDate"],
    supersedes: ["The version that it takes the place of.", '"0.9"'],
    validUntil: ["Until when it holds.", '"2027-05-01"'],
    summary: ["What it says, in short.", "How we process personal data"],
    link,
    file: ["Its text: a Markdown file below this folder.", "policies/privacy.md"],
    files: ["Its text in several languages.", "{ en: policies/privacy.md, es: policies/privacidad.md }"],
  },
} as const satisfies Record<string, Record<string, Row>>;

/** The kinds of objects that a list is made of. */
export const kindNames = Object.keys(kinds) as Kind[];

/** What is known of a kind's members, by their names. */
export const membersOf = (kind: Kind): ReadonlyMap<string, Member> => tables[kind];

const tables = Object.fromEntries(
  Object.entries(kinds as Record<string, Record<string, Row>>).map(([name, rows]) => [
    name,
    new Map(
      Object.entries(rows).map(([member, [about, example, kind]]): [string, Member] => [
        member,
        { about, example, ...(kind !== undefined && { kind: kind as Kind }) },
      ]),
    ),
  ]),
) as unknown as Record<Kind, ReadonlyMap<string, Member>>;
