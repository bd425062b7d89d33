import { assert, constantFrom, integer, property, string, uint8Array } from "fast-check";
import { describe, expect, test } from "vitest";
import { createKeyed } from "../secret/keyed.ts";
import { isComplaint, readMailReport } from "./report.ts";
import { deliveryOf, returnPath } from "./return-path.ts";

const keyed = createKeyed(new TextEncoder().encode("a secret of more than thirty-two bytes"));
const delivery = "0b8f6a52-6a0c-4a53-9d0e-2f6a3a1f4f10";
const reader = "7c6d1a54-1f1e-4b5e-8a53-0f6f5a0c9b21";
const verp = returnPath(keyed, "bounces@acme.example", delivery);
const token = verp.slice("bounces+".length, verp.indexOf("@"));
const messageId = `<notice-12.${reader}@acme.example>`;

/** Reports in the shapes of RFC 5965, §2 and appendix B, as large mailbox providers lay theirs out. */
const shapes = {
  "with the header of the original alone, and codes of the transport": (type: string) => [
    "Return-Path: <>",
    "From: <feedback@mail.provider.example>",
    "Subject: FW: A change to the list",
    "MIME-Version: 1.0",
    "Content-Type: multipart/report; report-type=feedback-report;",
    '\tboundary="_----fbl"',
    "",
    "------fbl",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "This is an e-mail abuse report for an e-mail message received from IP 192.0.2.1.",
    "------fbl",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "User-Agent: Provider-Feedback/2.0",
    "Version: 1",
    `Original-Mail-From: <${verp}>`,
    "Original-Rcpt-To: <somebody.else@customer.example>",
    "Arrival-Date: Fri, 27 Nov 2026 08:00:00 +0000",
    "",
    "------fbl",
    "Content-Type: text/rfc822-headers",
    "",
    "From: Acme <notices@acme.example>",
    "Subject: A change to the list",
    "",
    "------fbl--",
  ],
  "with the whole original, whose envelope nobody kept, and a boundary before its type": (type: string) => [
    "Received: from provider.example",
    'Content-Type: multipart/report; boundary="=_x";',
    ' report-type="feedback-report"',
    "From: staff@provider.example",
    "",
    "--=_x",
    "Content-Type: message/feedback-report",
    "",
    `Feedback-Type: ${type}`,
    "Version: 0.1",
    "",
    "--=_x",
    "Content-Type: message/rfc822",
    "",
    "From: Acme <notices@acme.example>",
    "To: redacted",
    `Message-ID:`,
    `  ${messageId}`,
    "",
    "A change to the list",
    "Action: failed",
    "Status: 5.1.1",
    "--=_x--",
  ],
} as const;

describe.each(Object.entries(shapes))("a feedback report %s", (_name, lines) => {
  test.each(["\r\n", "\n"])("names its mail and says what its reader says (%j)", (end) => {
    const report = readMailReport(lines("Abuse").join(end));
    expect(report).toMatchObject({ feedback: "abuse", isFinal: false, isGone: false });
    expect(report.returned).toEqual(
      lines("x").some((line) => line.includes(verp)) ? { token } : { event: "notice-12", recipient: reader },
    );
  });

  test("is a complaint where its reader wants no more", () => {
    const complains = (type: string) => isComplaint(readMailReport(lines(type).join("\r\n")).feedback ?? "");
    expect(["abuse", "fraud", "opt-out"].map(complains)).toEqual([true, true, true]);
    expect(["not-spam", "auth-failure", "virus", "other", "dmarc", ""].map(complains)).toEqual(Array(6).fill(false));
  });

  test("names none once the token is another, or the mail is named by addresses alone", () => {
    const whole = lines("abuse").join("\r\n");
    const named = (text: string) => {
      const { returned } = readMailReport(text);
      return returned && "token" in returned ? deliveryOf(keyed, returned.token) : returned;
    };
    expect(named(whole)).toBeDefined();
    assert(
      property(integer({ min: 0, max: 47 }), constantFrom(..."0123456789abcdef"), (at, digit) => {
        const forged = `${token.slice(0, at)}${digit}${token.slice(at + 1)}`;
        const found = named(whole.replace(token, forged));
        return whole.includes(token) ? (found === delivery) === (forged === token) : true;
      }),
    );
    const without = whole.replaceAll(verp, "notices@acme.example").replaceAll(messageId, "<x@acme.example>");
    expect(named(`${without}\r\nOriginal-Rcpt-To: <${reader}@customer.example>`)).toBeUndefined();
  });
});

test("what a mail that came back says in its text makes no complaint of it", () => {
  const came = [
    "Content-Type: multipart/report; report-type=delivery-status",
    "",
    `Feedback-Type: abuse`,
    "Action: failed",
  ];
  const quoted = [...came, "Content-Type: multipart/report; report-type=feedback-report", `Message-ID: ${messageId}`];
  expect(readMailReport(quoted.join("\r\n"))).toMatchObject({ feedback: undefined, isFinal: true });
});

test("a mail to whoever objected is named by its Message-ID; one to the vendor is none that comes back", () => {
  const id = delivery;
  const returned = (local: string) => readMailReport(`Action: failed\r\nMessage-ID: <${local}@acme.example>`).returned;
  expect(returned(`objection-${id}.objector`)).toEqual({ event: `objection-${id}`, recipient: "objector" });
  expect(returned(`objection-${id}-3.objector`)).toEqual({ event: `objection-${id}-3`, recipient: "objector" });
  expect([`objection-${id}.vendor`, "objection-1.objector", `notice-1.objector`].map(returned)).toEqual(
    Array(3).fill(undefined),
  );
});

test("any bytes, and any bytes in a report, are read in no time and name no mail", () => {
  const shape = shapes["with the header of the original alone, and codes of the transport"]("abuse").join("\r\n");
  const blank = shape.replace(token, "0".repeat(48));
  const isNone = (text: string) => {
    const { returned } = readMailReport(text);
    expect(returned && "token" in returned ? deliveryOf(keyed, returned.token) : returned).toBeUndefined();
  };
  assert(
    property(uint8Array({ maxLength: 2000 }), integer({ min: 0, max: shape.length }), (bytes, at) => {
      const text = new TextDecoder("latin1").decode(bytes);
      isNone(text);
      isNone(`${blank.slice(0, at)}${text}${blank.slice(at)}`);
    }),
  );
  assert(property(string({ unit: constantFrom(..."<>@+.-\r\n :=a0"), maxLength: 500 }), isNone));
  for (const unit of ["\n", "Status:\n", "Content-Type: multipart/report;", "<notice-1.", "=\r\n", "+0", " \r\n "]) {
    const began = performance.now();
    isNone(unit.repeat(Math.floor(1_000_000 / unit.length)));
    // What grows with the square of the length takes minutes.
    expect(performance.now() - began, JSON.stringify(unit)).toBeLessThan(30_000);
  }
});
