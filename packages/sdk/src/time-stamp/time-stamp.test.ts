import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Authority, type Issued, startAuthority } from "../testing/authority.ts";
import { requestTimeStamp } from "./request.ts";
import { readToken } from "./token.ts";
import { verifyTimeStamp } from "./verify.ts";

const data = new TextEncoder().encode("acme.example/log\n7\nCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk=\n");
const day = 24 * 60 * 60 * 1000;

let authority: Authority;
let token: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  authority = await startAuthority();
  token = (await ask()).token;
});
afterAll(() => authority.close());
beforeEach(() => {
  authority.answer = undefined;
});

const ask = (more: object = {}) =>
  requestTimeStamp({
    url: authority.url,
    data,
    certificates: authority.root.pem,
    now: Date.now(),
    timeout: 60_000,
    ...more,
  });
const verify = (bytes: Uint8Array, more: object = {}) =>
  verifyTimeStamp(bytes, { data, certificates: authority.root.pem, now: Date.now(), ...more });
/** A token of now, signed with another certificate: one that was made before it. */
const forged = async (by: Issued, names?: boolean) =>
  authority.forge(readToken((await ask()).token).infoBytes, by, names);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "accepted",
    ({ code }) => code ?? "no code",
  );

test("a token of `openssl ts` verifies, under the root, the certificate between, or its own", async () => {
  const { timeStamp } = await ask();
  expect(timeStamp).toMatchObject({ authority: "Test Time Stamps", policy: "1.3.6.1.4.1.99999.1" });
  expect(Math.abs(Date.parse(timeStamp.at) - Date.now())).toBeLessThan(60_000);
  const { root, between, own } = authority;
  for (const { pem } of [root, between, own])
    expect(await codeOf(verify(token, { certificates: pem }))).toBe("accepted");
  expect(await codeOf(verify(token, { certificates: `${authority.own.pem}\n${root.pem}` }))).toBe("accepted");
});

test("it holds for ever: certificates count as of its time", async () => {
  expect(await codeOf(verify(token, { now: Date.now() + 20_000 * day }))).toBe("accepted");
  expect(await codeOf(verify(token, { now: Date.now() - day }))).toBe("clock");
});

