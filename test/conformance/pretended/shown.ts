import { mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";

const day = 24 * 60 * 60 * 1000;

/** The texts of an element in a document of a test environment, with the network that is given, after it has settled. */
async function textOf(fetch: typeof globalThis.fetch, feed: string, pin: string): Promise<string> {
  await import("@trust-center/widget/define");
  const before = globalThis.fetch;
  globalThis.fetch = fetch;
  const element = document.createElement("trust-center");
  // As a link of a mail leads: to the very change.
  location.hash = "subprocessor-mail-two";
  try {
    element.setAttribute("feed", feed);
    element.setAttribute("pin", pin);
    const settled = ["trust-center-load", "trust-center-refuse"].map(
      (name) => new Promise((told) => element.addEventListener(name, told, { once: true })),
    );
    document.body.append(element);
    await Promise.race(settled);
    await new Promise((rendered) => setTimeout(rendered, 50));
    return element.shadowRoot?.textContent?.replace(/\s+/g, " ") ?? "";
  } finally {
    element.remove();
    globalThis.fetch = before;
  }
}

/** What is shown of a list that is there. */
export async function shownOfList(): Promise<string> {
  const address = "https://acme.example/.well-known/trust-center/";
  const vendor = await mockVendor(address, Date.now() - day);
  const before = Date.now() - day;
  await vendor.publish(mockContent(), before);
  await vendor.publish(mockChange(), before + 1000);
  const fetch = async (input: RequestInfo | URL) => {
    const url = input instanceof Request ? input.url : String(input);
    const bytes = vendor.files.get(url.slice(address.length));
    return new Response(bytes, { status: bytes ? 200 : 404 });
  };
  return textOf(fetch, address, vendor.pin);
}

/** What is shown where there is no network. */
export const shownOffline = (): Promise<string> =>
  textOf(
    () => Promise.reject(new TypeError("fetch failed")),
    "https://acme.example/trust/",
    `sha256-${"A".repeat(43)}`,
  );
