import { NODATA, NOTFOUND, type Resolver } from "node:dns/promises";
import { type Finding, fails, holds, mind } from "./finding.ts";

/** What of DNS is asked. */
export type Asked = Pick<Resolver, "resolveMx" | "resolveTxt">;

/** Examines what DNS says of the domain that mails come from: whoever receives them looks there. */
export async function examineMailDomain(address: string, dns: Asked): Promise<Finding[]> {
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return Promise.all([
    attempt(`Replies to ${domain}`, () => replies(domain, dns)),
    attempt(`SPF of ${domain}`, () => senders(domain, dns)),
    attempt(`DKIM of ${domain}`, () => signatures(domain, dns)),
    attempt(`DMARC of ${domain}`, () => policy(domain, dns)),
  ]);
}

type Result = Omit<Finding, "what">;

/** A name server that does not answer says nothing of the domain. */
async function attempt(what: string, look: () => Promise<Result>): Promise<Finding> {
  try {
    return { what, ...(await look()) };
  } catch (error) {
    const { code = "error" } = error as { code?: string };
    return { what, ...mind(`not known: the name server gave ${code}`, "Ask again where names can be looked up.") };
  }
}

/** RFC 5321, section 5.1; a null MX (RFC 7505) takes no mail. */
async function replies(domain: string, dns: Asked): Promise<Result> {
  const found = await answered(() => dns.resolveMx(domain));
  if (found?.some(({ exchange }) => exchange !== "" && exchange !== "."))
    return holds(found.map(({ exchange }) => exchange).join(", "));
  return mind(
    found?.length ? "the domain says that it takes no mail (null MX)" : "no MX record",
    "Give the domain an MX record, or let mails come from one that has: customers answer notices.",
  );
}

/** RFC 7208: one record, section 4.5. */
async function senders(domain: string, dns: Asked): Promise<Result> {
  const found = (await texts(dns, domain)).filter((text) => /^v=spf1(?: |$)/i.test(text));
  const [record] = found;
  if (record === undefined)
    return mind(
      "no record",
      `Publish a TXT record at ${domain} that names your mail server's hosts, such as "v=spf1 include:… -all".`,
    );
  if (found.length > 1)
    return fails(`${found.length} records, which is an error to receivers`, "Leave one, with the parts of all.");
  if (/(?:^|\s)\+?all(?:\s|$)/i.test(record))
    return mind(`${record}: anybody may send in its name`, "End it in -all or ~all.");
  return holds(record);
}

/**
 * RFC 6376. Which selector a mail server signs with stands in its mails alone. Whether there can be any is known: where no
 * name stands below `_domainkey`, that name does not exist (RFC 8020).
 */
async function signatures(domain: string, dns: Asked): Promise<Result> {
  const name = `_domainkey.${domain}`;
  try {
    await dns.resolveTxt(name);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === NOTFOUND)
      return mind(
        "no key is published",
        "Have your mail server sign (DKIM) and publish its key. It must sign List-Unsubscribe-Post too (RFC 8058).",
      );
    if (code !== NODATA) throw error;
  }
  return holds(`keys can stand below ${name}; look into a mail that arrived whether it says dkim=pass`);
}

/** RFC 7489, section 6.6.3: at the domain, else above it. */
async function policy(domain: string, dns: Asked): Promise<Result> {
  const labels = domain.split(".");
  for (let from = 0; from <= labels.length - 2; from++) {
    const name = `_dmarc.${labels.slice(from).join(".")}`;
    const [record, ...more] = (await texts(dns, name)).filter((text) => /^v=DMARC1\s*;/i.test(text));
    if (more.length > 0) return fails(`${more.length + 1} records at ${name}, so none counts`, "Leave one.");
    if (record !== undefined) return holds(`${record} (${name})`);
  }
  return mind(
    "no record",
    `Publish a TXT record at _dmarc.${domain}, such as "v=DMARC1; p=none". Large mailbox providers ask for one.`,
  );
}

/** A record's strings are one text (RFC 7208, section 3.3). */
const texts = async (dns: Asked, name: string): Promise<string[]> =>
  ((await answered(() => dns.resolveTxt(name))) ?? []).map((strings) => strings.join(""));

/** Undefined where there is no such record. */
async function answered<T>(ask: () => Promise<T>): Promise<T | undefined> {
  return ask().catch((error: { code?: string }) => {
    if (error.code === NODATA || error.code === NOTFOUND) return undefined;
    throw error;
  });
}
