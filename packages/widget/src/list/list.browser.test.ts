import { expect } from "@open-wc/testing";
import type { Rule, Subprocessor } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { find, findAll, mount, settled, sized, textOf, until } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";

const entry = (at: number): Subprocessor => ({
  id: `e${at}`,
  name: `Company ${at}`,
  purposes: [at % 2 ? "Hosting" : "Mail"],
  locations: [{ country: at % 3 ? "DE" : "US" }],
  transferMechanisms: [{ type: at % 3 ? "not-required" : "dpf" }],
  since: "1999",
});
const many = (count: number) =>
  mockContent({ groups: [], subprocessors: Array.from({ length: count }, (_, at) => entry(at)) });
const names = (element: Parameters<typeof findAll>[0]) =>
  findAll(element, ".list button.open").map(({ textContent: innerText }) => innerText.trim());

const texts = (element: Parameters<typeof findAll>[0], selector: string) =>
  findAll(element, selector).map(({ textContent }) => textContent.replace(/\s+/g, " ").trim());
const headings = (element: Parameters<typeof findAll>[0]) => texts(element, ".list .rows > thead th");
const cells = (element: Parameters<typeof findAll>[0]) => texts(element, ".list .rows > tbody > .row > *");

async function typed(element: Parameters<typeof find>[0], words: string) {
  await until(() => findAll(element, "input[type=search]").length === 1);
  const input = find<HTMLInputElement>(element, "input[type=search]");
  input.value = words;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await element.updateComplete;
}

