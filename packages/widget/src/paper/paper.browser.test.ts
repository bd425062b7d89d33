import { expect } from "@open-wc/testing";
import { sha256Hex } from "@trust-center/feed";
import { mockChange } from "@trust-center/feed/mock";
import { http } from "msw";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
import { answer, serveVendor } from "../testing/served-vendor.ts";
import { paperStyles } from "./paper.styles.ts";

describe("paper", () => {
  it("has every row, every policy and the whole history, with what was verified at its head", async () => {
    const text = (value: string) => ({ type: "paragraph", children: [{ type: "text", value }] });
    const body = {
      type: "policy",
      id: "p",
      language: "en",
      body: { type: "root", children: [text("Whole text of it.")] },
    };
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const vendor = await serveVendor();
    const policies = [{ id: "p", title: "Policy", bodies: { en: await sha256Hex(bytes) } }];
    await vendor.publishNow(mockChange({ policies }), [bytes]);
    const element = await mount(vendor);
    await settled(element);
    await until(() => findAll(element, ".entry").length > 0);
    // Policies are fetched while nothing else happens: paper that is printed before says that they have not come.
    await until(() => {
      dispatchEvent(new Event("beforeprint"));
      return findAll(element, ".fold-body .prose").length === 1;
    });
    expect(findAll(element, ".details-row")).to.have.length(findAll(element, ".list tbody .row").length);
    expect(find(element, ".fold-body").textContent).to.contain("Whole text of it.");
    const head = find(element, ".printed").textContent;
    for (const said of ["Verified", "Version 2", vendor.pin, vendor.address, location.pathname])
      expect(head).to.contain(said);
    expect(head).to.match(/[0-9a-f]{64}/);
    dispatchEvent(new Event("afterprint"));
    await until(() => findAll(element, ".fold-body .prose").length === 0);
    expect(findAll(element, ".details-row"), "the screen is as it was").to.have.length(0);
    expect(findAll(element, "[aria-expanded=true]")).to.have.length(0);
  });

  it("shows nothing of what opens and folds on the screen", async () => {
    const vendor = await serveVendor();
    const policies = [{ id: "p", title: "Policy", bodies: { en: await sha256Hex(new TextEncoder().encode("{}")) } }];
    await vendor.publishNow(mockChange({ policies }), [new TextEncoder().encode("{}")]);
    const element = await mount(vendor);
    await until(() => findAll(element, ".fold .chevron").length > 0);
    // What holds for paper, on the screen.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(paperStyles.cssText.replace("@media print", "@media all"));
    const root = element.shadowRoot as ShadowRoot;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    const shown = findAll(element, ".chevron").filter((one) => getComputedStyle(one).display !== "none");
    expect(shown.map(({ parentElement }) => parentElement?.textContent?.trim())).to.deep.equal([]);
  });

  it("says of a policy whose text has not come that it has not, and has it folded afterwards", async () => {
    const vendor = await serveVendor();
    const bytes = new TextEncoder().encode("{}");
    const policies = [
      { id: "p", title: "Policy", bodies: { en: await sha256Hex(bytes) } },
      { id: "q", title: "Elsewhere", link: { label: "Elsewhere", url: "https://acme.example/q" } },
    ];
    await vendor.publishNow(mockChange({ policies }), [bytes]);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer(http.get(`${vendor.address}policies/*`, async () => void (await held)));
    const element = await mount(vendor);
    await until(() => findAll(element, ".fold").length === 2);
    dispatchEvent(new Event("beforeprint"));
    await until(() => findAll(element, ".fold-body").length === 1);
    expect(find(element, ".fold-body").textContent).to.contain("Loading");
    dispatchEvent(new Event("afterprint"));
    await until(() => findAll(element, ".fold-body").length === 0);
    release();
  });
});
