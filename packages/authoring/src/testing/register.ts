import type { FeedContent } from "@trust-center/feed";

/** A list that states all that its customers copy into their registers: a service, its chain to rank 4, parents, countries. */
export const wholeRegisterList: FeedContent = {
  publisher: {
    name: "Acme",
    legalEntity: {
      name: "Acme Cloud GmbH",
      headquarters: "DE",
      identifiers: [
        { type: "euid", value: "DEX1517R.HRB395KI" },
        { type: "lei", value: "529900D6BF99LW9R2E68" },
      ],
      parent: { name: "Acme Cloud GmbH", country: "DE", identifiers: [{ type: "lei", value: "529900D6BF99LW9R2E68" }] },
    },
  },
  services: [
    { id: "files", name: "Acme Files", ictType: "S19" },
    { id: "space", name: "Acme Space", ictType: "S17" },
  ],
  subprocessors: [
    {
      id: "host",
      name: "Host",
      underpins: true,
      services: ["files", "space"],
      legalEntity: {
        name: "Алфа ЕООД",
        latinName: "Alfa EOOD",
        headquarters: "BG",
        identifiers: [{ type: "lei", value: "7LTWFZYICNSX8D621K86" }],
        parent: { name: "Alpha Inc.", country: "US", identifiers: [{ type: "lei", value: "INR2EJN1ERAN0W5ZP974" }] },
      },
      locations: [
        { country: "DE", activities: ["storage", "processing", "provision"] },
        { country: "IE", activities: ["processing"] },
      ],
      chain: [
        {
          relation: "runs-on",
          name: "Metal",
          underpins: true,
          recipient: "Power",
          legalEntity: {
            name: "Metal ApS",
            headquarters: "DK",
            identifiers: [{ type: "euid", value: "DKCVR.11845118" }],
            parent: { name: "Metal ApS", country: "DK", identifiers: [{ type: "euid", value: "DKCVR.11845118" }] },
          },
        },
        {
          relation: "runs-on",
          name: "Power",
          underpins: true,
          legalEntity: {
            name: "Power ΑΕ",
            latinName: "Power AE",
            headquarters: "GR",
            identifiers: [{ type: "euid", value: "ELGEMI.077700527000" }],
            parent: { name: "Power ΑΕ", country: "GR", identifiers: [{ type: "euid", value: "ELGEMI.077700527000" }] },
          },
        },
      ],
    },
    { id: "desk", name: "Desk", underpins: false, services: ["files"], locations: [{ country: "FR" }] },
    { id: "bank", name: "Bank", role: "independent-controller", locations: [{ country: "CH" }] },
  ],
};