describe("the list", () => {
  it("puts entries under their groups, others apart, former ones last", async () => {
    const content = mockContent({
      groups: [
        { id: "a", title: "Group A" },
        { id: "b", title: "Group B", none: "None at present." },
      ],
      subprocessors: [
        { id: "1", name: "One", groups: ["a"] },
        { id: "2", name: "Two" },
      ],
    });
    const vendor = await serveVendor({
      ...content,
      subprocessors: [...content.subprocessors, { id: "3", name: "Three" }],
    });
    await vendor.publishNow(content);
    const element = await mount(vendor);
    const titles = findAll(element, ".list .group .heading").map(({ textContent: innerText }) => innerText);
    expect(titles).to.deep.equal(["Group A", "Group B", "Sub-processors", "No longer used"]);
    expect(textOf(element)).to.contain("None at present.");
    expect(find(element, ".row.former").textContent).to.contain("Three").and.contain("until");
  });

  it("shows facts that a group states for all, and the group's own columns", async () => {
    const content = mockContent({
      groups: [
        {
          id: "g",
          title: "G",
          common: { locations: [{ country: "SE" }] },
          columns: [{ field: "name" }, { field: "locations" }, { field: "details:Team", label: "Department" }],
        },
      ],
      subprocessors: [{ id: "1", name: "One", groups: ["g"], details: [{ label: "Team", value: "Sales" }] }],
    });
    const element = await mount(await serveVendor(content));
    expect(headings(element)).to.deep.equal(["Name", "Location", "Department"]);
    expect(cells(element)).to.deep.equal(["One", "Sweden", "Sales"]);
  });

  it("shows every member that a group makes a column of, links as links, and leaves out what nobody states", async () => {
    const columns = ["name", "links", "certifications", "contact", "safeguards", "when", "notes", "chain", "misspelt"];
    const content = mockContent({
      groups: [
        {
          id: "g",
          title: "G",
          updated: "2026-01-01",
          when: { customerRegion: "the EU" },
          columns: columns.map((field) => ({ field })),
        },
      ],
      subprocessors: [
        {
          id: "1",
          name: "One",
          groups: ["g"],
          links: [{ type: "dpa", url: "https://one.example/dpa" }],
          certifications: [{ name: "ISO 27001" }],
          contact: { email: "privacy@one.example" },
          safeguards: ["Encryption"],
          when: { option: "AI" },
          notes: [{ text: "As stated" }],
          chain: [{ relation: "runs-on", name: "Cloud" }],
        },
      ],
    });
    const element = await mount(await serveVendor(content));
    expect(headings(element)).to.deep.equal([
      "Name",
      "Links",
      "Certifications and compliance",
      "Contact",
      "Safeguards",
      "Applies",
      "Notes",
      "Chain",
    ]);
    expect(cells(element)).to.deep.equal([
      "One",
      "Data processing agreement",
      "ISO 27001",
      "privacy@one.example",
      "Encryption",
      "with AI switched on",
      "As stated",
      "runs on Cloud",
    ]);
    expect(find<HTMLAnchorElement>(element, ".row > td a").href).to.equal("https://one.example/dpa");
    expect(textOf(element)).to.contain("Applies: for customers in the EU · Updated: 1 Jan 2026");
  });

  it("sorts dates by time, whatever their words", async () => {
    const content = mockContent({
      groups: [],
      subprocessors: [
        { id: "1", name: "One", since: "2024-12-01" },
        { id: "2", name: "Two", since: { text: "Before April", before: "2024-04" } },
        { id: "3", name: "Three", since: "2025-02" },
      ],
    });
    const element = await mount(await serveVendor(content));
    await settled(element);
    expect(texts(element, ".row > td:last-child")).to.deep.equal(["1 Dec 2024", "Before April", "Feb 2025"]);
    find(element, '.row button[data-column="1"]').click();
    await element.updateComplete;
    expect(names(element)).to.deep.equal(["Two", "One", "Three"]);
  });

  it("shows a reader the publisher's texts in their language, whether or not there are labels in it", async () => {
    const content = mockContent({
      publisher: { name: "Acme", languages: ["cy", "de"], prevailingLanguage: "cy" },
      groups: [],
      subprocessors: [{ id: "1", name: "One", purposes: [{ cy: "Lletya", de: "Hosting von Kundendaten" }] }],
    });
    const vendor = await serveVendor(content);
    expect(textOf(await mount(vendor, { lang: "cy" })))
      .to.contain("Lletya")
      .and.contain("Purpose");
    expect(textOf(await mount(vendor, { lang: "de" })))
      .to.contain("Hosting von Kundendaten")
      .and.contain("Unterauftragsverarbeiter");
  });

  it("opens to every fact, in four groups, in words", async () => {
    const content = mockContent({
      groups: [],
      subprocessors: [
        {
          id: "1",
          name: "One",
          legalEntity: { name: "One GmbH", registration: "HRB 1" },
          dataCategories: [{ source: "Customer data", items: [{ text: "Names", items: ["First"] }] }],
          locations: [{ country: "DE", text: "Backups only" }],
          since: "2024-05",
          details: [{ label: "Team", value: "Sales" }],
          notes: [{ field: "locations", text: "As stated" }],
        },
      ],
    });
    const element = await mount(await serveVendor(content));
    await settled(element);
    find(element, "button[data-entry='1']").click();
    await until(() => findAll(element, ".details").length === 1);
    expect(findAll(element, ".details .heading").map(({ textContent }) => textContent)).to.deep.equal([
      "Who",
      "What data",
      "Where and how",
      "Since and changes",
    ]);
    const details = find(element, ".details").textContent.replace(/\s+/g, " ");
    for (const words of [
      "HRB 1",
      "Customer data",
      "First",
      "Germany (Backups only)",
      "May 2024",
      "Team",
      "On Location",
    ])
      expect(details).to.contain(words);
    expect(find(element, ".details time").getAttribute("datetime")).to.equal("2024-05");
    await expect(element).to.be.accessible();
  });

  it("searches every word in everything, filters, says how many, and clears", async () => {
    const element = await mount(await serveVendor(many(30)));
    await settled(element);
    await typed(element, "hosting  company 2");
    expect(names(element)).to.deep.equal(["Company 21", "Company 23", "Company 25", "Company 27", "Company 29"]);
    expect(find(element, ".found").textContent).to.contain("5 of 30 entries");
    await until(() => findAll(element, ".choices select").length > 0);
    const select = find<HTMLSelectElement>(element, ".choices select");
    select.value = "US";
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await element.updateComplete;
    expect(names(element)).to.deep.equal(["Company 21", "Company 27"]);
    find(element, ".found button").click();
    await until(() => names(element).length === 30);
    await typed(element, "nothing like it");
    expect(textOf(element)).to.contain("No entry matches.");
  });

  it("sorts by a column, the other way, and back; the heading keeps the focus", async () => {
    const element = await mount(await serveVendor(many(12)));
    await settled(element);
    const press = async () => {
      const button = find(element, '.row button[data-column="0"]');
      button.focus();
      button.click();
      await element.updateComplete;
    };
    await press();
    expect(names(element).slice(0, 3)).to.deep.equal(["Company 0", "Company 1", "Company 2"]);
    expect(find(element, ".row > th").ariaSort).to.equal("ascending");
    await press();
    expect(names(element)[0]).to.equal("Company 11");
    expect(element.shadowRoot?.activeElement).to.equal(find(element, '.row button[data-column="0"]'));
    await press();
    expect(find(element, ".row > th").ariaSort).to.equal("none");
  });

  it("opens a row in place, keeps it open while sorting, and closes it", async () => {
    const element = await mount(await serveVendor(many(6)));
    await settled(element);
    find(element, "button[data-entry=e3]").click();
    await until(() => findAll(element, ".details").length === 1);
    expect(find(element, ".details").textContent).to.contain("Hosting");
    find(element, '.row button[data-column="0"]').click();
    await element.updateComplete;
    await until(() => findAll(element, ".details").length === 1);
    find(element, "button[data-entry=e3]").click();
    expect(findAll(element, ".details")).to.have.length(0);
  });

  it("has 44 and 200 rows in the document; of 3,000 the first thousand, and all when asked", async () => {
    for (const count of [44, 200]) {
      const element = await mount(await serveVendor(many(count)));
      await until(() => names(element).length === count);
    }
    const element = await mount(await serveVendor(many(3000)));
    await until(() => findAll(element, ".list tbody .row").length === 1000);
    find(element, ".show-all").click();
    await until(() => findAll(element, ".list tbody .row").length === 3000, 60);
    expect(findAll(element, ".show-all")).to.have.length(0);
    // The rows of before are out of sight at once, and out of the document soon.
    await typed(element, "Company 29");
    const seen = findAll(element, ".list table").filter((one) => getComputedStyle(one).display !== "none");
    expect(seen).to.have.length(1);
    expect(seen[0]?.querySelector("button.open")?.textContent?.trim()).to.equal("Company 29");
    await until(() => findAll(element, ".list table").length === 1, 60);
    const found = many(3000)
      .subprocessors.map(({ name }) => String(name))
      .filter((name) => name.includes("29"));
    await until(() => names(element).length === found.length);
    expect(names(element)).to.deep.equal(found);
  }).timeout(90_000);
});

