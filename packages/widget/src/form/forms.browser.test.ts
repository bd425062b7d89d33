import { expect } from "@open-wc/testing";
import {
  fromBase64url,
  type Receipt,
  type StepReceipt,
  sha256Hex,
  signReceipt,
  signStepReceipt,
  toInstant,
} from "@trust-center/feed";
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
  find(element, ".change .object").click();
  await until(() => findAll(element, "trust-center-objection form").length === 1);
  return element;
}

function fill(element: Element, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    const control = find<HTMLInputElement>(element, `form [name=${name}]`);
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const send = (element: Element) => find<HTMLFormElement>(element, "form.form").requestSubmit();
const whole = { name: "Jane Roe", organisation: "Customer Ltd", email: "jane@customer.example", grounds: "Location" };

/** What an authority would give: the page keeps and saves it, and does not read it. */
const timeStamp = "c3RhbXA=";

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
    return HttpResponse.json({ receipt: await signReceipt(receipt, vendor.signer), timeStamp }, { status: 201 });
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

  it("asks for what its reader chose: topics where there are policies, and services where there are several", async () => {
    const body = new TextEncoder().encode(JSON.stringify({ type: "root", children: [] }));
    const policies = [{ id: "privacy", title: "Privacy", bodies: { en: await sha256Hex(body) } }];
    const services = ["mail", "chat", "<b>x</b>"].map((id) => ({ id, name: `The ${id}` }));
    const vendor = await serveVendor();
    await vendor.publishNow({ ...mockChange({ service }), policies, services }, [body]);
    const bodies: Record<string, unknown>[] = [];
    answer(
      challenge,
      http.post(`${service}subscriptions`, async ({ request }) => {
        bodies.push((await request.json()) as Record<string, unknown>);
        return HttpResponse.json({}, { status: 202 });
      }),
    );
    const ask = async (...clicked: string[]) => {
      const element = await openSubscribe(vendor);
      fill(element, { email: "jane@customer.example" });
      for (const name of clicked) find(element, `[name="${CSS.escape(name)}"]`).click();
      send(element);
      return element;
    };
    const refused = await ask("topic-subprocessors", "topic-policies");
    await until(() => find(refused, ".error").textContent?.includes("Choose at least one topic."));
    expect(find(refused, "[name=topic-policies]").matches("[aria-invalid=true]")).to.equal(true);
    for (const clicked of [
      [],
      ["topic-policies", "service-chat", "service-<b>x</b>"],
      ["service-mail", "service-chat", "service-<b>x</b>"],
    ]) {
      const element = await ask(...clicked);
      await until(() => findAll(element, ".done").length === 1);
    }
    expect(bodies.map(({ topics, services }) => [topics, services])).to.deep.equal([
      [undefined, undefined],
      [["subprocessors"], ["chat", "<b>x</b>"]],
      [undefined, undefined],
    ]);
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

  for (const [what, change, told] of [
    ["under review", { state: "under-review", action: "reviewed" }, "Under review"],
    ["rejected", { state: "rejected", action: "rejected" }, "Rejected with reasons"],
    [
      "of what was filed later",
      { state: "rejected", action: "rejected", filed: toInstant(Date.now() + 1e6) },
      undefined,
    ],
    ["another change's", { state: "rejected", action: "rejected", change: "9.9" }, undefined],
    ["of another feed", { state: "rejected", action: "rejected", feed: "https://other.example/" }, undefined],
  ] as const) {
    it(`says where what was filed stands, when it is looked at again: ${what}`, async () => {
      const vendor = await withService();
      answer(challenge, receipts(vendor));
      const element = await openObjection(vendor);
      fill(element, whole);
      send(element);
      await until(() => findAll(element, ".done").length === 1);
      element.remove();
      const step: StepReceipt = {
        ...{ type: "step", feed: vendor.address, pin: vendor.pin, id: "receipt-1", step: 2, by: "publisher" },
        ...{ change: "2.1", filed: toInstant(Date.now() - 60_000), deadline: toInstant(Date.now() + 1e9) },
        ...{ at: toInstant(Date.now() + 1000), ...change },
      };
      let asked = 0;
      answer(
        http.post(`${service}objections/standing`, async () => {
          asked++;
          return HttpResponse.json({ step: await signStepReceipt(step, vendor.signer) });
        }),
      );
      const again = await mount(vendor);
      await until(() => findAll(again, ".done").length === 1 && asked === 1);
      if (told) await until(() => find(again, ".done").textContent.includes(told));
      else await new Promise((resolve) => setTimeout(resolve, 100));
      expect(/Status/.test(find(again, ".done").textContent)).to.equal(told !== undefined);
      expect(find(again, ".done").textContent).to.contain("receipt-1");
    });
  }

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

  it("is filed and kept though its form goes away while it is sent", async () => {
    const vendor = await withService();
    const seen: { change?: string }[] = [];
    answer(challenge, receipts(vendor, {}, seen));
    const element = await openObjection(vendor);
    fill(element, whole);
    send(element);
    element.remove();
    await until(() => seen.length === 1);
    const stored = () =>
      Object.entries(localStorage)
        .filter(([name]) => name.includes(vendor.pin))
        .join();
    await until(() => stored().includes("filed"));
  });

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

  it("keeps what was typed, and what was filed, until the reader removes it", async () => {
    const vendor = await withService();
    answer(challenge, receipts(vendor));
    const typed = await openObjection(vendor);
    fill(typed, whole);
    const again = await openObjection(vendor);
    await until(() => find<HTMLInputElement>(again, "form [name=grounds]").value === "Location");
    send(again);
    await until(() => findAll(again, ".done").length === 1);
    const later = await mount(vendor);
    await until(() => findAll(later, ".done").length === 1);
    const kept = find(later, ".done").textContent;
    expect(kept).to.contain("You objected on").and.contain("receipt-1").and.contain("Location").and.contain("in time");
    await expect(later).to.be.accessible();
    const saved: Blob[] = [];
    const { createObjectURL } = URL;
    URL.createObjectURL = (blob: Blob) => `data:${saved.push(blob)}`;
    find(later, ".done .acts .btn").click();
    find(later, ".done .acts .link").click();
    URL.createObjectURL = createObjectURL;
    const sheet = new DOMParser().parseFromString((await saved[1]?.text()) ?? "", "text/html");
    expect(sheet.documentElement.lang).to.equal("en");
    expect(sheet.body.textContent).to.contain("receipt-1").and.contain("Location");
    expect(sheet.querySelector<HTMLMetaElement>("meta[name=viewport]")?.content, "on a phone").to.equal(
      "width=device-width",
    );
    expect(sheet.head.querySelector("meta[charset]")?.getAttribute("charset")).to.equal("utf-8");
    expect(JSON.parse((await saved[0]?.text()) ?? ""))
      .to.include({ timeStamp })
      .and.to.have.keys(["receipt", "timeStamp", "objection", "roots"]);
    find(later, ".done .acts button:last-child").click();
    await until(() => findAll(later, ".done").length === 0);
    expect(find<HTMLInputElement>(await openObjection(vendor), "form [name=grounds]").value).to.equal("");
  });

  it("shows no kept receipt that does not verify", async () => {
    const vendor = await withService();
    answer(challenge, receipts(vendor));
    const element = await openObjection(vendor);
    fill(element, whole);
    send(element);
    await until(() => findAll(element, ".done").length === 1);
    const key = Object.keys(localStorage).find((name) => name.includes(vendor.pin)) as string;
    const { filed } = JSON.parse(localStorage.getItem(key) ?? "");
    for (const stored of [
      { filed: { ...filed, text: filed.text.replace("Jane", "John") } },
      { filed: { ...filed, receipt: `${filed.receipt.slice(0, -4)}AAAA` } },
      { filed: { receipt: 1 } },
    ]) {
      localStorage.setItem(key, JSON.stringify(stored));
      const later = await mount(vendor);
      await settled(later);
      find(later, ".change .object").click();
      await until(() => findAll(later, "trust-center-objection .error").length === 1);
      expect(find(later, "trust-center-objection .error").textContent).to.contain("does not verify");
      expect(findAll(later, ".done")).to.have.length(0);
    }
    localStorage.setItem(key, "{");
    expect(findAll(await openObjection(vendor), "trust-center-objection form")).to.have.length(1);
  });

  it("prepares a mail with the same words where the service is away", async () => {
    answer(http.get(`${service}challenge`, () => HttpResponse.error()));
    const element = await openObjection(await withService());
    fill(element, whole);
    send(element);
    await until(() => findAll(element, "form [role=alert]").length === 1);
    const mail = find<HTMLAnchorElement>(element, "form [role=alert] a").href;
    expect(mail).to.match(/^mailto:privacy@acme\.example\?/);
    for (const words of ["2.1", "Jane Roe", "Customer Ltd", "jane@customer.example", "Location"])
      expect(decodeURIComponent(mail)).to.contain(words);
  });
});
