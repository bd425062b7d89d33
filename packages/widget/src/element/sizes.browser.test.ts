import { expect } from "@open-wc/testing";
import { findAll, mount } from "../testing/mount.ts";
import { openAll, vendorWithChange } from "../testing/whole-list.ts";

/** Of the page's own size: headings, text, and what is small. Code has a size for its letters. */
const sizes = [1.5, 1.125, 1, 0.875];

describe("sizes of text", () => {
  it("are the page's own and one smaller, and two of headings: what is small is small once", async () => {
    const element = await mount(await vendorWithChange());
    element.style.fontSize = "20px";
    await openAll(element);
    const written = findAll(element, ".root *").filter(
      (inner) =>
        !inner.matches("code, .paper, .paper *") &&
        [...inner.childNodes].some((node) => node instanceof Text && node.data.trim() !== ""),
    );
    expect(written.length).to.be.greaterThan(200);
    const odd = written.filter(
      (inner) =>
        !sizes.some((size) => Math.abs(Number.parseFloat(getComputedStyle(inner).fontSize) - 20 * size) < 0.01),
    );
    expect(odd.map(({ outerHTML }) => outerHTML.slice(0, 120))).to.deep.equal([]);
  });
});