describe("what changes next", () => {
  it("is said first, with its dates on one axis, and leads to the row", async () => {
    const vendor = await serveVendor();
    await vendor.publishNow(mockChange());
    const element = await mount(vendor);
    await settled(element);
    expect(find(element, ".change").textContent).to.contain("Mail Two").and.contain("30 days left");
    expect(find(element, ".answer").textContent).to.contain("1 change").and.contain("30 days left");
    expect(findAll(element, ".axis .lane")).to.have.length(1);
    find(element, ".change .heading a").click();
    await until(() => findAll(element, ".details").length === 1);
    expect(element.shadowRoot?.activeElement).to.equal(find(element, "button[data-entry=mail-two]"));
  });

  it("is said to be nothing where nothing is announced", async () => {
    const element = await mount(await serveVendor());
    expect(textOf(element)).to.contain("No change is announced.");
  });

  it("says before and after, and that data leaves the EEA", async () => {
    const terms = { noticePeriod: "P30D", appliesTo: ["location" as const] };
    const alpha = (country: string) =>
      mockContent({
        noticeTerms: terms,
        groups: [],
        subprocessors: [{ id: "a", name: "Alpha", locations: [{ country }] }],
      });
    const vendor = await serveVendor(alpha("IE"));
    await vendor.publishNow(alpha("US"));
    const element = await mount(vendor);
    await settled(element);
    const compared = find(element, ".change .compare").textContent;
    expect(compared).to.contain("Ireland").and.contain("United States").and.contain("Leaves the EEA");
    expect(find(element, ".status").textContent).to.contain("Changes on");
  });

  it("keeps every label apart from the next, whatever the terms and the width", async () => {
    const element = await mount(await serveVendor());
    await settled(element);
    for (const [notice, objection, ago] of [
      ["P30D", "P30D", 0],
      ["P30D", "P14D", 3],
      ["P90D", "P10D", 8],
      ["P1D", "P1D", 0],
    ] as const) {
      const noticeTerms = { noticePeriod: notice, objectionPeriod: objection };
      const vendor = await serveVendor(mockContent({ noticeTerms }));
      await vendor.publish(mockChange({ noticeTerms }), Date.now() - ago * 24 * 60 * 60 * 1000);
      const element = await mount(vendor);
      await settled(element);
      for (const width of [280, 360, 640, 900, 1200]) {
        element.style.width = `${width}px`;
        await sized(element);
        const boxes = findAll(element, ".bar .label")
          .map((label) => label.getBoundingClientRect())
          .filter((box) => box.width > 0)
          .sort((a, b) => a.left - b.left);
        const what = `${notice} ${objection} at ${width}`;
        expect(boxes.length, what).to.be.greaterThan(0);
        // Fractions of a pixel are rounded in each box by itself.
        for (const [at, box] of boxes.slice(1).entries())
          expect(box.left, what).to.be.greaterThan((boxes[at]?.right ?? 0) - 1);
        // Where there is room, all three are there, also of a deadline on the eve of the effect.
        if (width === 1200 && notice === objection && notice !== "P1D") expect(boxes, what).to.have.length(3);
        expect(findAll(element, ".bar .due")[0]?.getBoundingClientRect().width, what).to.be.greaterThan(0);
      }
    }
  }).timeout(60_000);

  it("has the nearest deadline first; changes of one deadline in the order of the log, in every engine", async () => {
    const entries = Array.from({ length: 12 }, (_, at) => ({ id: `n${at}`, name: `New ${at}` }));
    const vendor = await serveVendor();
    const { subprocessors, ...content } = mockContent();
    await vendor.publishNow({ ...content, subprocessors: [...subprocessors, ...entries] });
    const element = await mount(vendor);
    await settled(element);
    expect(texts(element, ".change .heading a")).to.deep.equal(entries.map(({ name }) => name));
  });

  it("has a form for each change, where the change is: two of one entry are two", async () => {
    const service = `${location.origin}/service/`;
    const terms = { noticePeriod: "P30D", appliesTo: ["location" as const, "purpose" as const] };
    const alpha = { id: "a", name: "Alpha", purposes: ["Hosting"], locations: [{ country: "US" }] };
    const list = (entry: typeof alpha) =>
      mockContent({ service, noticeTerms: terms, groups: [], subprocessors: [entry] });
    const vendor = await serveVendor(list(alpha));
    await vendor.publishNow(
      list({ ...alpha, purposes: ["Hosting", "AI inference"], locations: [{ country: "US" }, { country: "SG" }] }),
    );
    const element = await mount(vendor);
    await settled(element);
    expect(find(element, ".rows").textContent).to.contain("Hosting").and.not.contain("AI inference");
    for (const kind of ["Change of purpose", "Change of location"]) {
      const change = findAll(element, ".change").find(({ textContent }) => textContent.includes(kind)) as HTMLElement;
      (change.querySelector("button.object") as HTMLElement).click();
      await until(() => change.querySelector("trust-center-objection form") !== null);
      expect(findAll(element, "trust-center-objection form")).to.have.length(1);
      expect(change.querySelector("button.object")?.ariaExpanded).to.equal("true");
    }
    const ids = findAll(element, "[id]").map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    await expect(element).to.be.accessible();
  });

  it("shows what has come into effect since it was published, and no plan that is over", async () => {
    const vendor = await serveVendor(mockContent({ noticeTerms: { noticePeriod: "P1D" } }));
    await vendor.publish(mockChange({ noticeTerms: { noticePeriod: "P1D" } }), Date.now() - 4 * 24 * 60 * 60 * 1000);
    const element = await mount(vendor);
    await settled(element);
    expect(findAll(element, ".change")).to.have.length(0);
    expect(find(element, "button[data-entry=mail-two]").closest("tr")?.className).to.equal("row");
  });

  it("says the day of everybody else where a segment has an earlier one, and none where everybody else waits for approval", async () => {
    const trial = { when: { segment: ["trial"] }, notice: "P7D", objection: "P5D" };
    const alpha = (country: string) => ({ id: "a", name: "Alpha", locations: [{ country }] });
    const listed = async (others: Rule) => {
      const list = (country: string) =>
        mockContent({ groups: [], noticeTerms: { rules: [trial, others] }, subprocessors: [alpha(country)] });
      const vendor = await serveVendor(list("DE"));
      await vendor.publishNow(list("US"));
      const element = await mount(vendor);
      await settled(element);
      find<HTMLElement>(element, "button[data-entry=a]").click();
      await settled(element);
      return textOf(element).replace(/\s+/g, " ");
    };
    // Trial customers have a day this year or the next.
    const year = new Date(Date.now() + 800 * 24 * 60 * 60 * 1000).getUTCFullYear();
    const dated = await listed({ notice: "P800D", objection: "P700D" });
    const days = [...dated.matchAll(/(After, from|In effect) ?\d+ \D+ \d{4}/g)];
    expect(days.map(([, label]) => label)).to.include.members(["After, from", "In effect"]);
    for (const [said] of days) expect(said).to.contain(String(year));
    const waiting = await listed({ objection: "P380D", authorisation: "specific" });
    expect(waiting)
      .to.contain("· Once it is approved")
      .and.not.contain("In effect Once")
      .and.not.contain("After, from");
  });

  it("says where to object when no service takes objections", async () => {
    const vendor = await serveVendor();
    await vendor.publishNow(mockChange());
    const element = await mount(vendor);
    await settled(element);
    expect(find(element, ".change").textContent).to.contain("Use the channels");
    expect(findAll(element, "trust-center-objection")).to.have.length(0);
  });

  it("passes axe with everything open", async () => {
    const vendor = await serveVendor(many(30));
    const change = mockChange();
    await vendor.publishNow({
      ...many(30),
      subprocessors: [...many(30).subprocessors, ...change.subprocessors],
      service: `${location.origin}/service/`,
    });
    const element = await mount(vendor);
    await settled(element);
    find(element, ".badge").click();
    await until(() => findAll(element, "button[data-entry=mail-two]").length === 1);
    find(element, "button[data-entry=mail-two]").click();
    find(element, ".change .object").click();
    find(element, ".past-tools .btn").click();
    await until(() => findAll(element, "trust-center-objection form").length === 1);
    await until(() => findAll(element, "#past .rows").length === 1);
    await expect(element).to.be.accessible();
  });
});

