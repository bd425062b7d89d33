import { expect } from "@open-wc/testing";
import { mockChange } from "@trust-center/feed/mock";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
import { serveVendor } from "../testing/served-vendor.ts";

/** Pages by background and text colour: none of them says which colour scheme it has. */
const pages = [
  ["#ffffff", "#000000"],
  ["#ffffff", "#1a1f29"],
  ["#f6f1e7", "#3b3226"],
  ["#ffffff", "#595959"],
  ["#000000", "#ffffff"],
  ["#0d1117", "#e6edf3"],
  ["#1b1032", "#d8ccf5"],
  ["#262626", "#bdbdbd"],
  ["#063b2d", "#e9fff7"],
] as const;

type Colour = [r: number, g: number, b: number, a: number];

const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
const drawing = canvas.getContext("2d", { willReadFrequently: true }) as CanvasRenderingContext2D;

/** A computed colour in sRGB, whatever its notation. */
function colourOf(text: string): Colour {
  drawing.clearRect(0, 0, 1, 1);
  drawing.fillStyle = text;
  drawing.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 0] = drawing.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}

const over = ([r, g, b, a]: Colour, [x, y, z]: Colour): Colour => [
  r * a + x * (1 - a),
  g * a + y * (1 - a),
  b * a + z * (1 - a),
  1,
];

/** Relative luminance (WCAG 2.2). */
function luminance([r, g, b]: Colour): number {
  const [x = 0, y = 0, z = 0] = [r, g, b].map((one) => {
    const part = one / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
}

function contrast(a: Colour, b: Colour): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe("colours", () => {
  afterEach(() => document.body.removeAttribute("style"));

  const dress = ([background, ink]: readonly [string, string]) => {
    document.body.style.background = background;
    document.body.style.color = ink;
  };

  it("of a page that changed theme while the element was hidden hold once it is shown", async () => {
    const element = await mount(await serveVendor());
    await settled(element);
    dress(["#ffffff", "#000000"]);
    const ink = () => find(element, ".root").dataset.ink;
    await until(() => ink() === "dark");
    element.style.display = "none";
    dress(["#000000", "#ffffff"]);
    await new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame)));
    element.style.display = "";
    await until(() => ink() === "light");
  });

  it("of links hold too where the page gave an accent for another theme, also when it changes theme", async () => {
    const element = await mount(await serveVendor());
    await settled(element);
    for (const accent of ["#8a1538", "#0b1f66", "#ffe680", "#9be7c4", "#e5484d"]) {
      document.body.style.setProperty("--trust-center-accent", accent);
      for (const page of pages) {
        dress(page);
        const [background, ink] = page;
        const scheme =
          contrast(colourOf(ink), [0, 0, 0, 1]) > contrast(colourOf(ink), [255, 255, 255, 1]) ? "dark" : "light";
        await until(() => getComputedStyle(find(element, "input")).colorScheme === scheme);
        const least = Math.min(4.5, contrast(colourOf(ink), colourOf(background)));
        for (const link of findAll(element, "a:not(.quiet), .link:not(.quiet)")) {
          const { color } = getComputedStyle(link);
          expect(contrast(colourOf(color), colourOf(background)), `${accent} on ${background}`).to.be.at.least(
            least - 0.05,
          );
        }
      }
    }
  }).timeout(60_000);

  it("hold on any page: text 4.5 : 1, edges of controls 3 : 1", async () => {
    const vendor = await serveVendor();
    await vendor.publishNow(mockChange({ service: `${location.origin}/service/` }));
    for (const page of pages) {
      dress(page);
      const [background, ink] = page;
      const element = await mount(vendor);
      await settled(element);
      const ground = colourOf(background);
      const own = contrast(colourOf(ink), ground);
      for (const text of findAll(element, ".note, .meta, .badge strong, .warn, .heading, a, .link, dt, th, td")) {
        const { color } = getComputedStyle(text);
        // What is muted on a page whose own text is pale is no paler than that.
        const least = Math.min(4.5, own);
        expect(
          contrast(over(colourOf(color), ground), ground),
          `${text.className} ${color} on ${background}`,
        ).to.be.at.least(least - 0.05);
      }
      for (const control of findAll(element, "input:not([type=checkbox]), select, .btn:not(.do)")) {
        const { borderTopColor } = getComputedStyle(control);
        expect(
          contrast(over(colourOf(borderTopColor), ground), ground),
          `${control.className} on ${background}`,
        ).to.be.at.least(2.95);
      }
      for (const button of findAll(element, ".do")) {
        const fill = over(colourOf(getComputedStyle(button).backgroundColor), ground);
        const words = colourOf(getComputedStyle(button.firstElementChild as Element).color);
        expect(contrast(words, fill), `main button on ${background}`).to.be.at.least(4.5);
      }
    }
  }).timeout(60_000);
});
