import { expect } from "@open-wc/testing";
import { sha256Hex } from "@trust-center/feed";
import { mockChange } from "@trust-center/feed/mock";
import { type Place, placeText } from "@trust-center/reading";
import { setUpNames } from "../list/set-up.ts";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";
import { Addresses } from "./addresses.ts";
import { placeOf } from "./place.ts";

const heading = (depth: number, value: string) => ({ type: "heading", depth, children: [{ type: "text", value }] });
const body = {
  type: "policy",
  id: "privacy",
  language: "en",
  body: { type: "root", children: [heading(1, "One"), heading(2, "Data access controls"), heading(2, "Three")] },
};

async function mounted() {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const bodies = { en: await sha256Hex(bytes) };
  const service = `${location.origin}/service/`;
  const more = Array.from({ length: 7 }, (_, at) => ({ id: `e${at}`, name: `Company ${at}` }));
  const content = mockChange({ service, policies: [{ id: "privacy", title: "Privacy", bodies }] });
  const vendor = await serveVendor();
  await vendor.publishNow({ ...content, subprocessors: [...content.subprocessors, ...more] }, [bytes]);
  const element = await mount(vendor);
  await settled(element);
  await until(() => element.store.addresses !== undefined);
  return element;
}

const focused = (element: Awaited<ReturnType<typeof mounted>>) => element.shadowRoot?.activeElement;