describe("search", () => {
  const content = mockContent({
    groups: [],
    subprocessors: [
      ...many(8).subprocessors,
      {
        id: "m",
        name: "Mailer",
        purposes: ["Sends e\u2011mails"],
        dataCategories: [{ items: ["E-mail address", "Name"] }],
      },
      { id: "d", name: "Desk", contact: { email: "desk@desk.example" }, retention: "Deleted with the email account" },
      { id: "n", name: "Nameless", links: [{ url: "https://nameless.example/email" }] },
    ],
  });

  it("finds a word however its hyphen and its case are written, and names the field that has it", async () => {
    const element = await mount(await serveVendor(content));
    await settled(element);
    for (const words of ["email", "e-mail", "E\u2010MAIL"]) {
      await typed(element, words);
      expect(names(element), words).to.deep.equal(["Mailer", "Desk"]);
    }
    expect(texts(element, ".row mark")[0]).to.equal("e\u2011mail");
    expect(texts(element, ".hit")).to.deep.equal(["Retention: Deleted with the email account"]);
  });

  it("finds letters that have no plain one within as they are written without a key for them", async () => {
    const written = [
      "Weißbach GmbH",
      "Møller A/S",
      "Łódź Sp. z o.o.",
      "Đorđević",
      "Æther",
      "Cœur",
      "Işık İletişim",
      "ΟΔΟΣ",
    ];
    const looked = ["weissbach", "MOLLER", "lodz", "dordevic", "aether", "coeur", "isik iletisim", "οδος"];
    const subprocessors = written.map((name, at) => ({ id: `w${at}`, name }));
    const element = await mount(await serveVendor(mockContent({ groups: [], subprocessors })));
    await settled(element);
    for (const [at, name] of written.entries())
      for (const words of [name, name.toUpperCase(), looked[at] as string]) {
        await typed(element, words);
        expect(names(element), words).to.deep.equal([name]);
      }
    await typed(element, "weissb");
    expect(texts(element, ".row mark")[0]).to.equal("Weißb");
  });

  it("finds no member's name and no address of a link", async () => {
    const element = await mount(await serveVendor(content));
    await settled(element);
    for (const words of ["purposes", "nameless.example", "transferMechanisms"]) {
      await typed(element, words);
      expect(names(element), words).to.deep.equal([]);
    }
  });

  it("chooses by data, by place and by what is outside the EEA", async () => {
    const element = await mount(await serveVendor(many(9)));
    await settled(element);
    await until(() => findAll(element, ".checkboxes input").length > 0);
    const box = find<HTMLInputElement>(element, ".checkboxes input");
    box.click();
    await element.updateComplete;
    expect(names(element)).to.deep.equal(["Company 0", "Company 3", "Company 6"]);
    expect(location.hash).to.contain("region=non-eea");
  });
});

