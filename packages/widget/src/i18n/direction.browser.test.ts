import { expect } from "@open-wc/testing";
import type { FeedContent } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { directionOf } from "@trust-center/reading";
import type { TrustCenterElement } from "../element/trust-center.ts";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";

/** Of a script: a letter of it. The texts of its list begin with a number and end with a stop, which bidi moves. */
const scripts = { latin: "A", hebrew: "א" };
type Script = keyof typeof scripts;

const textOf = (script: Script, n: number) => `${n}. ${scripts[script].repeat(3)} (${scripts[script]}).`;

/** A list whose every text is of one script, once as it is and once with its language. */
function listOf(script: Script): FeedContent {
  const text = (n: number) => textOf(script, n);
  const inLanguage = (n: number) => ({ [script === "latin" ? "en" : "he"]: text(n) });
  return mockContent({
    title: text(1),
    intro: text(2),
    noticeTerms: { objectionPeriod: "P14D", silence: "accepted", text: text(3) },
    groups: [{ id: "group", title: text(4), intro: text(5), none: text(5) }],
    documents: [{ id: "document", title: text(6), text: inLanguage(7) }],
    faq: [{ question: text(8), answer: inLanguage(9) }],
    subprocessors: [
      {
        id: "one",
        name: text(10),
        groups: ["group"],
        description: text(11),
        purposes: [text(12)],
        category: inLanguage(13),
        locations: [{ text: text(14) }],
        safeguards: [text(15), text(16)],
        notes: [{ text: text(17) }, { field: "purposes", text: text(23) }],
      },
      {
        id: "two",
        name: inLanguage(18),
        groups: ["group"],
        description: inLanguage(19),
        purposes: [inLanguage(20)],
      },
    ],
  });
}

/** Each text node that is one of the list's texts, on one line: its words, and whether it is read the way of its script. */
function readingsOf(
  element: TrustCenterElement,
  script: Script,
): { text: string; parent: Element | null; isRight: boolean }[] {
  const walker = document.createTreeWalker(find(element, ".root"), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.textContent ?? "").trim();
    if (!new RegExp(`^\\d+\\. ${scripts[script]}{3} \\(.\\)\\.$`).test(text)) continue;
    const start = (node.textContent ?? "").indexOf(text);
    const boxOf = (at: number) => {
      const range = document.createRange();
      range.setStart(node as Node, start + at);
      range.setEnd(node as Node, start + at + 1);
      return range.getBoundingClientRect();
    };
    const [first, last] = [boxOf(0), boxOf(text.length - 1)];
    if (first.width === 0 || first.top > last.top + 2 || first.top < last.top - 2) continue;
    found.push({
      text,
      parent: node.parentElement,
      isRight: first.left < last.left === (script === "latin"),
    });
  }
  return found;
}

describe("texts of another direction than the reader's", () => {
  for (const [tag, script] of [
    ["ar", "latin"],
    ["en", "hebrew"],
  ] as const) {
    it(`are read in their own on a page in ${tag}, which is laid out in its reader's`, async () => {
      const vendor = await serveVendor(listOf(script));
      const { subprocessors, ...list } = listOf(script);
      const added = {
        id: "three",
        name: textOf(script, 21),
        purposes: [textOf(script, 22)],
        locations: [{ country: "US" }],
      };
      await vendor.publishNow({ ...list, subprocessors: [...subprocessors, added] });
      const element = await mount(vendor, { lang: tag });
      for (const width of [1200, 340]) {
        element.style.width = `${width}px`;
        await settled(element);
        for (const name of findAll(element, "button.open[aria-expanded=false]")) name.click();
        await until(() => findAll(element, ".details").length === 3);
        await until(() => findAll(element, ".history .entry strong").length > 0);
        const readings = readingsOf(element, script);
        expect(
          readings.flatMap(({ isRight, parent }) => (isRight ? [] : [parent?.outerHTML.slice(0, 120)])),
        ).to.deep.equal([]);
        const seen = new Set(readings.map(({ text }) => text.split(".")[0]));
        expect(seen.size, [...seen].join()).to.be.at.least(23);
        for (const place of [".lane-name", ".change", "trust-center-history", ".where"]) {
          expect(
            readings.some(({ parent }) => parent?.closest(place)),
            place,
          ).to.equal(true);
        }
        const turned = findAll(element, ".root *:not([dir], [dir] *)").filter(
          (inner) => inner instanceof HTMLElement && getComputedStyle(inner).direction !== directionOf(tag),
        );
        expect(turned.map(({ outerHTML }) => outerHTML.slice(0, 80))).to.deep.equal([]);
      }
    }).timeout(30_000);
  }

  it("are put into a line of the reader's direction, whatever its first letter", async () => {
    const place = { city: "Berlin", country: "DE", priority: "primary" as const, when: { services: ["mail"] } };
    const vendor = await serveVendor(
      mockContent({
        services: [{ id: "mail", name: "Mail (EU)" }],
        subprocessors: [{ id: "one", name: "One", purposes: ["A"], locations: [place] }],
      }),
    );
    const element = await mount(vendor, { lang: "ar" });
    element.style.width = "1200px";
    await settled(element);
    const cell = find(element, ".row > .lines");
    const text = cell.firstChild as Text;
    const country = new Intl.DisplayNames("ar", { type: "region" }).of("DE") ?? "";
    const leftOf = (word: string) => {
      const range = document.createRange();
      range.setStart(text, text.data.indexOf(word));
      range.setEnd(text, text.data.indexOf(word) + 1);
      return range.getBoundingClientRect().left;
    };
    cell.style.whiteSpace = "pre";
    expect(text.data.replace(/[\u2066-\u2069]/g, "")).to.match(new RegExp(`^Berlin، ${country} \\(.*Mail \\(EU\\)`));
    expect(leftOf("Berlin")).to.be.greaterThan(leftOf(country));
    expect(leftOf(country)).to.be.greaterThan(leftOf("Mail"));
    expect(leftOf("Mail")).to.be.lessThan(leftOf("EU"));
  });

  it("has commands run from the left", async () => {
    const element = await mount(await serveVendor(mockContent()), { lang: "ar" });
    await until(() => findAll(element, "[dir=rtl] .command code").length > 0);
    const code = find(element, ".command code");
    const range = document.createRange();
    range.selectNodeContents(code);
    const [line] = range.getClientRects();
    expect((line?.left ?? 0) - code.getBoundingClientRect().left).to.be.lessThan(2);
  });
});
