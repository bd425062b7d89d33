import { expect } from "@open-wc/testing";
import { fromBase64url, type Receipt, sha256Hex, signReceipt, toInstant } from "@trust-center/feed";
import { mockChange } from "@trust-center/feed/mock";
import { objectionText } from "@trust-center/sdk";
import { createChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { HttpResponse, http } from "msw";
import { find, findAll, mount, settled, until } from "../testing/mount.ts";
import { answer, type ServedVendor, serveVendor } from "../testing/served-vendor.ts";

const service = `${location.origin}/service/`;

const challenge = http.get(`${service}challenge`, async () =>
  HttpResponse.json(
    (await createChallenge({
      algorithm: "PBKDF2/SHA-256",
      cost: 1,
      keyPrefix: "0",
      deriveKey,
      hmacSignatureSecret: "x",
    })) as never,
  ),
);

async function withService(): Promise<ServedVendor> {
  const vendor = await serveVendor(mockChange({ service }));
  const content = mockChange({ service });
  await vendor.publishNow({
    ...content,
    subprocessors: [...content.subprocessors, { id: "third", name: "Third", reason: "Faster" }],
  });
  return vendor;
}

type Element = Parameters<typeof find>[0];

async function openSubscribe(vendor: ServedVendor): Promise<Element> {
  const element = await mount(vendor);
  await settled(element);
  find(element, "button.subscribe").click();
  await until(() => findAll(element, "trust-center-subscribe form").length === 1);
  return element;
}

async function openObjection(vendor: ServedVendor): Promise<Element> {
  const element = await mount(vendor);
  await settled(element);
  find(element, "button[data-entry=third]").click();
  await until(() => findAll(element, "trust-center-objection form").length === 1);
  return element;
}

function fill(element: Element, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values))
    find<HTMLInputElement>(element, `form [name=${name}]`).value = value;
}

const send = (element: Element) => find<HTMLFormElement>(element, "form.form").requestSubmit();
const whole = { name: "Jane Roe", organisation: "Customer Ltd", email: "jane@customer.example", grounds: "Location" };

/** A service that signs what it is sent, or something else. */
const receipts = (vendor: ServedVendor, change: Partial<Receipt> = {}, seen: unknown[] = []) =>
  http.post(`${service}objections`, async ({ request }) => {
    const body = (await request.json()) as Parameters<typeof objectionText>[0] & { change: string };
    seen.push(body);
    const manifest = JSON.parse(
      new TextDecoder().decode(
        fromBase64url(JSON.parse(new TextDecoder().decode(vendor.files.get("head.json"))).manifest.payload),
      ),
    );
    const receipt: Receipt = {
      type: "receipt",
      feed: vendor.address,
      pin: vendor.pin,
      id: "receipt-1",
      action: "objection-filed",
      change: body.change,
      version: 2,
      sha256: manifest.files.feed.sha256,
      log: manifest.log,
      filed: toInstant(Date.now()),
      deadline: toInstant(Date.now() + 1e9),
      objection: await sha256Hex(new TextEncoder().encode(objectionText(body))),
      ...change,
    };
    return HttpResponse.json({ receipt: await signReceipt(receipt, vendor.signer) }, { status: 201 });
  });

