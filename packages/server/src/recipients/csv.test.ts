import { array, assert, asyncProperty, constantFrom, oneof, record, string, subarray, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import { columns, type Known, problemText, readCsv, recipientKey, toCsv } from "./csv.ts";
import type { Recipient } from "./recipient.ts";

const known: Known = { segments: ["bank", "eu"], services: ["mail", "store"] };

const read = async (text: string) => {
  const found = await readCsv(text, known);
  if ("problems" in found) throw new Error(found.problems.map(problemText).join("\n"));
  return found.recipients;
};

const problemsOf = async (text: string) => {
  const found = await readCsv(text, known);
  return "problems" in found ? found.problems.map(problemText) : [];
};

/** What a spreadsheet runs, what keeps it from that, and what separates cells, beside all other text. */
const piece = oneof(constantFrom(..."'=+-@\uff1d,;| \u200d\u0338\""), string({ unit: "grapheme", maxLength: 3 }));

const line = array(piece, { maxLength: 10 }).map((pieces) =>
  pieces
    .join("")
    .replace(/[\p{Cc}\u2028\u2029]/gu, "")
    .trim()
    .normalize("NFC"),
);

const recipient = record({
  customer: line.map((text) => text || "Customer"),
  email: constantFrom(
    "a@x.example",
    "=b@x.example",
    "+c@x.example",
    "josé@x.example",
    "d@bücher.example",
    "-@x.example",
  ),
  role: line,
  language: constantFrom(null, "de", "pt-BR"),
  segment: constantFrom(null, "bank", "eu"),
  services: subarray(["mail", "store"]),
  contract: line,
  noticePeriod: constantFrom(null, "P30D", "P10D business", "P6M"),
});

test("what is written is read back, whatever it holds and a spreadsheet would make of it", async () => {
  await assert(
    asyncProperty(uniqueArray(recipient, { selector: recipientKey, maxLength: 8 }), async (recipients: Recipient[]) => {
      expect(await read(toCsv(recipients))).toEqual(recipients);
    }),
  );
});

test("no text breaks the reader: it reads recipients, or names lines", async () => {
  const cell = constantFrom(
    '"',
    ",",
    ";",
    "\n",
    "\r\n",
    "a@x.example",
    "customer,email",
    "P30D",
    "é",
    "'=1",
    "\t",
    "\u0000",
  );
  await assert(
    asyncProperty(
      array(cell).map((cells) => cells.join("")),
      async (text) => {
        const found = await readCsv(text, known);
        if ("problems" in found) for (const { line } of found.problems) expect(line).toBeGreaterThan(0);
        else for (const one of found.recipients) expect(one.customer).not.toBe("");
      },
    ),
  );
});

test("semicolons, tabs, a byte order mark, quotes and empty lines are read as spreadsheets write them", async () => {
  const expected = [{ ...blank, customer: 'Ab "c", d', email: "a@x.example", services: ["mail", "store"] }];
  for (const separator of [",", ";", "\t"]) {
    const rows = [
      ["customer", "email", "services"],
      ['"Ab ""c"", d"', "a@x.example", "store mail"],
    ];
    const text = `\ufeff${rows.map((row) => row.join(separator)).join("\r\n")}\r\n\r\n`;
    expect(await read(text), separator).toEqual(expected);
  }
});

const blank: Recipient = {
  ...{
    customer: "",
    email: "",
    role: "",
    language: null,
    segment: null,
    services: [],
    contract: "",
    noticePeriod: null,
  },
};

test("all that is wrong is told at once, by line and column, with what was expected, found, and how to mend it", async () => {
  const text = [
    "customer,email,language,segment,services,notice_period",
    "One,Ada <a@x.example>,de,bank,mail,P30D",
    ",b@x.example,german!,retail,post,30 days",
    "Two,c@x.example,de",
    "Three,c@x.example,,,,",
    "Three,C@X.example,,,,",
  ].join("\n");
  const found = await problemsOf(text);
  expect(found.map((one) => one.split(":")[0])).toEqual([
    ...["Line 2, email", "Line 3, services", "Line 3, customer", "Line 3, language", "Line 3, segment"],
    ...["Line 3, notice_period", "Line 4", "Line 6, email"],
  ]);
  expect(found[1]).toBe(
    "Line 3, services: expected a service of the feed: mail, store, found “post”. Use the ids of the vendor's list, or leave it empty for all.",
  );
  expect(found[7]).toContain("which is in line 5 too");
});

test.each([
  ["", "an empty file"],
  ["email\na@x.example\n", "customer"],
  ["customer,email,phone\n", "phone"],
  ["customer,email,email\n", "“email”. Remove the column"],
  ['customer,email\n"One,a@x.example\n', "quotes in pairs"],
])("%j is refused with the columns that are taken, or where it breaks", async (text, told) => {
  expect((await problemsOf(text)).join("\n")).toContain(told);
});

test("one address is one, however its domain is spelled", async () => {
  expect(await problemsOf("customer,email\nOne,a@bücher.example\nOne,a@xn--bcher-kva.example\n")).toHaveLength(1);
  expect(await read("customer,email\nOne,a@bücher.example\nTwo,a@xn--bcher-kva.example\n")).toHaveLength(2);
});

test("the columns are those that the guide names", async () => {
  expect(columns.join(",")).toBe("customer,email,role,language,segment,services,contract,notice_period");
});

test.each([
  ["a line that says what separates", "sep=;\r\ncustomer;email\r\nOne, Inc.;dpo@one.example\r\n"],
  ["rows and columns of nothing", 'customer,email,,\n"One, Inc.",dpo@one.example,,\n,,,\n , ,,\n'],
  ["lines that end with a separator", 'customer,email\n"One, Inc.",dpo@one.example,\n'],
  ["headings as people write them", ' Customer ,E-Mail,Notice Period\n"One, Inc.",dpo@one.example,\n'],
  ["what nobody sees, about an address", "customer;email\nOne, Inc.;\u202a\u200bdpo@one.example\u202c\n"],
])("%s", async (_, text) => {
  expect(await read(text)).toMatchObject([{ customer: "One, Inc.", email: "dpo@one.example", noticePeriod: null }]);
});

test.each([
  [
    'customer,email\nO"Neill,a@x.example',
    "Line 2: expected comma-separated values with quotes in pairs (RFC 4180), found a double quote inside a value. Put",
  ],
  ['customer,email\n"O"Neill,a@x.example', "found a double quote inside a value. Write each double quote in it twice."],
  ['customer,email\n"One,a@x.example', "found a double quote that nothing closes. Close it"],
  ["sep=;\ncustomer;email\nOne;one", "Line 3, email: expected one bare e-mail address"],
  ["customer,email,phone,Email\nOne,a@x.example,1,2", "found “phone”, “Email”. Remove the column"],
  [`customer,email\n${"x".repeat(300)},a@x.example`, "Shorten it"],
  ["customer,email\n,a@x.example", "Name the customer."],
  ["customer,email,language\nOne,a@x.example,zh_TW", "found “zh_TW”. Write zh-TW."],
  ["customer,email,language\nOne,a@x.example,German", "found “German”. Leave it empty"],
  ["customer,email,notice_period\nOne,a@x.example,30 days", "found “30 days”. 30 days are P30D"],
])("%j: %s", async (text, said) => {
  expect(await problemsOf(text)).toEqual([expect.stringContaining(said)]);
});
