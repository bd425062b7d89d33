import { expect } from "@open-wc/testing";
import { sha256Hex } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";

const text = (value: string) => ({ type: "text", value });
const paragraph = (...children: object[]) => ({ type: "paragraph", children });

const body = {
  type: "policy",
  id: "privacy",
  language: "en",
  body: {
    type: "root",
    children: [
      { type: "heading", depth: 1, children: [text("What we collect")] },
      paragraph(
        text("<b>plain</b> and "),
        { type: "strong", children: [text("strong")] },
        { type: "link", url: "https://a.example/", children: [text("a link")] },
      ),
      { type: "list", ordered: true, start: 3, children: [{ type: "listItem", children: [paragraph(text("third"))] }] },
      {
        type: "table",
        children: [
          { type: "tableRow", children: [{ type: "tableCell", children: [text("Head")] }] },
          { type: "tableRow", children: [{ type: "tableCell", children: [text("Cell")] }] },
        ],
      },
      { type: "blockquote", children: [paragraph(text("quoted"))] },
      { type: "code", value: "<script>" },
      { type: "thematicBreak" },
    ],
  },
};

async function withPolicy(change: object = {}) {
  const vendor = await serveVendor();
  const bytes = new TextEncoder().encode(JSON.stringify({ ...body, ...change }));
  const sha256 = await sha256Hex(bytes);
  await vendor.publishNow(
    mockContent({ policies: [{ id: "privacy", title: "Privacy", version: "2", bodies: { en: sha256 } }] }),
    [bytes],
  );
  return vendor;
}

async function open(vendor: Awaited<ReturnType<typeof withPolicy>>) {
  const element = await mount(vendor);
  await settled(element);
  find(element, "trust-center-policies button").click();
  await until(() => findAll(element, ".fold-body .prose, .fold-body [role=alert]").length > 0);
  return element;
}

describe("policies", () => {
  it("are rendered from their tree, every string as text", async () => {
    const element = await open(await withPolicy());
    const found = find(element, ".fold-body .prose");
    expect(found.textContent).to.contain("<b>plain</b> and strong");
    expect(found.querySelector("strong")?.textContent).to.equal("strong");
    expect(found.querySelector("a")?.rel).to.equal("noopener noreferrer");
    expect(found.querySelector("ol")?.start).to.equal(3);
    expect(found.querySelector("th")?.textContent).to.equal("Head");
    expect(found.querySelector("pre")?.textContent).to.equal("<script>");
    expect(found.querySelector("[role=heading]")?.ariaLevel).to.equal("4");
    await expect(element).to.be.accessible();
  });

  it("are not shown when a byte differs", async () => {
    const vendor = await withPolicy();
    vendor.flip("policies/", 120);
    const element = await open(vendor);
    expect(find(element, ".fold-body [role=alert]").textContent).to.contain("not what the publisher signed");
    expect(findAll(element, ".fold-body .prose")).to.have.length(0);
  });

  it("with a link to a script are refused, though they are signed", async () => {
    const evil = {
      type: "root",
      children: [paragraph({ type: "link", url: "javascript:alert(1)", children: [text("x")] })],
    };
    const element = await open(await withPolicy({ body: evil }));
    expect(find(element, ".fold-body [role=alert]").textContent).to.contain("malformed");
  });
});
