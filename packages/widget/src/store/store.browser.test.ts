import { expect } from "@open-wc/testing";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";
import { Store } from "./store.ts";

describe("a store", () => {
  it("is loaded once for all elements that it is given to, each of which shows its parts", async () => {
    const whole = await mount(await serveVendor());
    const part = document.createElement("trust-center");
    const refused: unknown[] = [];
    part.addEventListener("trust-center-refuse", (event) => refused.push(event));
    part.store = whole.store;
    part.show = "changes";
    document.body.append(part);
    await settled(whole);
    await until(() => findAll(part, "#changes").length === 1);
    expect(findAll(part, ".rows, .badge")).to.have.length(0);
    expect(find(whole, ".rows").textContent).to.contain("Cloud One");
    part.remove();
    expect(whole.store.state.view).not.to.equal(undefined);
    expect(refused).to.deep.equal([]);
  });

  it("verifies and tells without any element", async () => {
    const { address, pin } = await serveVendor();
    const store = new Store();
    let told = 0;
    store.subscribe(() => {
      told += 1;
    });
    await store.load({ feed: address, pin });
    expect(store.state.view?.center.trust).to.equal("verified");
    expect(told).to.be.greaterThan(1);
    store.stop();
  });
});