describe("addresses", () => {
  const strange = "a/b?c=d&e#f %25 ü..";
  const places: Place[] = [
    { is: "section", id: "where" },
    { is: "entry", id: strange },
    { is: "change", id: "5.1", object: false },
    { is: "change", id: strange, object: true },
    { is: "policy", id: strange, section: undefined },
    { is: "policy", id: "p", section: strange },
    { is: "at", date: "2026-01-31" },
    { is: "diff", from: "2026-01-01", to: "2026-06-01" },
    { is: "list", filter: Object.fromEntries(setUpNames.map((name, at) => [name, at % 2 ? strange : "a"])) },
  ];

  it("of every kind of place read back as what was written, whatever ids are made of", () => {
    for (const place of places) expect(placeOf(placeText(place)), placeText(place)).to.deep.equal(place);
  });

  it("stand in the fragment beside the page's own parts, and read back from there", () => {
    const addresses = new Addresses("tc", () => {});
    for (const own of ["", "#tab=2&q=mine", "#other=list?q=1&region=x"]) {
      for (const place of places.filter(({ is }) => is === "list" || is === "entry")) {
        history.replaceState(null, "", location.pathname + own);
        addresses.go(place, "replace");
        expect(addresses.place, location.hash).to.deep.equal(place);
        addresses.go({ is: "section", id: "where" }, "replace");
        expect(location.hash).to.equal(`${own || "#"}${own ? "&" : ""}tc=where`);
      }
    }
    addresses.end();
    history.replaceState(null, "", location.pathname);
  });

  it("that name nothing are nothing", () => {
    for (const text of ["", "x", "s/", "at/tomorrow", "at/2026-1-1", "diff/2026-01-01", "nowhere/1", "%", "s"])
      expect(placeOf(text), text).to.equal(undefined);
  });

  it("lead to a row, a change, its form, a section of a policy, and a search", async () => {
    const element = await mounted();
    location.hash = "tc=s/mail-two";
    await until(() => focused(element) === find(element, "button[data-entry=mail-two]"));
    expect(find(element, "button[data-entry=mail-two]").ariaExpanded).to.equal("true");
    location.hash = "tc=c/2.1";
    await until(() => focused(element) === find(element, "[data-change='2.1']"));
    location.hash = "tc=c/2.1/object";
    await until(() => findAll(element, "trust-center-objection form").length === 1);
    location.hash = "tc=p/privacy/data-access-controls";
    await until(() => focused(element)?.textContent === "Data access controls");
    location.hash = "tc=list?q=mail";
    await until(() => findAll(element, ".list tbody .row").length === 1);
    location.hash = "tc=where";
    await until(() => focused(element)?.id === "where");
  });

  it("are those of a page that is opened by one", async () => {
    const vendor = await serveVendor();
    await vendor.publishNow(mockChange());
    const element = document.createElement("trust-center");
    element.feed = vendor.address;
    element.pin = vendor.pin;
    history.replaceState(null, "", "#tc=s/mail-two");
    document.body.replaceChildren(element);
    await until(() => focused(element)?.getAttribute("data-entry") === "mail-two");
  });

  it("follow what the reader opens, go back, and leave the page's own part alone", async () => {
    const element = await mounted();
    history.replaceState({ router: 1 }, "", "#tab=2");
    find(element, "button[data-entry=mail-two]").click();
    expect(location.hash).to.equal("#tab=2&tc=s/mail-two");
    expect(history.state).to.deep.equal({ router: 1 });
    find(element, "button[data-entry=cloud-one]").click();
    expect(location.hash).to.equal("#tab=2&tc=s/cloud-one");
    history.back();
    await until(() => location.hash === "#tab=2&tc=s/mail-two");
    await until(() => focused(element) === find(element, "button[data-entry=mail-two]"));
  });

  it("follow what is typed once the keys rest, and a row that is opened before then is where the reader is", async () => {
    const element = await mounted();
    const search = find<HTMLInputElement>(element, "input[type=search]");
    let replaced = 0;
    const { replaceState } = history;
    history.replaceState = (...values) => {
      replaced++;
      replaceState.apply(history, values);
    };
    try {
      for (const typed of ["m", "ma", "mai"]) {
        search.value = typed;
        search.dispatchEvent(new Event("input"));
      }
      await until(() => location.hash === "#tc=list?q=mai");
      expect(replaced).to.equal(1);
      search.value = "mail";
      search.dispatchEvent(new Event("input"));
      await until(() => findAll(element, ".list tbody .row").length === 1);
      find(element, "button[data-entry=mail-two]").click();
      expect(location.hash).to.equal("#tc=s/mail-two");
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(location.hash).to.equal("#tc=s/mail-two");
      history.back();
      await until(() => location.hash === "#tc=list?q=mail");
      // What leaves the page while it is typed in leaves no address behind.
      search.value = "mail two";
      search.dispatchEvent(new Event("input"));
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(location.hash).to.equal("#tc=list?q=mail");
    } finally {
      history.replaceState = replaceState;
    }
  });

  it("stay those of a row though a search gives way to it", async () => {
    const element = await mounted();
    location.hash = "tc=list?q=company";
    await until(() => findAll(element, ".list tbody .row").length === 7);
    await until(() => focused(element)?.id === "list");
    find(element, ".change .heading a").click();
    await until(() => focused(element)?.getAttribute("data-entry") === "mail-two");
    expect(location.hash).to.equal("#tc=s/mail-two");
  });

  it("are not written where the page routes by its fragment, nor where they are switched off", async () => {
    const element = await mounted();
    history.replaceState(null, "", "#/products/1");
    find(element, "button[data-entry=mail-two]").click();
    expect(location.hash).to.equal("#/products/1");
    const off = document.createElement("trust-center");
    off.feed = element.feed;
    off.pin = element.pin;
    off.places = "off";
    history.replaceState(null, "", location.pathname);
    document.body.replaceChildren(off);
    await settled(off);
    find(off, "button[data-entry=mail-two]").click();
    expect(location.hash).to.equal("");
    expect(findAll(off, ".where button")).to.have.length.greaterThan(0);
  });

  it("stay behind, and disturb nobody, where a browser takes no more of them", () => {
    const addresses = new Addresses("tc", () => {});
    for (let at = 0; at < 150; at++) addresses.go({ is: "entry", id: String(at) }, "replace");
    expect(addresses.place?.is).to.equal("entry");
    addresses.end();
  });
});
