import { expect } from "@open-wc/testing";
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
        { id: "c", name: "C", locations: [{ country: "US" }], transferMechanisms: [{ type: "dpf" }] },
        { id: "d", name: "D", locations: [{ kind: "worldwide" }] },
        { id: "e", name: "E" },
      ],
    });
    const element = await mount(await serveVendor(content));
    await settled(element);
    const section = find(element, "[aria-labelledby=where]");
    expect(findAll(element, ".split li").map(({ textContent }) => textContent.trim())).to.deep.equal([
      "1 in the EEA",
      "2 outside the EEA",
      "2 name no country",
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
    expect(rows[3]).to.match(/^United States 2 B, C Data Privacy Framework 1 does not state it$/);
    expect(rows[5]).to.contain("Worldwide");
    expect(rows[6]).to.match(/^Not stated E/);
    expect(section.textContent).to.contain("One square is one sub-processor");
    await expect(element).to.be.accessible();
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
});
