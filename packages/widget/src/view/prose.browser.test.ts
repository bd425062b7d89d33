import { expect } from "@open-wc/testing";
import type { FlowNode, PhrasingNode, ProseTree } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { find, findAll, mount, settled } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";

const text = (value: string): PhrasingNode => ({ type: "text", value });
const paragraph = (...children: PhrasingNode[]): FlowNode => ({ type: "paragraph", children });
const tree = (...children: FlowNode[]): ProseTree => ({ type: "root", children });
const code: PhrasingNode = { type: "inlineCode", value: "list@acme.example" };
const list: FlowNode = {
  type: "list",
  children: [
    { type: "listItem", children: [paragraph(text("e-mail to "), code)] },
    { type: "listItem", children: [paragraph(text("<b>this</b> page"))] },
  ],
};
const regions: FlowNode = paragraph(
  text("See "),
  { type: "link", url: "https://acme.example/regions", children: [text("regions")] },
  text("."),
);

const content = mockContent({
  intro: { en: tree({ type: "heading", depth: 2, children: [text("Overview")] }, regions, list) },
  groups: [
    { id: "a", title: "Group A", intro: tree(regions, list), footnotes: [tree(regions)] },
    { id: "b", title: "Group B", none: tree(regions) },
  ],
  sections: [
    { id: "hosting", title: "How we host", text: tree(list), before: "b" },
    { id: "last", text: "Plain words stay as they are: *not strong*." },
  ],
  subprocessors: [
    {
      id: "1",
      name: "One",
      groups: ["a"],
      purposes: [tree(paragraph(text("Runs "), code))],
      description: tree(regions, list),
      notes: [{ text: tree(regions) }],
    },
  ],
});

describe("formatted texts", () => {
  it("have headings, links, lists and code in the first view, every string as text", async () => {
    const element = await mount(await serveVendor(content));
    const intro = find(element, ".prose");
    expect(intro.querySelector("a")?.href).to.equal("https://acme.example/regions");
    expect([...intro.querySelectorAll("li")].map(({ textContent }) => textContent)).to.deep.equal([
      "e-mail to list@acme.example",
      "<b>this</b> page",
    ]);
    expect(intro.querySelector("li code")?.textContent).to.equal("list@acme.example");
    const [title, overview] = findAll(element, "[role=heading]");
    expect(Number(overview?.ariaLevel)).to.be.greaterThan(Number(title?.ariaLevel));
    expect(overview?.textContent).to.equal("Overview");
    await settled(element);
    await expect(element).to.be.accessible();
  });

  it("stand before the table that they name, or behind all of them", async () => {
    const element = await mount(await serveVendor(content));
    const groups = findAll(element, ".group").map((group) => (group.textContent ?? "").trim().replace(/\s+/g, " "));
    expect(groups).to.have.length(4);
    expect(groups[0]).to.match(/^Group A.*See regions\./);
    expect(groups[1]).to.match(/^How we host/);
    expect(groups[2]).to.match(/^Group B See regions\./);
    expect(groups[3]).to.equal("Plain words stay as they are: *not strong*.");
  });

  it("are plain words in a cell, and whole among the details", async () => {
    const element = await mount(await serveVendor(content));
    await settled(element);
    expect(findAll(element, "td").map(({ textContent }) => textContent)).to.include("Runs list@acme.example");
    find(element, "button.open").click();
    await settled(element);
    const details = find(element, ".details");
    expect(details.querySelectorAll("li code")).to.have.length(1);
    expect(details.querySelectorAll("a[href='https://acme.example/regions']")).to.have.length(2);
    expect(details.querySelector("dd > .prose code")?.textContent).to.equal("list@acme.example");
  });

  it("folds what is long in the reader's language, of the list and of a group, until more is asked for", async () => {
    const long = "Each of them processes personal data on our behalf, under a contract of its own. ".repeat(6);
    const short = Object.fromEntries(["de", "en", "fr", "nl", "pl"].map((language) => [language, "x".repeat(100)]));
    const content = mockContent({
      intro: long,
      groups: [
        { id: "a", title: "Group A", intro: long },
        { id: "b", title: "Group B", intro: short },
      ],
    });
    const element = await mount(await serveVendor(content));
    await settled(element);
    const folds = findAll(element, ".folded");
    expect(folds.map((fold) => fold.textContent?.includes(long.trim()))).to.deep.equal([true, true]);
    const height = () => folds[1]?.querySelector(".prose")?.clientHeight ?? 0;
    const before = height();
    folds[1]?.querySelector("button")?.click();
    expect(height()).to.be.greaterThan(before);
    expect(folds.map((fold) => fold.classList.contains("folded"))).to.deep.equal([true, false]);
  });
});
