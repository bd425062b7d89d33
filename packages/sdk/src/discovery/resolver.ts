import { Resolver } from "node:dns/promises";
import type { ResolveTxt } from "./dns.ts";

/** Asks the name servers of this machine, or others. */
export function dnsResolver(servers?: readonly string[], timeout = 5_000): ResolveTxt {
  return async (name, { signal }) => {
    const resolver = new Resolver({ timeout, tries: 2 });
    if (servers) resolver.setServers(servers);
    const cancel = () => resolver.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      return await resolver.resolveTxt(name);
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  };
}