test("openssl verifies what is asked for and kept, too", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-token-"));
  try {
    await writeFile(join(folder, "token"), token);
    await writeFile(join(folder, "data"), data);
    const { stdout } = await promisify(execFile)(
      "openssl",
      ["ts", "-verify", "-token_in", "-in", "token", "-data", "data", "-CAfile", authority.root.certificate],
      { cwd: folder },
    );
    expect(stdout).toContain("Verification: OK");
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe("refused as", () => {
  test("about other bytes, or under another policy", async () => {
    expect(await codeOf(verify(token, { data: data.slice(1) }))).toBe("hash-mismatch");
    expect(await codeOf(verify(token, { policy: "1.3.6.1.4.1.99999.2" }))).toBe("unsupported");
    expect(await codeOf(verify(token, { policy: "1.3.6.1.4.1.99999.1" }))).toBe("accepted");
  });

  test("by somebody else, whatever names they have", async () => {
    const stranger = await authority.issue("Test Root", "authority");
    expect(await codeOf(verify(token, { certificates: stranger.pem }))).toBe("key-refused");
    const own = await authority.issue("Test Time Stamps", "stamping", stranger);
    const theirs = await forged(own);
    expect(await codeOf(verify(theirs))).toBe("key-refused");
    expect(await codeOf(verify(theirs, { certificates: stranger.pem }))).toBe("accepted");
  });

  test.each(["uncritical", "both", "mail", "none", "authority"] as const)(
    "by a certificate for other uses: %s",
    async (usage) => {
      const wrong = await authority.issue("Test Time Stamps", usage, authority.root);
      expect(await codeOf(verify(await forged(wrong)))).toBe("key-refused");
    },
  );

  test("by a certificate that had expired, or by one that may issue none", async () => {
    const expired = await authority.issue("Test Time Stamps", "stamping", authority.root, -1);
    expect(await codeOf(verify(await forged(expired)))).toBe("key-refused");
    const below = await authority.issue("Test Time Stamps", "stamping", authority.own);
    const theirs = await forged(below);
    expect(await codeOf(verify(theirs, { certificates: authority.own.pem }))).toBe("key-refused");
  });

  test("without the name of its certificate (ESSCertIDv2)", async () => {
    const good = await authority.issue("Test Time Stamps", "stamping", authority.root);
    expect(await codeOf(verify(await forged(good)))).toBe("accepted");
    expect(await codeOf(verify(await forged(good, false)))).toBe("signature-invalid");
  });

  test("altered, cut or no token at all: an error of a code, wherever a byte is another", async () => {
    const change = fc.record({ at: fc.nat(token.length - 1), by: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, by }) => {
        const altered = Uint8Array.from(token);
        altered[at] = (altered[at] ?? 0) ^ by;
        const found = await codeOf(verify(altered));
        // What no signature covers (certificates in between that are not needed, spellings of lengths) may differ.
        expect(found).toMatch(
          /^(accepted|malformed|hash-mismatch|signature-invalid|key-refused|unsupported|clock|too-large)$/,
        );
        if (found === "accepted") expect(await verify(altered)).toEqual(await verify(token));
      }),
      { numRuns: 120 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(await codeOf(verify(bytes))).toMatch(/^(malformed|unsupported)$/);
      }),
    );
    expect(await codeOf(verify(token.slice(0, -1)))).toBe("malformed");
    expect(await codeOf(verify(Uint8Array.from([...token, 0])))).toBe("malformed");
    const deep = Uint8Array.from({ length: 60_000 }, (_, at) => (at % 2 === 0 ? 0x30 : 0x80));
    expect(await codeOf(verify(deep))).toBe("malformed");
    expect(await codeOf(verify(new Uint8Array(64 * 1024 + 1)))).toBe("too-large");
  });

  test("where the certificate that is given is none", async () => {
    for (const certificates of ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])
      expect(await codeOf(verify(token, { certificates }))).toBe("malformed");
  });
});

describe("an authority that answers", () => {
  const answers = (answer: Authority["answer"], more: object = {}) => {
    authority.answer = answer;
    return codeOf(ask(more));
  };

  test("with the answer to another request is refused by its nonce", async () => {
    let before: Buffer | undefined;
    authority.answer = async (request, response) => {
      before ??= await authority.reply(request);
      response.end(before);
    };
    expect(await codeOf(ask())).toBe("accepted");
    expect(await codeOf(ask())).toBe("signature-invalid");
  });

  test("that it does not grant one says so", async () => {
    // PKIStatusInfo: rejection, “no”.
    const rejection = Uint8Array.of(0x30, 0x0b, 0x30, 0x09, 0x02, 0x01, 0x02, 0x30, 0x04, 0x0c, 0x02, 0x6e, 0x6f);
    expect(await answers((_request, response) => void response.end(rejection))).toBe("service-refused");
    await expect(ask()).rejects.toThrow("status 2: no");
  });

  test("with too much, with garbage, with an error, elsewhere, or not at all", async () => {
    expect(await answers((_request, response) => void response.end(Buffer.alloc(70_000)))).toBe("too-large");
    expect(await answers((_request, response) => void response.end("<html>"))).toBe("malformed");
    expect(await answers((_request, response) => void response.writeHead(503).end())).toBe("network");
    expect(await answers((_request, response) => void response.writeHead(302, { location: "/" }).end())).toBe(
      "network",
    );
    expect(await answers(() => {}, { timeout: 100 })).toBe("timeout");
    expect(await answers((_request, response) => void response.destroy())).toBe("network");
    const signal = AbortSignal.abort();
    expect(await answers(undefined, { signal })).toBe("aborted");
  });
});
