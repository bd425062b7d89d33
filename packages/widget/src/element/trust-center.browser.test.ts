import { expect } from "@open-wc/testing";
import { mockChange } from "@trust-center/feed/mock";
import { mount, root, settled } from "../testing/mount.ts";
import { type ServedVendor, serveVendor } from "../testing/served-vendor.ts";

let vendor: ServedVendor;

before(async () => {
  vendor = await serveVendor();
});
after(() => vendor.stop());
afterEach(() => vendor.restore());

describe("a list that verifies", () => {
  it("is shown as verified under its pin", async () => {
    const element = await mount(vendor, { pin: vendor.pin });
    expect(root(element).querySelector(".badge")?.textContent).to.contain("Verified");
    expect(element.matches(":state(verified)")).to.equal(true);
    expect(root(element).querySelectorAll("tbody tr:not(.details-row)")).to.have.length(1);
  });

  it("is only first seen without a pin", async () => {
    const element = await mount(vendor, {});
    expect(root(element).querySelector(".badge")?.textContent).to.contain("First seen");
  });

  it("passes axe", async () => {
    await vendor.publish(mockChange());
    const element = await mount(vendor, { pin: vendor.pin });
    await settled(element);
    root(element).querySelector<HTMLElement>(".badge")?.click();
    for (const button of root(element).querySelectorAll<HTMLElement>("button.open")) button.click();
    await settled(element);
    await expect(element).to.be.accessible();
  });
});

describe("a list that does not verify", () => {
  it("is not shown: one changed byte", async () => {
    vendor.flip("feed/");
    const element = await mount(vendor, { pin: vendor.pin });
    expect(root(element).querySelector("[role=alert]")?.textContent).to.contain("hash-mismatch");
    expect(root(element).querySelector("table")).to.equal(null);
    await expect(element).to.be.accessible();
  });
});
