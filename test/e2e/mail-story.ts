import type { Announce, FeedContent, Subprocessor, Text } from "@trust-center/feed";

const said = (en: string, de: string, ar: string): Text => ({ en, de, ar });

const hosting: Subprocessor = {
  id: "papertrail",
  name: "Papertrail",
  purposes: [said("Manages system logs", "Verwaltet Systemprotokolle", "إدارة سجلات النظام")],
  locations: [{ country: "IE", region: "eu-west-1" }],
  dataCategories: [
    { items: [said("Names", "Namen", "الأسماء"), said("E-mail addresses", "E-Mail-Adressen", "عناوين البريد")] },
  ],
};

const mailer: Subprocessor = { ...hosting, id: "bolt", name: "Bolt Mail", locations: [{ country: "DE" }] };

const sms: Subprocessor = {
  id: "larkspur",
  name: "Larkspur Delivery",
  legalEntity: { name: "Larkspur Delivery GmbH", address: "Beispielstraße 1\n10115 Berlin\nGermany" },
  contact: {
    role: "privacy",
    name: "Ada Example",
    position: "Data protection officer",
    email: "privacy@larkspur.example",
  },
  description: said("Sends text messages", "Versendet Kurznachrichten", "يرسل الرسائل القصيرة"),
  purposes: [said("Sending text messages to users", "Kurznachrichten an Nutzer senden", "إرسال رسائل إلى المستخدمين")],
  dataCategories: [
    {
      source: said("From you", "Von Ihnen", "منكم"),
      items: [said("Names", "Namen", "الأسماء"), said("Phone numbers", "Telefonnummern", "أرقام الهاتف")],
    },
  ],
  dataSubjects: [said("Your users", "Ihre Nutzer", "مستخدموكم")],
  locations: [
    { country: "DE", city: "Berlin", priority: "primary", activities: ["storage", "processing"] },
    {
      country: "GB",
      city: "London",
      priority: "secondary",
      activities: ["processing"],
      when: { customerRegion: "UK" },
    },
  ],
  transferMechanisms: [{ type: "adequacy" }, { type: "scc", modules: [2, 3], fallback: true }],
  retention: said("Messages 7 days", "Nachrichten 7 Tage", "الرسائل 7 أيام"),
  links: [
    { type: "dpa", url: "https://larkspur.example/dpa" },
    { type: "privacy", url: "https://larkspur.example/privacy" },
  ],
};

/** A list as it is at first. */
export const content: FeedContent = {
  publisher: {
    name: "Nordwind Software GmbH",
    url: "https://nordwind.example/trust",
    languages: ["en", "de", "ar"],
  },
  noticeTerms: {
    silence: "accepted",
    rules: [
      { when: { kind: ["policy", "terms", "publisher"] }, notice: "P30D" },
      { when: { emergency: true }, objection: "P10D" },
      { notice: "P30D", objection: "P14D" },
    ],
  },
  subprocessors: [hosting, mailer],
  policies: [
    { id: "dpa", title: said("Data processing terms", "Auftragsverarbeitung", "شروط المعالجة"), version: "1" },
  ],
};

const moved = {
  ...hosting,
  locations: [{ country: "US", region: "us-east-1" }],
  transferMechanisms: [{ type: "dpf" as const }],
};
const because = said(
  "The provider closes its site in Ireland.",
  "Der Anbieter schließt seinen Standort in Irland.",
  "يغلق المزود موقعه في أيرلندا.",
);

type Edit = [name: string, days: number, content: Partial<FeedContent>, ...Announce[]];

/** What its vendor does then: a kind of notice each. */
export const edits: readonly Edit[] = [
  ["announcement", 1, { subprocessors: [hosting, mailer, sms] }, { subject: "larkspur", reason: because }],
  ["announcements", 1, { subprocessors: [moved, sms] }, { subject: "papertrail", reason: because }],
  ["move", 1, {}, { subject: "larkspur", effective: "2026-03-01" }],
  ["amendment", 1, { subprocessors: [moved, { ...sms, retention: "14 days", locations: [{ country: "FR" }] }] }],
  ["withdrawal", 1, { subprocessors: [hosting, { ...sms, retention: "14 days", locations: [{ country: "FR" }] }] }],
  [
    "emergency",
    1,
    { subprocessors: [{ ...hosting, locations: [{ country: "NL" }] }, sms] },
    { subject: "papertrail", emergency: true, reason: because },
  ],
  [
    "correction",
    1,
    {
      subprocessors: [
        { ...hosting, locations: [{ country: "NL" }], certifications: [{ name: "ISO/IEC 27001" }], purposes: ["Logs"] },
        sms,
      ],
    },
    { subject: "papertrail", correction: true },
  ],
  ["replacement", 1, { subprocessors: [{ ...hosting, id: "rook", name: "Rook Logs", replaces: ["papertrail"] }, sms] }],
  [
    "policy",
    1,
    {
      policies: [
        { id: "dpa", title: said("Data processing terms", "Auftragsverarbeitung", "شروط المعالجة"), version: "2" },
      ],
    },
  ],
  [
    "terms",
    1,
    {
      noticeTerms: {
        silence: "refused",
        rules: [
          {
            when: { kind: ["added", "replaced"] },
            notice: "P60D",
            objection: "P30D",
            start: "approval",
            grounds: "dataProtection",
          },
          { notice: "P30D", objection: "P14D", calendar: { unit: "businessDays", zone: "Europe/Berlin" } },
        ],
        segments: [{ id: "eu", name: said("Customers in the EU", "Kunden in der EU", "عملاء الاتحاد الأوروبي") }],
      },
    },
  ],
  ["publisher", 1, { publisher: { ...content.publisher, name: "Nordwind Holding SE" } }],
  ["approval", 90, { subprocessors: [hosting, mailer, { ...sms, id: "kite", name: "Kite" }] }],
  ["start", 60, {}, { subject: "kite", start: true, effective: "2026-07-01" }],
];
