import {
  buildTree,
  check,
  createRoot,
  createSigner,
  type Envelope,
  type Feed,
  fromBase64url,
  fromHex,
  generatePrivateKey,
  headSchema,
  importPublicKey,
  logOrigin,
  oneSigner,
  planVersion,
  type Remembered,
  type Signer,
  sha256Hex,
  signCheckpoint,
  signEnvelope,
  signReceipt,
  type Tree,
  TrustCenterError,
  toBase64url,
  type VerifyOptions,
  verify,
} from "@trust-center/feed";
import { type MockVendor, mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";
import { beforeEach, describe, expect, test } from "vitest";

const address = "https://acme.example/.well-known/trust-center/";
const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");

let vendor: MockVendor;
let remembered: Remembered;
let feed: Feed;

beforeEach(async () => {
  vendor = await mockVendor(address, start);
  await vendor.publish(mockContent(), start);
  remembered = (await verify(vendor.read, { feed: address, pin: vendor.pin, now: start })).next;
  feed = await vendor.publish(mockChange(), start + day);
});

const options = (more: Partial<VerifyOptions> = {}): VerifyOptions => ({
  feed: address,
  pin: vendor.pin,
  now: start + 2 * day,
  ...more,
});

/** Serves a tree as a careful client reads it: never beyond the cap. */
const from = (files: Tree) => async (path: string, maxBytes: number) => {
  const bytes = files.get(path);
  if (!bytes) throw new TrustCenterError("network", path);
  if (bytes.length > maxBytes) throw new TrustCenterError("too-large", path);
  return bytes;
};

const refused = async (files: Tree, more: Partial<VerifyOptions> & { strict?: boolean } = {}) =>
  verify(from(files), { ...options(), ...more }).then(
    () => "accepted",
    (error: TrustCenterError) => error.code,
  );

const encode = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const headOf = (files: Tree) => JSON.parse(new TextDecoder().decode(files.get("head.json")));
const payloadOf = (envelope: Envelope) => JSON.parse(new TextDecoder().decode(fromBase64url(envelope.payload)));

/** The vendor's files with another head. */
function withHead(change: (head: ReturnType<typeof headOf>) => unknown): Tree {
  const files = new Map(vendor.files);
  const head = headOf(files);
  files.set("head.json", encode(change(head) ?? head));
  return files;
}

/** Signs a changed payload with some signer. */
const resign = (envelope: Envelope, type: "root" | "manifest" | "timestamp", signers: Signer[], change: object) =>
  signEnvelope(encode({ ...payloadOf(envelope), ...change }), type, signers);

const newSigner = async (alg: "Ed25519" | "ES256" = "Ed25519") => createSigner(await generatePrivateKey(alg));

test("the honest feed is accepted, fresh and remembered", async () => {
  expect(await refused(vendor.files)).toBe("accepted");
  expect(await refused(vendor.files, { remembered, strict: true })).toBe("accepted");
});

describe("tamper", () => {
  test("each byte range of each file that a reader uses", async () => {
    const manifest = payloadOf(headOf(vendor.files).manifest);
    const used = [manifest.files.feed.path, manifest.files.history.path, "head.json"];
    for (const path of used) {
      const bytes = vendor.files.get(path) as Uint8Array<ArrayBuffer>;
      for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 250))) {
        const changed = bytes.slice();
        changed[at] = (changed[at] as number) ^ 1;
        expect({
          path,
          at,
          found: await refused(new Map([...vendor.files, [path, changed]]), { strict: true }),
        }).not.toEqual({ path, at, found: "accepted" });
      }
    }
  });
  test("a longer and a shorter feed", async () => {
    const { path } = payloadOf(headOf(vendor.files).manifest).files.feed;
    const bytes = vendor.files.get(path) as Uint8Array<ArrayBuffer>;
    expect(await refused(new Map([...vendor.files, [path, encode(`${new TextDecoder().decode(bytes)} `)]]))).toBe(
      "too-large",
    );
    expect(await refused(new Map([...vendor.files, [path, bytes.slice(0, -1)]]))).toBe("hash-mismatch");
  });
});

