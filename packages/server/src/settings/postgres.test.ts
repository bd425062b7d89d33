import { describe, expect, test } from "vitest";
import { parseAddress } from "./postgres.ts";

test("an address of one host, of several, of numbers, and of a socket", () => {
  expect(parseAddress("postgres://ada:p%40ss@db.acme.example/trust")).toEqual({
    ...{ user: "ada", password: "p@ss", database: "trust" },
    hosts: [{ host: "db.acme.example", port: 5432 }],
  });
  expect(
    parseAddress("postgresql://ada@one:6000,two,[2001:db8::1]:7000/trust?target_session_attrs=read-write").hosts,
  ).toEqual([
    { host: "one", port: 6000 },
    { host: "two", port: 5432 },
    { host: "2001:db8::1", port: 7000 },
  ]);
  expect(parseAddress("postgres:///trust?host=/run/postgresql&port=5433")).toMatchObject({
    hosts: [{ host: "/run/postgresql", port: 5433 }],
  });
  expect(parseAddress("postgres://ada@%2Frun%2Fpostgresql/trust").hosts[0]?.host).toBe("/run/postgresql");
});

describe("what cannot work is refused, and the password not told", () => {
  test.each([
    ["https://ada:hidden@db.acme.example/", "postgres://"],
    ["postgres://ada:hidden@/trust", "names a host"],
    ["postgres://ada:hidden@db:99999/trust", "HOST:PORT"],
    ["postgres://ada:hidden@db/trust?sslmode=disable", "sslmode"],
    ["postgres://ada:hidden@db/trust?sslmode=prefer", "sslmode"],
    ["postgres://ada:hidden@db/trust?ssl=false", "TRUST_CENTER_DATABASE_TLS"],
    ["postgres://ada:hidden@db/trust?target_session_attrs=standby", "read-write"],
    ["postgres://ada:hidden%@db/trust", "%25"],
  ])("%s", (url, expected) => {
    let message = "";
    try {
      parseAddress(url);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(expected);
    expect(message).not.toContain("hidden");
  });
});
