import { expect } from "@open-wc/testing";
import { mockContent } from "@trust-center/feed/mock";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
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
  find(element, "trust-center-history button").click();
  await until(() => findAll(element, ".entry, .item-body [role=alert]").length > 0);
  return element;
}

describe("change history", () => {
  it("says what changed, the newest first, before and after", async () => {
    const element = await opened(false);
    const entries = findAll(element, ".entry").map(({ textContent: innerText }) => innerText);
    expect(entries).to.have.length(2);
    expect(entries[0]).to.contain("Location changed").and.contain("Germany").and.contain("France");
    expect(entries[1]).to.contain("First published");
    await expect(element).to.be.accessible();
  });

  it("is not shown when a byte differs", async () => {
    const element = await opened(true);
    expect(find(element, ".item-body [role=alert]").textContent).to.contain("hash-mismatch");
    expect(findAll(element, ".entry")).to.have.length(0);
  });
});