describe("a row", () => {
  it("opens wherever it is pressed, closes by Escape, and gives the focus back", async () => {
    const element = await mount(await serveVendor(many(3)));
    await settled(element);
    find(element, ".row > td").click();
    await until(() => findAll(element, ".details").length === 1);
    find(element, ".details-row button").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    expect(findAll(element, ".details")).to.have.length(0);
    expect(element.shadowRoot?.activeElement).to.equal(find(element, "button[data-entry=e0]"));
  });

  it("cuts lists between their items and says how many follow; nothing is left blank", async () => {
    const items = Array.from({ length: 9 }, (_, at) => `Kind ${at}`);
    const columns = [{ field: "name" }, { field: "dataCategories" }, { field: "purposes" }];
    const element = await mount(
      await serveVendor(
        mockContent({
          groups: [{ id: "g", title: "G", columns }],
          subprocessors: [{ id: "1", name: "One", groups: ["g"], dataCategories: [{ source: "Yours", items }] }],
        }),
      ),
    );
    await settled(element);
    const [, data, purpose] = findAll(element, ".list tbody .row > *");
    expect(data?.querySelector(".more")?.textContent).to.equal("and 6 more");
    expect(data?.textContent).to.match(/^Kind 0, Kind 1, Kind 2, .*Kind 8/);
    expect(purpose?.textContent).to.equal("Not stated");
  });

  it("folds long lines of one cell behind the first, and has the rest on paper", async () => {
    const notes = "kept there only for customers whose contract says so, and for as long as it says";
    const at = (city: string) => ({ country: "DE", city, text: notes });
    const short = [{ country: "DE", city: "Berlin" }, { country: "IE" }];
    const content = mockContent({
      groups: [{ id: "g", title: "G", columns: [{ field: "name" }, { field: "locations" }] }],
      subprocessors: [
        { id: "1", name: "One", groups: ["g"], locations: [at("Berlin"), at("Bonn"), at("Köln")] },
        { id: "2", name: "Two", groups: ["g"], locations: short },
      ],
    });
    const element = await mount(await serveVendor(content));
    await settled(element);
    const [, long, , few] = findAll(element, ".list tbody .row > *");
    expect(long?.querySelector(".more")?.textContent).to.equal("and 2 more");
    expect(long?.querySelector(".paper")?.textContent).to.contain("Bonn").and.contain("Köln");
    expect(long?.firstChild?.textContent).to.contain("Berlin").and.not.contain("Bonn");
    expect(few?.querySelector(".more")).to.equal(null);
  });

  describe("as its reader arranges it", () => {
    const arrangedList = () =>
      mockContent({
        groups: [
          { id: "a", title: "Infrastructure" },
          { id: "b", title: "Support" },
        ],
        subprocessors: Array.from({ length: 9 }, (_, at) => ({
          ...entry(at),
          groups: at === 0 ? ["a", "b"] : [at < 5 ? "a" : "b"],
          category: at === 8 ? undefined : at % 2 ? "Cloud" : "Mail",
          retention: `${at + 1} days`,
        })),
      });
    const titles = (element: Parameters<typeof findAll>[0]) => texts(element, ".list .group .heading");
    const open = async (element: Parameters<typeof find>[0]) => {
      await until(() => findAll(element, ".arrange").length > 0);
      find<HTMLElement>(element, ".arrange summary").click();
      await settled(element);
    };
    const choose = async (element: Parameters<typeof find>[0], value: string) => {
      const select = find<HTMLSelectElement>(element, ".arrangement select");
      select.value = value;
      select.dispatchEvent(new Event("change"));
      await settled(element);
    };
    const tick = async (element: Parameters<typeof find>[0], label: string) => {
      const labels = findAll<HTMLLabelElement>(element, ".arrangement .check");
      labels.find(({ textContent }) => textContent.trim() === label)?.click();
      await settled(element);
    };

    afterEach(() => history.replaceState(null, "", location.pathname));

    it("puts entries together by any choice: each once a value, who has none apart; every entry stands somewhere", async () => {
      const element = await mount(await serveVendor(arrangedList()));
      expect(titles(element)).to.deep.equal(["Infrastructure", "Support"]);
      await open(element);
      await choose(element, "category");
      expect(titles(element)).to.deep.equal(["Cloud", "Mail", "Not stated"]);
      expect(names(element)).to.deep.equal(
        [1, 3, 5, 7, 0, 2, 4, 6, 8].map((at) => `Company ${at}`),
        "the publisher's order within each",
      );
      await choose(element, "place");
      expect(titles(element)).to.deep.equal(["Germany", "United States"]);
      expect(names(element)).to.have.length(9);
      await choose(element, "");
      expect(titles(element)).to.deep.equal(["Infrastructure", "Support"]);
    });

    it("shows the columns that were chosen, finds what others hold, and saves what is chosen", async () => {
      const element = await mount(await serveVendor(arrangedList()));
      await open(element);
      await tick(element, "Retention");
      await tick(element, "Location");
      expect(headings(element).slice(0, 5)).to.deep.equal([
        "Name",
        "Purpose",
        "Transfer mechanism",
        "Since",
        "Retention",
      ]);
      await typed(element, "united states");
      expect(names(element)).to.deep.equal(["Company 0", "Company 3", "Company 0", "Company 6"]);
      expect(texts(element, ".list .hit")[0]).to.equal("Location: United States");
      expect(textOf(element)).to.contain("3 of 9 entries");
      const saved: Blob[] = [];
      const { createObjectURL } = URL;
      URL.createObjectURL = (blob: Blob) => `data:,${saved.push(blob)}`;
      find(element, ".take .acts button").click();
      URL.createObjectURL = createObjectURL;
      const [head, ...rows] = ((await saved[0]?.text()) ?? "").trim().split("\r\n");
      expect(head).to.match(
        /^\W?Status,Name,Purpose,Transfer mechanism,Since,Retention$|^\W?Status,Name,Purpose,Retention,Transfer mechanism,Since$/,
      );
      expect(rows).to.have.length(3);
    });

    it("holds for the address: whoever follows it sees the same, and back is as it was", async () => {
      const vendor = await serveVendor(arrangedList());
      const element = await mount(vendor);
      await open(element);
      await choose(element, "category");
      await tick(element, "Retention");
      const { hash } = location;
      expect(hash).to.match(/^#tc=list\?by=category&columns=name%2C/);
      const shown = [titles(element), headings(element), names(element)];
      element.remove();
      const other = await mount(vendor);
      location.hash = hash;
      await until(() => titles(other).includes("Cloud"));
      expect([titles(other), headings(other), names(other)]).to.deep.equal(shown);
      for (const made of ["by=__proto__&columns=__proto__,name,name,constructor", "columns=,,,", "by=nonsense"]) {
        location.hash = `tc=list?${made}`;
        await until(() => titles(other).join() === "Infrastructure,Support");
      }
    });

    it("stays arranged and filtered when the list is loaded again", async () => {
      const element = await mount(await serveVendor(arrangedList()));
      await open(element);
      await choose(element, "category");
      await typed(element, "cloud");
      expect(names(element)).to.have.length(4);
      await element.reload();
      await until(() => titles(element).join() === "Cloud" && names(element).length === 4);
    });

    it("offers no more than eight columns", async () => {
      const content = arrangedList();
      const full = {
        operations: [{ name: "Storing" }],
        dataSubjects: ["Users"],
        dataCategories: [{ items: [{ name: "E-mail addresses" }] }],
        address: "Street 1",
        role: "vendor" as const,
      };
      const [first = entry(0), ...others] = content.subprocessors;
      const element = await mount(await serveVendor({ ...content, subprocessors: [{ ...first, ...full }, ...others] }));
      await open(element);
      for (const label of ["Retention", "Role", "Address", "Category"]) await tick(element, label);
      expect(new Set(headings(element))).to.have.length(8);
      expect(findAll<HTMLInputElement>(element, ".arrangement .check input:disabled")).not.to.have.length(0);
      await tick(element, "Retention");
      expect(findAll<HTMLInputElement>(element, ".arrangement .check input:disabled")).to.have.length(0);
    });
  });
});
