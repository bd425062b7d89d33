import { expect } from "@open-wc/testing";
import type { FeedContent } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { HttpResponse, http } from "msw";
import { find, findAll, mount, settled, textOf, unmarkedFolds, until } from "../testing/mount.ts";
import { answer, serveVendor } from "../testing/served-vendor.ts";

const day = 24 * 60 * 60 * 1000;

/** Answers every file of a vendor in some other way. */
const instead = (address: string, respond: () => Response | Promise<Response>) =>
  answer(http.get(`${address}*`, () => respond() as HttpResponse<never>));

/** Runs with another clock or another platform, then puts the old one back. */
async function replaced<T extends object>(target: T, name: keyof T & string, value: unknown, run: () => Promise<void>) {
  const before = Object.getOwnPropertyDescriptor(target, name) as PropertyDescriptor;
  Object.defineProperty(target, name, {
    configurable: true,
    ...(typeof value === "function" ? { value } : { get: () => value }),
  });
  try {
    await run();
  } finally {
    Object.defineProperty(target, name, before);
  }
}

describe("a list that verifies", () => {
  it("is verified under its pin", async () => {
    const element = await mount(await serveVendor());
    expect(find(element, ".badge").textContent).to.contain("Verified · published 5 days ago");
    expect(element.matches(":state(verified)")).to.equal(true);
    expect(findAll(element, ".list tbody .row")).to.have.length(1);
  });

  it("is only first seen without a pin", async () => {
    const element = await mount(await serveVendor(), { pinned: false });
    expect(find(element, ".badge").textContent).to.contain("First seen");
    expect(element.matches(":state(first-seen)")).to.equal(true);
  });

  it("says what was checked, and how to do it oneself", async () => {
    const vendor = await serveVendor();
    const element = await mount(vendor);
    await settled(element);
    find(element, ".badge").click();
    await element.updateComplete;
    expect(find(element, ".checks").textContent).to.contain("history of 1 entry").and.contain(vendor.pin);
    expect(find(element, ".badge").ariaExpanded).to.equal("true");
  });

  it("may be empty", async () => {
    const element = await mount(await serveVendor(mockContent({ subprocessors: [], groups: [] })));
    expect(textOf(element)).to.contain("The list is empty.");
  });

  it("shows a hostile string as the text that it is", async () => {
    const evil = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>{{x}}\${1}`;
    const content: FeedContent = {
      publisher: { name: evil, description: evil },
      title: evil,
      intro: evil,
      groups: [
        {
          id: "g",
          title: evil,
          intro: evil,
          footnotes: [evil],
          columns: [{ field: "name", label: evil }, { field: `details:${evil}` }],
        },
      ],
      subprocessors: [
        {
          id: evil,
          name: evil,
          groups: ["g"],
          description: evil,
          notes: [{ field: evil, text: evil }],
          details: [{ label: evil, value: evil }],
        },
      ],
      faq: [{ question: evil, answer: evil }],
    };
    const element = await mount(await serveVendor(content));
    await settled(element);
    find(element, "button.open").click();
    await until(() => findAll(element, ".details").length > 0);
    expect(findAll(element, "img, script, iframe")).to.have.length(0);
    expect((window as { hacked?: number }).hacked).to.equal(undefined);
    expect(textOf(element)).to.contain("<img src=x onerror=");
  });
});

describe("a list that does not verify", () => {
  it("is not shown: one changed byte", async () => {
    const vendor = await serveVendor();
    vendor.flip("feed/");
    const element = await mount(vendor);
    expect(find(element, "[role=alert]").textContent)
      .to.contain("hash-mismatch")
      .and.contain("not what the publisher signed");
    expect(findAll(element, ".rows")).to.have.length(0);
    expect(element.matches(":state(refused)")).to.equal(true);
    expect(unmarkedFolds(element)).to.eql([]);
    await expect(element).to.be.accessible();
  });

  it("is not said to be unsigned where it is an older one, which was signed", async () => {
    const vendor = await serveVendor();
    const old = vendor.files.get("head.json") as Uint8Array<ArrayBuffer>;
    await vendor.publishNow(mockChange());
    await mount(vendor);
    vendor.files.set("head.json", old);
    const element = await mount(vendor);
    expect(find(element, "[role=alert]").textContent)
      .to.contain("rollback")
      .and.contain("takes back what this browser saw before")
      .and.not.contain("not what the publisher signed");
  });

  it("leaves the last verified copy below the warning", async () => {
    const vendor = await serveVendor();
    await mount(vendor);
    await vendor.publishNow(mockChange());
    vendor.flip("feed/");
    const element = await mount(vendor);
    expect(find(element, "[role=alert]").textContent).to.contain("Below is the last copy that was verified");
    expect(find(element, ".badge").textContent).to.contain("Verification failed");
    expect(findAll(element, ".list tbody .row")).to.have.length(1);
    await settled(element);
    await expect(element).to.be.accessible();
  });

  it("under another pin", async () => {
    const vendor = await serveVendor();
    const element = await mount({ address: vendor.address, pin: `sha256-${"A".repeat(43)}` });
    expect(find(element, "[role=alert]").textContent).to.contain("pin-mismatch");
  });

  it("because nobody has vouched for it since a day, on a first visit", async () => {
    const vendor = await serveVendor();
    await replaced(
      Date,
      "now",
      () => Date.parse("2028-01-01T00:00:00Z"),
      async () => {
        const element = await mount(vendor);
        expect(find(element, "[role=alert]").textContent)
          .to.contain("Nobody has vouched for this list since")
          .and.contain("expired");
        expect(findAll(element, ".rows")).to.have.length(0);
      },
    );
  });

  it("because a sign-in page answered in its place: neither an attack nor the page's fault", async () => {
    const vendor = await serveVendor();
    instead(
      vendor.address,
      () => new HttpResponse("<!doctype html><p>Sign in", { headers: { "content-type": "text/html" } }),
    );
    const element = await mount(vendor);
    expect(find(element, "[role=alert]").textContent)
      .to.contain("something between you and the publisher answered instead")
      .and.not.contain("not set up");
    expect(element.matches(":state(refused)")).to.equal(true);
  });

  it("because what answered is no file of a feed, in whatever way", async () => {
    for (const body of ["", "<p>", '{"format":1,"format":1}', "\u0000"]) {
      const vendor = await serveVendor();
      instead(vendor.address, () => new HttpResponse(body));
      const element = await mount(vendor);
      expect(find(element, "[role=alert]").textContent, body)
        .to.contain("answered instead")
        .and.not.contain("not set up");
    }
  });

  it("because its page gave it no address", async () => {
    const element = await mount({ address: "javascript:1", pin: `sha256-${"A".repeat(43)}` });
    expect(find(element, "[role=alert]").textContent).to.contain("is not set up");
  });

  it("tells the page, with evidence", async () => {
    const vendor = await serveVendor();
    vendor.flip("feed/");
    let code = "";
    document.body.addEventListener(
      "trust-center-refuse",
      ({ detail }) => {
        code = `${detail.code} ${detail.evidence.expected}`;
      },
      { once: true },
    );
    await mount(vendor);
    expect(code).to.match(/^hash-mismatch [0-9a-f]{64}$/);
  });
});

describe("a list that cannot be had", () => {
  it("is shown stale, with its date, when it was seen before", async () => {
    const vendor = await serveVendor();
    await mount(vendor);
    instead(vendor.address, () => HttpResponse.error());
    const element = await mount(vendor);
    expect(find(element, ".alarm.stale").textContent).to.contain("This is the copy that was verified on");
    expect(find(element, ".badge").textContent).to.contain("Not up to date");
    expect(findAll(element, ".list tbody .row")).to.have.length(1);
    await settled(element);
    await expect(element).to.be.accessible();
  });

  it("says its date on one line, however wide the page is", async () => {
    const vendor = await serveVendor();
    await mount(vendor);
    instead(vendor.address, () => HttpResponse.error());
    const element = await mount(vendor);
    const text = [...find(element, ".alarm.stale p").childNodes].find((node) => node instanceof Text) as Text;
    const { index, 0: date } = /\d+\s\w+\s\d{4}/.exec(text.data) as RegExpExecArray;
    const range = document.createRange();
    range.setStart(text, index);
    range.setEnd(text, index + date.length);
    const broken: number[] = [];
    for (let width = 240; width <= 640; width += 10) {
      element.style.width = `${width}px`;
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(width);
    }
    expect(broken).to.eql([]);
  });

  it("is stale when nobody vouches for it any more", async () => {
    const vendor = await serveVendor();
    await mount(vendor);
    const later = Date.now() + 60 * day;
    await replaced(
      Date as unknown as { now: unknown },
      "now",
      () => later,
      async () => {
        const element = await mount(vendor);
        expect(find(element, ".alarm.stale").textContent).to.contain("Nobody has vouched for this list since");
      },
    );
  });

  it("says so and tries again when asked, when it was never seen", async () => {
    const vendor = await serveVendor();
    let down = true;
    answer(http.get(`${vendor.address}head.json`, () => (down ? HttpResponse.error() : undefined)));
    const element = await mount(vendor);
    expect(find(element, "[role=alert]").textContent).to.contain("Check the connection");
    await expect(element).to.be.accessible();
    down = false;
    find(element, "[role=alert] button").click();
    await until(() => findAll(element, ".list tbody .row").length === 1);
  });

  it("shows that it is on its way when that takes long", async () => {
    const vendor = await serveVendor();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer(http.get(`${vendor.address}head.json`, async () => void (await held)));
    const mounting = mount(vendor);
    await until(() => document.querySelector("trust-center")?.shadowRoot?.querySelector(".bone") !== null);
    const element = document.querySelector("trust-center");
    expect(element?.ariaBusy).to.equal("true");
    await expect(element as Element).to.be.accessible();
    release();
    await mounting;
  });
});

describe("a page that cannot verify", () => {
  it("says so where there is no cryptography", async () => {
    const vendor = await serveVendor();
    await replaced(Crypto.prototype, "subtle", undefined, async () => {
      const element = await mount(vendor);
      expect(find(element, "[role=alert]").textContent).to.contain("Cannot be verified here");
      expect(findAll(element, ".rows")).to.have.length(0);
    });
  });

  it("blames the clock, not the publisher, when the clock is wrong", async () => {
    const vendor = await serveVendor();
    await mount(vendor);
    const earlier = Date.now() - 400 * day;
    await replaced(
      Date as unknown as { now: unknown },
      "now",
      () => earlier,
      async () => {
        const element = await mount(vendor);
        expect(find(element, "[role=alert]").textContent).to.contain("Your clock seems to be wrong");
      },
    );
  });

  it("says what is missing where it was not set up", async () => {
    const element = await mount({ address: "not://an address", pin: "" });
    expect(find(element, "[role=alert]").textContent).to.contain("not set up");
  });
});

describe("a page with styles of its own", () => {
  const inherited = {
    "white-space": ["pre", "nowrap", "pre-wrap"],
    "text-indent": ["200px"],
    "letter-spacing": ["20px"],
    "word-spacing": ["60px"],
    "text-transform": ["uppercase"],
    "text-align": ["center", "justify"],
    "word-break": ["break-all"],
    "line-height": ["0"],
    "line-break": ["anywhere"],
    "text-align-last": ["center"],
    hyphens: ["auto"],
    "text-wrap": ["balance"],
    "text-emphasis": ["filled"],
    "font-variant": ["small-caps"],
    "-webkit-text-security": ["disc"],
  };
  const pages = Object.entries(inherited).flatMap(([name, values]) => values.map((value) => `${name}: ${value}`));

  /** Where every box of the widget is, told from its own corner. */
  const boxes = (element: HTMLElement & { shadowRoot: ShadowRoot | null }) => {
    const corner = element.getBoundingClientRect();
    return [...(element.shadowRoot as ShadowRoot).querySelectorAll(".root *")].map((inner) => {
      const { x, y, width, height } = inner.getBoundingClientRect();
      return [x - corner.x, y - corner.y, width, height].map(Math.round).join(" ");
    });
  };

  // By inheritance, and by a rule that names every element: the second beats what a component says of itself.
  for (const selector of ["body", "*"])
    it(`lays out the same whatever ${selector} says`, async () => {
      const element = await mount(await serveVendor());
      await settled(element);
      const expected = boxes(element);
      expect(expected.length).to.be.greaterThan(50);
      const style = document.head.appendChild(document.createElement("style"));
      try {
        for (const page of pages) {
          style.textContent = `${selector} { ${page} }`;
          expect(boxes(element), page).to.deep.equal(expected);
        }
      } finally {
        style.remove();
      }
    });

  /** Waits for a widget on a page whose own element it stands in. */
  async function within(css: string, tell: (element: Awaited<ReturnType<typeof mount>>) => void) {
    const element = await mount(await serveVendor());
    await settled(element);
    const parent = document.createElement("main");
    const style = document.head.appendChild(document.createElement("style"));
    style.textContent = css;
    element.replaceWith(parent);
    parent.append(element);
    try {
      tell(element);
    } finally {
      style.remove();
      parent.remove();
    }
  }

  for (const css of [
    "main { display: flex }",
    "main { display: flex; flex-direction: column; align-items: center }",
    "main { display: grid; place-items: center }",
    "main { float: left }",
    "main { display: inline-block }",
    "main { display: table-cell }",
    "main { position: absolute }",
    "main * { display: flex !important }",
    "main * { display: inline }",
    "main * { display: table }",
    "main * { all: unset }",
    "main { writing-mode: vertical-rl; block-size: 100vw }",
  ])
    it(`is as wide as the page where its width is its content's: ${css}`, () =>
      within(css, (element) => {
        const { width } = find(element, ".root").getBoundingClientRect();
        const page = innerWidth;
        expect(width)
          .to.be.greaterThan(Math.min(page, 1200) - 60)
          .and.lessThan(page + 1);
        expect(document.documentElement.scrollWidth).to.be.lessThan(page + 60);
      }));

  it("keeps an address within the frame of an alarm on the narrowest page", async () => {
    const vendor = await serveVendor();
    vendor.flip("feed/");
    const element = await mount(vendor);
    element.contact = `${"privacy".repeat(6)}@acme.example`;
    element.style.width = "240px";
    await until(() => findAll(element, ".alarm a").length === 1);
    expect(find(element, ".alarm a").textContent).to.contain("privacyprivacy");
    expect(find(element, ".alarm > div").getBoundingClientRect().right).to.be.at.most(
      find(element, ".alarm").getBoundingClientRect().right,
    );
  });

  it("gives its contacts the width that there is", async () => {
    const element = await mount(await serveVendor());
    element.style.width = "728px";
    await settled(element);
    expect(findAll(element, ".contacts > li")).to.have.length(1);
    expect(find(element, ".contacts > li").offsetWidth).to.be.greaterThan(600);
  });

  for (const css of [
    "main { display: grid; grid-template-columns: min-content 1fr }",
    "main { inline-size: min-content }",
  ])
    it(`has a width to read at where there is to be the least: ${css}`, () =>
      within(css, (element) => expect(find(element, ".root").offsetWidth).to.equal(300)));

  it("can be read where the page has letters of no size", () =>
    within("main { font-size: 0 }", (element) =>
      expect(Number.parseFloat(getComputedStyle(find(element, ".root")).fontSize)).to.equal(12),
    ));

  it("can be copied from, and has its own inks, where the page's text cannot and has not", () =>
    within("main { -webkit-user-select: none; user-select: none; -webkit-text-fill-color: #f00 }", (element) => {
      const { webkitTextFillColor, color } = getComputedStyle(find(element, ".badge"));
      expect(webkitTextFillColor).to.equal(color);
      getSelection()?.selectAllChildren(find(element, ".h0"));
      expect(getSelection()?.toString()).to.contain(find(element, ".h0").textContent.trim());
    }));
});

describe("languages", () => {
  it("speaks Spanish", async () => {
    const element = await mount(await serveVendor(), { lang: "es-MX" });
    expect(find(element, ".badge").textContent).to.contain("Verificada");
    expect(find(element, ".root").lang).to.equal("es-MX");
    await settled(element);
    expect(textOf(element)).to.contain("Historial de cambios");
  });

  it("shows the publisher's text in the reader's language, and marks it where it is in another", async () => {
    const content = mockContent({ title: { en: "Trust", es: "Confianza" }, intro: { de: "Nur auf Deutsch." } });
    const vendor = await serveVendor(content);
    expect(find(await mount(vendor, { lang: "es" }), ".h0").textContent).to.equal("Confianza");
    const element = await mount(vendor, { lang: "en" });
    expect(find(element, ".h0").textContent).to.equal("Trust");
    expect(find(element, ".prose").lang).to.equal("de");
  });
});