describe("subscribing", () => {
  it("says what was expected of the address, beside it, and keeps what was typed", async () => {
    const element = await openSubscribe(await withService());
    fill(element, { email: "jane@@x" });
    send(element);
    await until(() => findAll(element, ".error").length === 1);
    expect(find(element, ".error").textContent).to.contain("Enter one address");
    expect(element.shadowRoot?.activeElement?.getAttribute("aria-invalid")).to.equal("true");
    expect(find<HTMLInputElement>(element, "form [name=email]").value).to.equal("jane@@x");
    await expect(element).to.be.accessible();
  });

  it("proves its work, sends once, and says what happens next", async () => {
    const bodies: unknown[] = [];
    answer(
      challenge,
      http.post(`${service}subscriptions`, async ({ request }) => {
        bodies.push(await request.json());
        return new HttpResponse(null, { status: 202 });
      }),
    );
    const element = await openSubscribe(await withService());
    fill(element, { email: "jane@customer.example" });
    send(element);
    send(element);
    await until(() => findAll(element, ".done").length === 1);
    expect(find(element, ".done").textContent).to.contain("Check your inbox").and.contain("jane@customer.example");
    expect(bodies).to.have.length(1);
    expect(bodies[0]).to.include({ email: "jane@customer.example", language: "en" });
    await expect(element).to.be.accessible();
  });

  it("loses nothing when the service is away, and can be sent again", async () => {
    answer(http.get(`${service}challenge`, () => HttpResponse.error()));
    const element = await openSubscribe(await withService());
    fill(element, { email: "jane@customer.example" });
    send(element);
    await until(() => findAll(element, "form [role=alert]").length === 1);
    expect(find(element, "form [role=alert]").textContent).to.contain("Nothing is lost");
    expect(find<HTMLInputElement>(element, "form [name=email]").value).to.equal("jane@customer.example");
    await expect(element).to.be.accessible();
  });

  it("says when to come back after too many requests", async () => {
    answer(
      challenge,
      http.post(`${service}subscriptions`, () =>
        HttpResponse.json({ title: "Too many", status: 429, code: "rate", retryAfter: 120 }, { status: 429 }),
      ),
    );
    const element = await openSubscribe(await withService());
    fill(element, { email: "jane@customer.example" });
    send(element);
    await until(() => findAll(element, "form [role=alert]").length === 1);
    expect(find(element, "form [role=alert]").textContent).to.contain("2 minutes");
  });

  it("is not offered where the feed names no service", async () => {
    const element = await mount(await serveVendor());
    expect(findAll(element, "button.subscribe")).to.have.length(0);
  });
});

describe("objecting", () => {
  it("asks for what is needed, in words", async () => {
    const element = await openObjection(await withService());
    send(element);
    await until(() => findAll(element, ".error").length === 3);
    await expect(element).to.be.accessible();
  });

  it("files it for the change on the page and shows the verified receipt", async () => {
    const vendor = await withService();
    const seen: { change?: string }[] = [];
    answer(challenge, receipts(vendor, {}, seen));
    const element = await openObjection(vendor);
    fill(element, whole);
    let told = "";
    element.addEventListener("trust-center-object", ({ detail }) => {
      told = detail.change;
    });
    send(element);
    await until(() => findAll(element, ".done").length === 1);
    expect(find(element, ".done").textContent)
      .to.contain("receipt-1")
      .and.contain("verified under the publisher's keys");
    expect(seen.map(({ change }) => change)).to.deep.equal(["2.1"]);
    expect(told).to.equal("2.1");
    await expect(element).to.be.accessible();
  });

  for (const [what, change] of [
    ["another change", { change: "9.9" }],
    ["another text", { objection: "0".repeat(64) }],
    ["another feed", { feed: "https://other.example/" }],
  ] as const) {
    it(`refuses a receipt of ${what}`, async () => {
      const vendor = await withService();
      answer(challenge, receipts(vendor, change));
      const element = await openObjection(vendor);
      fill(element, whole);
      send(element);
      await until(() => findAll(element, "form [role=alert]").length === 1);
      expect(find(element, "form [role=alert]").textContent).to.contain("does not verify");
      expect(find<HTMLInputElement>(element, "form [name=name]").value).to.equal("Jane Roe");
    });
  }

  it("says when the window has closed", async () => {
    const vendor = await withService();
    answer(
      challenge,
      http.post(`${service}objections`, () =>
        HttpResponse.json(
          { title: "Closed", status: 409, code: "window-closed", deadline: "2026-01-01T23:59:59Z" },
          { status: 409 },
        ),
      ),
    );
    const element = await openObjection(vendor);
    fill(element, whole);
    send(element);
    await until(() => findAll(element, "form [role=alert]").length === 1);
    expect(find(element, "form [role=alert]").textContent).to.contain("ended on").and.contain("2026");
  });
});