describe("type confusion", () => {
  test("a timestamp as a manifest", async () => {
    expect(await refused(withHead((head) => ({ ...head, manifest: head.timestamp })))).toBe("signature-invalid");
  });
  test("a receipt as a root", async () => {
    const { root, log } = { root: headOf(vendor.files).roots[0], log: payloadOf(headOf(vendor.files).manifest).log };
    const compact = await signReceipt(
      {
        type: "receipt",
        feed: address,
        pin: vendor.pin,
        id: "x",
        action: "objection-filed",
        change: "2.1",
        version: 2,
        sha256: "0".repeat(64),
        log,
        filed: "2026-01-12T00:00:00Z",
        deadline: "2026-02-12T00:00:00Z",
        objection: "0".repeat(64),
      },
      vendor.signer,
    );
    const [header, , signature] = compact.split(".");
    expect(
      await refused(
        withHead((head) => ({
          ...head,
          roots: [{ payload: root.payload, signatures: [{ protected: header, signature }] }],
        })),
      ),
    ).toBe("signature-invalid");
  });
});

describe("algorithms and keys", () => {
  test("another algorithm in the header than the root binds to the key", async () => {
    const found = withHead((head) => {
      const header = { alg: "ES256", kid: vendor.signer.kid, typ: "trust-center-timestamp+json" };
      head.timestamp.signatures[0].protected = toBase64url(encode(header));
    });
    expect(await refused(found)).toBe("signature-invalid");
  });
  test.each(["none", "HS256", "EdDSA"])("alg %s", async (alg) => {
    const found = withHead((head) => {
      head.timestamp.signatures[0].protected = toBase64url(
        encode({ alg, kid: vendor.signer.kid, typ: "trust-center-timestamp+json" }),
      );
    });
    expect(await refused(found)).toBe("malformed");
  });
  test("a further header parameter, and an unprotected header", async () => {
    expect(
      await refused(
        withHead((head) => {
          head.timestamp.signatures[0].protected = toBase64url(
            encode({ alg: "Ed25519", kid: vendor.signer.kid, typ: "trust-center-timestamp+json", jwk: {} }),
          );
        }),
      ),
    ).toBe("malformed");
    expect(
      await refused(
        withHead((head) => {
          head.timestamp.signatures[0].header = { kid: "x" };
        }),
      ),
    ).toBe("malformed");
  });
  test.each([
    ["order 1", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
    ["order 4", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
    ["not canonical", Buffer.from([0xee, ...Array(30).fill(0xff), 0x7f]).toString("base64url")],
  ])("a key of %s", async (_what, x) => {
    await expect(importPublicKey({ kty: "OKP", crv: "Ed25519", x, alg: "Ed25519" })).rejects.toMatchObject({
      code: "key-refused",
    });
  });
  test("one signature counted twice toward a threshold", async () => {
    const found = withHead((head) => {
      head.timestamp.signatures.push(head.timestamp.signatures[0]);
    });
    expect(await refused(found)).toBe("signature-invalid");
  });
  test("lenient base64url: padding, spaces, trailing bits", async () => {
    for (const change of [
      (text: string) => `${text}=`,
      (text: string) => ` ${text}`,
      (text: string) => text.replace(/.$/, "_"),
    ]) {
      const found = withHead((head) => {
        head.timestamp.signatures[0].signature = change(head.timestamp.signatures[0].signature);
      });
      expect(["malformed", "signature-invalid"]).toContain(await refused(found));
    }
  });
});

describe("a stolen timestamp key alone", () => {
  test("cannot bring another manifest into being", async () => {
    const [root, manifest, timestamp] = [await newSigner(), await newSigner(), await newSigner()];
    const signers = { root: [root], manifest: [manifest], timestamp: [timestamp], receipt: [root] };
    const envelope = await createRoot(address, signers, start);
    const { feed, changes } = planVersion(mockContent(), undefined, start);
    const files = await buildTree({ address, feed, changes, policies: [], roots: [envelope], signers, now: start });
    const pinned = { pin: undefined, now: start + day };
    expect(await refused(files, pinned)).toBe("accepted");
    const head = headOf(files);
    const forged = await resign(head.manifest, "manifest", [timestamp], { version: 9 });
    const payload = fromBase64url(forged.payload);
    const vouched = await resign(head.timestamp, "timestamp", [timestamp], {
      version: 2,
      manifest: { version: 9, sha256: await sha256Hex(payload), length: payload.length },
    });
    files.set("head.json", encode({ ...head, manifest: forged, timestamp: vouched }));
    expect(await refused(files, pinned)).toBe("signature-invalid");
  });
});

describe("time", () => {
  test("rollback to an older version", async () => {
    const newest = (await verify(vendor.read, options())).next;
    const old = await mockVendor(address, start, { signer: vendor.signer });
    await old.publish(mockContent(), start);
    expect(await refused(old.files, { remembered: newest, now: start + day })).toBe("rollback");
  });
  test("freeze: the timestamp runs out", async () => {
    expect(await refused(vendor.files, { now: start + 40 * day })).toBe("expired");
  });
  test("an expired manifest and an expired root", async () => {
    const head = headOf(vendor.files);
    const late = await resign(head.timestamp, "timestamp", [vendor.signer], { expires: "2030-01-01T00:00:00Z" });
    expect(
      await refused(
        withHead((head) => ({ ...head, timestamp: late })),
        { now: Date.parse("2027-06-01T00:00:00Z") },
      ),
    ).toBe("expired");
  });
  test("a clock set back says so instead of crying tamper", async () => {
    expect(
      await refused(vendor.files, { remembered: (await verify(vendor.read, options())).next, now: start - 90 * day }),
    ).toBe("clock");
  });
  test("metadata from the future", async () => {
    expect(await refused(vendor.files, { now: start - 90 * day })).toBe("clock");
  });
  test("fast-forward, and recovery by rotation", async () => {
    const head = headOf(vendor.files);
    const far = await resign(head.timestamp, "timestamp", [vendor.signer], { version: 1_000_000 });
    const victim = (await verify(from(withHead((head) => ({ ...head, timestamp: far }))), options())).next;
    expect(await refused(vendor.files, { remembered: victim })).toBe("rollback");
    const fresh = await newSigner();
    const first = payloadOf(head.roots[0]);
    const second = await signEnvelope(
      encode({
        ...first,
        version: 2,
        issued: "2026-01-12T00:00:00Z",
        keys: { ...first.keys, [fresh.kid]: fresh.publicKey },
        roles: { ...first.roles, timestamp: { threshold: 1, kids: [fresh.kid] } },
      }),
      "root",
      [vendor.signer],
    );
    const recovered = await resign(head.timestamp, "timestamp", [fresh], { version: 3, root: 2 });
    expect(
      await refused(
        withHead((head) => ({ ...head, roots: [head.roots[0], second], timestamp: recovered })),
        { remembered: victim },
      ),
    ).toBe("accepted");
  });
});

describe("mix-and-match and replay", () => {
  test("the manifest of another version", async () => {
    const old = await mockVendor(address, start, { signer: vendor.signer });
    await old.publish(mockContent(), start);
    expect(await refused(withHead((head) => ({ ...head, manifest: headOf(old.files).manifest })))).toBe(
      "hash-mismatch",
    );
  });
  test("another vendor's valid head", async () => {
    const other = await mockVendor("https://other.example/feed/", start);
    await other.publish(mockContent(), start);
    expect(await refused(other.files)).toBe("wrong-feed");
    const twin = await mockVendor(address, start);
    await twin.publish(mockContent(), start);
    expect(await refused(twin.files)).toBe("pin-mismatch");
    expect(await refused(twin.files, { pin: undefined, remembered })).not.toBe("accepted");
  });
});

describe("history", () => {
  test("a silent rewrite", async () => {
    const other = await mockVendor(address, start, { signer: vendor.signer });
    await other.publish(mockContent({ title: "Another past" }), start);
    await other.publish(mockChange({ title: "Another past" }), start + day);
    expect(await refused(other.files, { remembered })).toBe("log-inconsistent");
  });
  test("a list edited without a log entry", async () => {
    const { changes: _none, ...content } = { ...feed, changes: [] };
    const signers = oneSigner(vendor.signer);
    const head = check(headSchema, headOf(vendor.files), "head");
    const edited: Feed = { ...(content as Feed), subprocessors: feed.subprocessors.slice(0, 1) };
    const tree = await buildTree({
      address,
      feed: edited,
      changes: [],
      policies: [],
      roots: head.roots,
      signers,
      previous: {
        manifest: payloadOf(head.manifest),
        timestamp: payloadOf(head.timestamp),
        history: vendor.files.get(payloadOf(head.manifest).files.history.path) as Uint8Array<ArrayBuffer>,
      },
      now: start + day,
    });
    expect(await refused(tree)).toBe("unlogged-edit");
  });
  test("equivocation: two roots for one size, with both as evidence", async () => {
    const newest = (await verify(vendor.read, options())).next;
    const { timestamp: _t, manifest: _m, ...bare } = newest;
    const twin = await mockVendor(address, start, { signer: vendor.signer });
    await twin.publish(mockContent({ title: "For you alone" }), start);
    await twin.publish(mockChange({ title: "For you alone" }), start + day);
    const error = await verify(twin.read, { ...options(), remembered: bare as Remembered }).catch(
      (error: TrustCenterError) => error,
    );
    expect(error).toMatchObject({ code: "fork" });
    const both = await verify(twin.read, { ...options(), remembered: newest }).catch(
      (error: TrustCenterError) => error,
    );
    expect(both).toMatchObject({ code: "fork", evidence: { remembered: expect.anything(), found: expect.anything() } });
  });
  test("an old size of 0 is never consistent", async () => {
    expect(
      await refused(vendor.files, { remembered: { ...remembered, log: { size: 0, root: "0".repeat(64) } } }),
    ).not.toBe("accepted");
  });
});

describe("root rotation", () => {
  const rotate = async (signers: Signer[], change: object = {}) => {
    const first = payloadOf(headOf(vendor.files).roots[0]);
    return signEnvelope(encode({ ...first, version: 2, issued: "2026-01-12T00:00:00Z", ...change }), "root", signers);
  };
  test("skipped", async () => {
    const third = await rotate([vendor.signer], { version: 3 });
    expect(await refused(withHead((head) => ({ ...head, roots: [...head.roots, third] })))).toBe("root-chain");
  });
  test("repeated", async () => {
    expect(await refused(withHead((head) => ({ ...head, roots: [...head.roots, ...head.roots] })))).toBe("root-chain");
  });
  test("unsigned by the old keys, everything else signed by the thief", async () => {
    const thief = await newSigner();
    const role = { threshold: 1, kids: [thief.kid] };
    const second = await rotate([thief], {
      keys: { [thief.kid]: thief.publicKey },
      roles: { root: role, manifest: role, timestamp: role, receipt: role },
    });
    const head = headOf(vendor.files);
    const { size, root } = payloadOf(head.manifest).log;
    const stolen = {
      ...head,
      roots: [...head.roots, second],
      manifest: await resign(head.manifest, "manifest", [thief], {}),
      timestamp: await resign(head.timestamp, "timestamp", [thief], {}),
      log: { ...head.log, checkpoint: await signCheckpoint(logOrigin(address), size, fromHex(root), [thief]) },
    };
    expect(await refused(withHead(() => stolen))).toBe("signature-invalid");
  });
  test("unsigned by the new keys", async () => {
    const fresh = await newSigner();
    const first = payloadOf(headOf(vendor.files).roots[0]);
    const second = await rotate([vendor.signer], {
      keys: { ...first.keys, [fresh.kid]: fresh.publicKey },
      roles: { ...first.roles, root: { threshold: 1, kids: [fresh.kid] } },
    });
    expect(await refused(withHead((head) => ({ ...head, roots: [...head.roots, second] })))).toBe("signature-invalid");
  });
});

describe("hostile bytes", () => {
  const hostile: [string, string | Uint8Array<ArrayBuffer>][] = [
    ["duplicate JSON names", '{"type":"head","type":"head","roots":[]}'],
    ["deep nesting", `{"type":"head","roots":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
    ["a huge number", '{"type":"head","roots":[],"x":1e999}'],
    ["invalid UTF-8", Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ["a byte order mark", "\uFEFF{}"],
    ["nothing", ""],
    ["not JSON", "<html>"],
  ];
  test.each(hostile)("%s in head.json", async (_what, content) => {
    const bytes = typeof content === "string" ? encode(content) : content;
    expect(await refused(new Map([...vendor.files, ["head.json", bytes]]))).toBe("malformed");
  });
  test("endless data", async () => {
    expect(await refused(new Map([...vendor.files, ["head.json", new Uint8Array(10_000_000)]]))).toBe("too-large");
  });
  test.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "vbscript:x",
    "blob:x",
  ])("a link to %j, though it is signed", async (url) => {
    const evil = await mockVendor(address, start, { signer: vendor.signer });
    const content = mockContent();
    const [first] = content.subprocessors;
    await evil.publish({ ...content, subprocessors: [{ ...first, links: [{ url }] } as never] }, start);
    expect(await refused(evil.files, { now: start + day })).toBe("malformed");
  });
  test("a manifest that leads elsewhere", async () => {
    const head = headOf(vendor.files);
    const manifest = payloadOf(head.manifest);
    const led = await resign(head.manifest, "manifest", [vendor.signer], {
      files: { ...manifest.files, feed: { ...manifest.files.feed, path: "../../etc/passwd" } },
    });
    const payload = fromBase64url(led.payload);
    const timestamp = await resign(head.timestamp, "timestamp", [vendor.signer], {
      manifest: { version: manifest.version, sha256: await sha256Hex(payload), length: payload.length },
    });
    expect(await refused(withHead((head) => ({ ...head, manifest: led, timestamp })))).toBe("malformed");
  });
});
