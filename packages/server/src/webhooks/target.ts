import { mayBePublic } from "@trust-center/sdk";

/** Where webhooks may go: `public` over `https:` to the public internet alone; `private` over `http:` too, and anywhere. */
export type WebhookTargets = "public" | "private";

/** Characters of an address. */
export const longestUrl = 2000;

/**
 * Why an address cannot be an endpoint's; undefined where it can. What its name leads to is looked at whenever it is
 * connected to.
 */
export function faultOf(text: string, targets: WebhookTargets): string | undefined {
  const url = text.length <= longestUrl ? URL.parse(text) : null;
  if (!url)
    return `Expected an address of at most ${longestUrl} characters, such as https://hooks.customer.example/trust.`;
  if (url.protocol !== "https:" && !(targets === "private" && url.protocol === "http:"))
    return `Expected an https: address, found ${url.protocol}`;
  if (url.username || url.password) return "Expected an address without name and password.";
  if (targets === "public" && !mayBePublic(url))
    return "Expected a host of the public internet, found one of a machine or a network of its own.";
  return undefined;
}
