import { expect } from "@open-wc/testing";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { find, findAll, mount, settled, unmarkedFolds, until } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";

async function opened(tamper: boolean) {
  const vendor = await serveVendor();
  const [first] = mockContent().subprocessors;
  await vendor.publishNow(
    mockContent({ subprocessors: [{ ...(first as NonNullable<typeof first>), locations: [{ country: "FR" }] }] }),
  );
  if (tamper) vendor.flip("history/", 300);
  const element = await mount(vendor);
  await settled(element);
  await until(() => findAll(element, ".entry, trust-center-history [role=alert]").length > 0);
  return element;
}

describe("change history", () => {
  it("says what changed, the newest first, before and after", async () => {
    const element = await opened(false);
    const entries = findAll(element, ".entry").map(({ textContent: innerText }) => innerText);
    expect(entries).to.have.length(2);
    expect(entries[0]).to.contain("Change of location").and.contain("Germany").and.contain("France");
    expect(entries[1]).to.contain("First published");
    expect(find(element, ".entry del").textContent).to.equal("Germany");
    await expect(element).to.be.accessible();
  });

  it("folds what was said of whatever is new, marked like every part that unfolds", async () => {
    const [first] = mockContent().subprocessors;
    const vendor = await serveVendor();
    await vendor.publishNow(
      mockContent({
        subprocessors: [
          first as NonNullable<typeof first>,
          {
            ...{ id: "new", name: "New", purposes: ["Support"], locations: [{ country: "DE" }] },
            ...{ description: "Answers", dataSubjects: ["Users"], retention: "1 year" },
          },
        ],
      }),
    );
    const element = await mount(vendor);
    await settled(element);
    await until(() => findAll(element, ".entry summary").length > 0);
    expect(unmarkedFolds(element)).to.eql([]);
  });

  it("has room for its dates on the narrowest page", async () => {
    const element = await opened(false);
    element.style.width = "240px";
    for (const input of findAll(element, ".past-tools input")) {
      const natural = input.parentElement?.appendChild(input.cloneNode() as HTMLElement) as HTMLElement;
      Object.assign(natural.style, { position: "absolute", width: "auto" });
      expect(input.offsetWidth).to.be.at.least(natural.offsetWidth);
      natural.remove();
    }
  });

  it("stands below all kinds of what is announced, none of them cut", async () => {
    const [first] = mockContent().subprocessors;
    const more = { ...first, locations: [{ country: "FR" }], purposes: ["Hosting", "Search"] } as NonNullable<
      typeof first
    >;
    const noticeTerms = {
      ...{ noticePeriod: "P30D", objectionPeriod: "P30D" },
      appliesTo: ["added" as const, "location" as const, "purpose" as const],
    };
    const vendor = await serveVendor(mockContent({ noticeTerms }));
    const content = mockChange({ noticeTerms });
    await vendor.publishNow({ ...content, subprocessors: [more, ...content.subprocessors.slice(1)] });
    const element = await mount(vendor);
    await settled(element);
    const said = find(element, ".answer").textContent;
    expect(said).to.contain("3 changes");
    for (const kind of ["New", "Change of location", "Change of purpose"]) expect(said).to.contain(kind);
  });

  it("is not shown when a byte differs", async () => {
    const element = await opened(true);
    expect(find(element, "trust-center-history [role=alert]").textContent).to.contain("hash-mismatch");
    expect(findAll(element, ".entry")).to.have.length(0);
  });

  it("shows the list as of a day, and what differs between two, from the signed history", async () => {
    const element = await opened(false);
    const day = (ago: number) => new Date(Date.now() - ago * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    const set = (name: string, value: string) => {
      find<HTMLInputElement>(element, `.past-tools [name=${name}]`).value = value;
    };
    set("at", day(3));
    find(element, ".past-tools .btn").click();
    await until(() => findAll(element, "#past .row").length > 0);
    expect(find(element, "#past").textContent).to.contain("version 1").and.contain("Germany").and.not.contain("France");
    expect(location.hash).to.contain(`at/${day(3)}`);
    set("from", day(3));
    set("to", day(0));
    find(element, ".past-tools form + form .btn").click();
    await until(() => findAll(element, "#past .compare").length > 0);
    expect(find(element, "#past .compare").textContent).to.contain("Germany").and.contain("France");
    await expect(element).to.be.accessible();
  });

  it("says of a day before the first entry that nothing is known of it", async () => {
    const element = await opened(false);
    location.hash = "tc=at/2001-01-01";
    await until(() => findAll(element, "#past [role=alert]").length === 1);
    expect(find(element, "#past").textContent).to.contain("Nothing is known of that day");
  });
});
