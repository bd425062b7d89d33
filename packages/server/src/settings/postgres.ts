import { SettingsError } from "./error.ts";

/** One server of a database. */
export interface Host {
  /** A name, an address, or the folder of a socket. */
  host: string;
  port: number;
}

/** What a PostgreSQL address says. */
export interface PostgresAddress {
  hosts: readonly Host[];
  user: string | undefined;
  password: string | undefined;
  database: string | undefined;
}

/** scheme, user, password, hosts, name and parameters (https://www.postgresql.org/docs/current/libpq-connect.html §32.1.1.2) */
const form = /^postgres(?:ql)?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^/?#@]*)(?:\/([^/?#]*))?(?:\?([^#]*))?$/;

const expected = "an address such as postgres://user:password@db.acme.example:5432/name";

/**
 * Reads a PostgreSQL address of one or more hosts. The service writes, so it goes to whichever takes writes; parameters
 * that would loosen the way there are refused.
 *
 * @throws {SettingsError} whose text has none of the address: it can hold a password
 */
export function parseAddress(url: string): PostgresAddress {
  const [, user, password, hosts = "", name, query = ""] = form.exec(url) ?? [];
  if (!form.test(url)) throw new SettingsError(`Expected DATABASE_URL to be ${expected}, found another.`);
  const parameters = new URLSearchParams(query);
  checkParameters(parameters);
  const named = hosts || parameters.get("host") || "";
  if (named === "") throw new SettingsError(`Expected DATABASE_URL to be ${expected}, found none that names a host.`);
  return {
    hosts: named.split(",").map((one) => hostOf(one, parameters.get("port"))),
    user: user ? decoded(user) : undefined,
    password: password ? decoded(password) : undefined,
    database: name ? decoded(name) : undefined,
  };
}

function checkParameters(parameters: URLSearchParams): void {
  for (const [name, value] of parameters) {
    const values = known.get(name);
    if (!values) {
      throw new SettingsError(
        `Expected DATABASE_URL to have no parameters but ${[...known.keys()].join(", ")}; found ${name}. ` +
          "What it says of TLS is said by TRUST_CENTER_DATABASE_TLS and TRUST_CENTER_DATABASE_CERTIFICATES.",
      );
    }
    if (values.length > 0 && !values.includes(value)) {
      throw new SettingsError(`Expected ${name} in DATABASE_URL to be ${values.join(" or ")}, found ${value}.`);
    }
  }
}

/** Each with the values that it may have; none: any. */
const known: ReadonlyMap<string, readonly string[]> = new Map([
  ["host", []],
  ["port", []],
  ["target_session_attrs", ["read-write", "primary"]],
  // Certificates and names are checked in any case.
  ["sslmode", ["require", "verify-ca", "verify-full"]],
]);

function hostOf(text: string, port: string | null): Host {
  const found = /^(\[[0-9A-Fa-f:.]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(text);
  const number = Number(found?.[2] ?? port ?? 5432);
  if (!found?.[1] || !(number >= 1 && number <= 65_535)) {
    throw new SettingsError(
      `Expected each host of DATABASE_URL to be HOST or HOST:PORT, found another; as in ${expected}.`,
    );
  }
  return { host: decoded(found[1].replace(/^\[|\]$/g, "")), port: number };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SettingsError("Expected DATABASE_URL to escape a % as %25.");
  }
}

/** Whether a host is a socket of this machine: what goes through it leaves the machine nowhere. */
export const isSocket = ({ host }: Host): boolean => host.startsWith("/");
