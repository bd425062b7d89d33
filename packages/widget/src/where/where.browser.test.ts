import { expect } from "@open-wc/testing";
import type { Subprocessor } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";

describe("where data goes", () => {
  it("counts by country and use, sets the EEA apart, and says what is not stated", async () => {
    const content = mockContent({
      groups: [],
      subprocessors: [
        { id: "a", name: "A", locations: [{ country: "IE", activities: ["storage", "processing"] }] },
        { id: "b", name: "B", locations: [{ country: "IE", activities: ["support"] }, { country: "US" }] },
        {
          id: "c",
          name: "C",
          locations: [{ country: "US" }],
          transferMechanisms: [
            { type: "dpf", text: "Certified in 2024" },
            { type: "other", text: "Privacy Shield", excluded: true },
          ],
        },
        { id: "d", name: "D", locations: [{ kind: "worldwide" }] },
        { id: "e", name: "E" },
      ],
    });
    const element = await mount(await serveVendor(content));
    await settled(element);
    const section = find(element, "[aria-labelledby=where]");
    expect(
      findAll(element, ".split li").map(({ textContent }) => textContent.trim().replace(/\s+/g, " ")),
    ).to.deep.equal([
      "Only in the EEA 1 sub-processor",
      "Outside the EEA 2 sub-processors",
      "No country 2 sub-processors",
    ]);
    const rows = findAll(element, "table.where tbody tr").map(({ children }) =>
      [...children]
        .map(({ textContent }) => textContent.replace(/\s+/g, " ").trim())
        .filter(Boolean)
        .join(" "),
    );
    expect(rows[0]).to.equal("In the EEA");
    expect(rows[1]).to.match(/^Ireland 1 1 1 A, B Not stated$/);
    expect(rows[2]).to.equal("Outside the EEA");
    expect(rows[3]).to.match(/^United States 2 B, C Data Privacy Framework; not Privacy Shield 1 does not state it$/);
    expect(rows[5]).to.contain("Worldwide");
    expect(rows[6]).to.match(/^Not stated E/);
    expect(section.textContent).to.contain("One square is one sub-processor");
    await expect(element).to.be.accessible();
    // Where it is narrow a row is a list of labels: one without a value is left out.
    element.style.inlineSize = "360px";
    await until(() => getComputedStyle(find(element, "table.where tr:has(td[data-label])")).display === "block");
    for (const cell of findAll(element, "table.where td")) {
      expect(getComputedStyle(cell).display === "none", cell.outerHTML).to.equal(cell.textContent.trim() === "");
    }
    // Where it is narrower still, what a label labels stands below it, and words stay whole.
    const indents = () =>
      findAll(element, "table.where td > div")
        .filter((inner) => inner.checkVisibility())
        .map((inner) => inner.offsetLeft - (inner.parentElement?.offsetLeft ?? 0));
    expect(Math.min(...indents())).to.be.greaterThan(100);
    element.style.inlineSize = "240px";
    await until(() => indents().every((indent) => indent === 0));
  });

  it("has squares before their number, in the direction of the page", async () => {
    const subprocessors = [{ id: "a", name: "A", locations: [{ country: "IE" }] }];
    const element = await mount(await serveVendor(mockContent({ groups: [], subprocessors })), { lang: "ar" });
    await settled(element);
    const count = find(element, ".count");
    const number = document.createRange();
    number.selectNodeContents(count);
    number.setStartAfter(count.firstElementChild as Element);
    expect(number.toString().trim()).to.equal("1");
    expect(number.getBoundingClientRect().right).to.be.at.most(
      find(element, ".count .square").getBoundingClientRect().left,
    );
  });

  it("leads from a country to its entries", async () => {
    const subprocessors = Array.from({ length: 9 }, (_, at) => ({
      id: `e${at}`,
      name: `E${at}`,
      locations: [{ country: at % 3 ? "DE" : "US" }],
    }));
    const element = await mount(await serveVendor(mockContent({ groups: [], subprocessors })));
    await settled(element);
    await until(() => findAll(element, "table.where a").length > 0);
    find(element, "table.where tbody:last-of-type a").click();
    await until(() => findAll(element, ".list tbody .row").length === 3);
    expect(location.hash).to.contain("place=US");
  });

  it("is left out where no entry states a country", async () => {
    const content = mockContent({ groups: [], subprocessors: [{ id: "a", name: "A" }] });
    const element = await mount(await serveVendor(content));
    await settled(element);
    expect(findAll(element, "table.where")).to.have.length(0);
  });

  describe("sub-processors that publish lists of their own", () => {
    const lead = (id: string, { address, pin }: { address: string; pin?: string }) => ({
      ...{ id, name: id.toUpperCase(), locations: [{ country: "IE" }] },
      feed: { url: address, pin },
    });
    const list = (...subprocessors: Subprocessor[]) => mockContent({ groups: [], subprocessors });
    const lines = (element: Parameters<typeof findAll>[0]) =>
      findAll(element, ".chains li").map(({ textContent }) => textContent.replace(/\s+/g, " ").trim());
    const press = (element: Parameters<typeof findAll>[0], label: string) =>
      find(element, `.chains button[aria-label="${label}"]`).click();

    it("show them verified when they are asked for, as deep as they lead, and end where they come back", async () => {
      const deepest = await serveVendor();
      const middle = await serveVendor(
        list(lead("d", deepest), { id: "x", name: "X", locations: [{ country: "US" }] }),
      );
      const own = await serveVendor(list(lead("m", middle)));
      await deepest.publishNow(list(lead("m", middle)));
      const element = await mount(own);
      await settled(element);
      expect(lines(element)).to.deep.equal([`M Ireland ${location.hostname} Show`]);
      press(element, "Show: M");
      await until(() => lines(element).length === 3);
      expect(lines(element)[0]).to.match(
        /^M Ireland \S+ Close Verified · Updated .+ D Ireland \S+ Show X United States$/,
      );
      press(element, "Show: D");
      await until(() => lines(element).length > 3);
      expect(lines(element), "the list that it comes back to, as it stands").to.include("M Ireland · Planned");
      await expect(element).to.be.accessible();
      press(element, "Close: M");
      await until(() => lines(element).length === 1);
    });

    it("are first seen where the list that names their pin is, whatever the pin; a list that names itself ends", async () => {
      const other = await serveVendor();
      const own = await serveVendor(list(lead("o", other)));
      await own.publishNow(list(lead("o", other), lead("self", own)));
      const element = await mount(own, { pinned: false });
      await settled(element);
      press(element, "Show: O");
      await until(() => lines(element).some((line) => line.includes("First seen")));
      expect(lines(element).join()).not.to.contain("Verified");
      expect(lines(element).find((line) => line.startsWith("SELF"))).not.to.contain("Show");
      // A page may move the element: it is asked as before.
      const { parentElement } = element;
      element.remove();
      parentElement?.append(element);
      press(element, "Close: O");
      await element.updateComplete;
      await until(() => lines(element).length === 2);
      press(element, "Show: O");
      await until(() => lines(element).some((line) => line.includes("First seen")));
    });

    it("show nothing of one that fails, and say why; without a pin it is first seen", async () => {
      const [forged, unpinned] = [await serveVendor(), await serveVendor()];
      const own = await serveVendor(
        list(
          lead("f", { ...forged, pin: unpinned.pin.replace(/.$/, (last) => (last === "A" ? "Q" : "A")) }),
          lead("u", { address: unpinned.address }),
        ),
      );
      const element = await mount(own);
      await settled(element);
      press(element, "Show: F");
      await until(() => findAll(element, ".chains .alarm").length === 1);
      expect(lines(element)).to.have.length(2);
      press(element, "Show: U");
      await until(() => lines(element).length > 2);
      expect(lines(element)[1]).to.contain("First seen");
    });
  });
});
