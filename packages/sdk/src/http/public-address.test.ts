import { BlockList } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isPublicAddress, mayBePublic, special } from "./public-address.ts";

test.each([
  ["8.8.8.8", true],
  ["1.1.1.1", true],
  ["93.184.216.34", true],
  ["2606:4700:4700::1111", true],
  ["2a00:1450:4001:830::200e", true],
  ["127.0.0.1", false],
  ["127.255.255.254", false],
  ["0.0.0.0", false],
  ["10.1.2.3", false],
  ["172.16.0.1", false],
  ["172.31.255.255", false],
  ["172.32.0.1", true],
  ["192.168.1.1", false],
  ["169.254.169.254", false],
  ["100.64.0.1", false],
  ["100.128.0.1", true],
  ["198.19.0.1", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::1", false],
  ["::", false],
  ["::ffff:127.0.0.1", false],
  ["::ffff:8.8.8.8", false],
  ["64:ff9b::7f00:1", false],
  ["fe80::1", false],
  ["fe80::1%eth0", false],
  ["fd00:ec2::254", false],
  ["fc00::1", false],
  ["ff02::1", false],
  ["2002:7f00:1::", false],
  ["2001:db8::1", false],
  ["2001:0:7f00:1::", false],
  ["no address", false],
  ["1.2.3", false],
])("%s is public: %s", (address, expected) => expect(isPublicAddress(address)).toBe(expected));

test("the same ranges as Node's own list finds", () => {
  const list = new BlockList();
  for (const [network, bits] of special) list.addSubnet(network, bits);
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect([address, isPublicAddress(address)]).toEqual([address, !list.check(address)]);
    }),
    { numRuns: 3000 },
  );
  const v6 = new BlockList();
  v6.addSubnet("2000::", 3, "ipv6");
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      if (isPublicAddress(address)) expect(v6.check(address, "ipv6")).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["https://acme.example/", true],
  ["https://8.8.8.8/", true],
  ["https://0x7f.1/", false],
  ["https://2130706433/", false],
  ["https://[::1]/", false],
  ["https://[2606:4700::1111]/", true],
  ["https://localhost/", false],
  ["https://LOCALHOST./", false],
  ["https://a.localhost/", false],
  ["https://printer.local/", false],
  ["https://metadata.google.internal/", false],
  ["https://intranet/", false],
])("%s may be public: %s", (url, expected) => expect(mayBePublic(new URL(url))).toBe(expected));
