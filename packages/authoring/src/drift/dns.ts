import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { TrustCenterError } from "@trust-center/feed";
import { UsageError } from "../errors.ts";
import type { Trace, TraceSource } from "./trace.ts";

export interface DnsOptions {
  /** Servers that are asked, such as `127.0.0.1:5353`; those of this machine where absent. */
  servers?: readonly string[] | undefined;
  /** Milliseconds for one answer; it is asked for twice. */
  timeout?: number | undefined;
}

const limits = { timeout: 5_000, tries: 2, traces: 200 } as const;

/**
 * Hosts that DNS names for a name: servers that take its mail (MX, RFC 5321), who may send as it (`include` and `redirect` of SPF, RFC 7208),
 * and what it is another name for (CNAME; a key of DKIM is asked for by its own name, `selector._domainkey.acme.example`). Real questions
 * are asked, three for a name; what an `include` includes is its owner's matter.
 *
 * @throws {TrustCenterError} `malformed` for a name that DNS cannot have, or does not know; `network` where no server answers; whatever
 *   `signal` was aborted with
 */
export const dnsOf = (name: string, { servers, timeout = limits.timeout }: DnsOptions = {}): TraceSource => ({
  name: `DNS of ${name}`,
  read: async (signal) => {
    const asked = nameFrom(name);
    const resolver = new Resolver({ timeout, tries: limits.tries });
    if (servers) setServers(resolver, servers);
    const stop = () => resolver.cancel();
    signal?.throwIfAborted();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const answers = await Promise.all([
        answerOf("MX", async () => (await resolver.resolveMx(asked)).map(({ exchange }) => exchange)),
        answerOf("SPF", async () => sendersIn((await resolver.resolveTxt(asked)).map((parts) => parts.join("")))),
        answerOf("CNAME", () => resolver.resolveCname(asked)),
      ]);
      if (answers.every(({ isUnknown }) => isUnknown))
        throw new UsageError(
          `Expected a name that DNS knows, found “${asked}”, which it does not. Look at its spelling.`,
          {
            name: asked,
          },
        );
      return answers.flatMap(({ record, hosts }) => hosts.map(traceOf(record, asked))).slice(0, limits.traces);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof TrustCenterError) throw error;
      const code = (error as NodeJS.ErrnoException).code ?? "none";
      throw new TrustCenterError(
        "network",
        `Expected an answer from DNS about ${asked}, found ${code}. Look at this machine's network, or name a server with --dns-server.`,
        { name: asked },
        { cause: error },
      );
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  },
});

const traceOf =
  (record: string, name: string) =>
  (host: string): Trace => ({
    kind: "host",
    name: host.toLowerCase().replace(/\.$/, ""),
    file: `dns:${name}`,
    line: 1,
    record: `${record} of ${name}`,
  });

/** A name has labels of letters, digits, `-` and `_`, at most 253 characters in all (RFC 1035, 2.3.4). */
function nameFrom(text: string): string {
  const name = text.trim().toLowerCase().replace(/\.$/, "");
  const isName = name.length <= 253 && /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$/.test(name);
  if (isName && isIP(name) === 0) return name;
  throw new UsageError(`Expected a name of DNS such as acme.example or s1._domainkey.acme.example, found “${text}”.`);
}

function setServers(resolver: Resolver, servers: readonly string[]): void {
  try {
    resolver.setServers(servers);
  } catch (cause) {
    throw new UsageError(
      `Expected addresses of DNS servers such as 9.9.9.9 or 127.0.0.1:5353, found “${servers.join(", ")}”.`,
      { cause: String(cause) },
    );
  }
}

interface RecordAnswer {
  record: string;
  hosts: string[];
  /** The name itself is not there. */
  isUnknown: boolean;
}

async function answerOf(record: string, ask: () => Promise<string[]>): Promise<RecordAnswer> {
  try {
    return { record, hosts: (await ask()).filter((host) => host !== "" && host !== "."), isUnknown: false };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENODATA") return { record, hosts: [], isUnknown: false };
    if (code === "ENOTFOUND") return { record, hosts: [], isUnknown: true };
    throw error;
  }
}

/** Whom an SPF record lets send: a name with a macro is nobody's. */
const sendersIn = (texts: readonly string[]): string[] =>
  texts
    .filter((text) => /^v=spf1(?:\s|$)/i.test(text))
    .flatMap((text) => [...text.matchAll(/\s[+?~-]?(?:include:|redirect=)([^\s%]+)(?=\s|$)/gi)])
    .map(([, host = ""]) => host);
