import { expect } from "@open-wc/testing";
import { sha256Hex } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";

/** The file of a policy's text: a heading, and paragraphs. */
async function policyFile(language: string, ...paragraphs: string[]) {
  const text = (value: string) => [{ type: "text", value }];
  const children = [
    { type: "heading", depth: 2, children: text("Deletion") },
    ...paragraphs.map((value) => ({ type: "paragraph", children: text(value) })),
  ];
  const body = { type: "policy", id: "privacy", language, body: { type: "root", children } };
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return { bytes, sha256: await sha256Hex(bytes) };
}

/** A list whose policy's text was published, and published anew. */
async function changed() {
  const vendor = await serveVendor();
  const files = [
    await policyFile("en", "Backups are kept for 30 days, then deleted.", "Ask <b>us</b>."),
    await policyFile("en", "Backups are kept for 90 days, then deleted.", "Ask <b>us</b>."),
  ] as const;
  for (const { bytes, sha256 } of files)
    await vendor.publishNow(mockContent({ policies: [{ id: "privacy", title: "Privacy", bodies: { en: sha256 } }] }), [
      bytes,
    ]);
  return { vendor, old: `policies/${files[0].sha256}.json` };
}

const button = "trust-center-history trust-center-texts button";

async function compared({ vendor }: Awaited<ReturnType<typeof changed>>) {
  const element = await mount(vendor);
  await settled(element);
  await until(() => findAll(element, button).length > 0);
  find(element, button).click();
  await until(() => findAll(element, ".texts :is(p ins, [role=alert])").length > 0);
  return element;
}

describe("the text of a policy that changed", () => {
  it("is compared word by word, from what was signed then and now", async () => {
    const element = await compared(await changed());
    const words = (tag: string) => findAll(element, `.texts ${tag}`).map(({ textContent }) => textContent?.trim());
    expect([words("del"), words("ins")]).to.deep.equal([["30"], ["90"]]);
    expect(find(element, ".texts").textContent).to.contain("Deletion").and.not.contain("Ask");
    await expect(element).to.be.accessible();
    find(element, button).click();
    await until(() => findAll(element, ".texts").length === 0);
    expect(find(element, button).getAttribute("aria-expanded")).to.equal("false");
  });

  it("is never shown beside another change: an element that comes to stand for other texts is closed", async () => {
    const element = await compared(await changed());
    const texts = find(element, "trust-center-texts") as HTMLElement & {
      changed: object;
      updateComplete: Promise<unknown>;
    };
    texts.changed = { ...texts.changed };
    await texts.updateComplete;
    expect(findAll(element, ".texts del")).to.have.length(1);
    texts.changed = { ...texts.changed, after: "0".repeat(64) };
    await texts.updateComplete;
    expect(findAll(element, ".texts")).to.have.length(0);
  });

  it("is not compared with other bytes than those that were signed", async () => {
    const made = await changed();
    made.vendor.flip(made.old);
    const element = await compared(made);
    expect(find(element, ".texts").textContent).to.contain("hash-mismatch").and.not.contain("30");
  });

  it("says where the older is not kept any more, and is asked for again", async () => {
    const made = await changed();
    const kept = made.vendor.files.get(made.old) as Uint8Array<ArrayBuffer>;
    made.vendor.files.delete(made.old);
    const element = await compared(made);
    expect(find(element, ".texts").textContent).to.contain("network");
    made.vendor.files.set(made.old, kept);
    find(element, ".texts .btn").click();
    await until(() => findAll(element, ".texts del").length > 0);
  });
});
