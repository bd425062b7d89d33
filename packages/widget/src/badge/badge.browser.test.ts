import { expect } from "@open-wc/testing";
import {
  addCosignatures,
  createSigner,
  fromBase64url,
  type Head,
  importPrivateJwk,
  nextRoot,
  parseJson,
  type Root,
  rootBytes,
  signCosignature,
  signEnvelope,
  toLogKey,
  toVerifierKey,
} from "@trust-center/feed";
import { mockChange } from "@trust-center/feed/mock";
import { find, findAll, mount, settled, textOf, until } from "../testing/mount.ts";
import { type ServedVendor, serveVendor } from "../testing/served-vendor.ts";

const name = "witness.example/w1";

/** A key of a witness (RFC 8032, §7.1, TEST 2). */
const witnessKey = {
  kty: "OKP",
  crv: "Ed25519",
  alg: "Ed25519",
  x: "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
  d: "TM0Imyj_ltqdtsNG7BFOD1uKMZ81q6Yk2oz27U-4pvs",
} as const;

/** Serves the vendor's head with something else in it. */
async function changeHead(vendor: ServedVendor, change: (head: Head) => Promise<void>): Promise<void> {
  const head = parseJson(vendor.files.get("head.json") as Uint8Array, "head.json") as Head;
  await change(head);
  vendor.files.set("head.json", new TextEncoder().encode(JSON.stringify(head)));
}

async function witnessed() {
  const vendor = await serveVendor();
  const signer = await createSigner(await importPrivateJwk(witnessKey));
  const key = await toVerifierKey({ name, key: signer.publicKey });
  const cosign = (now: number) =>
    changeHead(vendor, async ({ log }) => {
      log.checkpoint = addCosignatures(log.checkpoint, [await signCosignature(log.checkpoint, name, signer, now)]);
    });
  const checks = async (witnesses: string) => {
    const element = await mount(vendor, { witnesses });
    await settled(element);
    find(element, ".badge").click();
    await element.updateComplete;
    await until(() => findAll(element, ".checks li").some(({ textContent }) => /witness|logs/.test(textContent)));
    return find(element, ".checks").textContent;
  };
  return { vendor, key, cosign, checks };
}

describe("what this browser saw before", () => {
  /** What is said to be checked, some minutes from now. */
  async function checked(vendor: ServedVendor, minutes = 0): Promise<string> {
    const { now } = Date;
    Date.now = () => now() + minutes * 60_000;
    try {
      const element = await mount(vendor);
      await settled(element);
      find(element, ".badge").click();
      await until(() => findAll(element, ".checks li").length > 2);
      return find(element, ".checks").textContent;
    } finally {
      Date.now = now;
    }
  }

  it("is compared from the second visit on, and said to hold where it does", async () => {
    const vendor = await serveVendor();
    const old = vendor.files.get("head.json") as Uint8Array<ArrayBuffer>;
    const said = "Nothing that this browser saw before was taken back";
    expect(await checked(vendor)).to.not.contain(said);
    expect(await checked(vendor, 1)).to.contain(said);
    await vendor.publishNow(mockChange());
    expect(await checked(vendor, 2)).to.contain(said);
    vendor.files.set("head.json", old);
    expect(await checked(vendor, 3))
      .to.contain("is signed by those keys")
      .and.not.contain(said);
  });
});

describe("witnesses that the page names", () => {
  it("are named with the day on which they looked", async () => {
    const { key, cosign, checks } = await witnessed();
    await cosign(Date.now());
    expect(await checks(key)).to.contain(`${name}, a witness, saw this state of the history on`);
  });

  it("that have not looked yet are said to have not", async () => {
    const { key, checks } = await witnessed();
    expect(await checks(` ${key}\n`)).to.contain(`${name}, a witness, has not signed this state`);
  });

  it("whose signature is none are said to be so", async () => {
    const { vendor, key, cosign, checks } = await witnessed();
    await cosign(Date.now());
    await changeHead(vendor, async ({ log }) => {
      log.checkpoint = log.checkpoint.replace(/(w1 .{40}).{4}/, "$1AAAA");
    });
    expect(await checks(key)).to.contain("A signature of a witness does not verify");
  });
});

describe("a policy that the page names", () => {
  const policy = (key: string, threshold: string) => `
    # who has to sign
    witness W1 ${key}
    witness W2 other.example/w+5f12d40a+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea
    group both ${threshold} W1 W2
    quorum both
  `;

  it("that is met is said to be, and who has signed", async () => {
    const { key, cosign, checks } = await witnessed();
    await cosign(Date.now());
    const said = await checks(policy(key, "any"));
    expect(said).to.contain("1 of 2 witnesses have signed this state of the history. The page asks for: 1.");
    expect(said).to.contain(`${name}, a witness, saw this state of the history on`);
    expect(said).to.contain("other.example/w, a witness, has not signed this state");
  });

  it("that is not met is said in numbers, and the list is shown", async () => {
    const { key, checks } = await witnessed();
    expect(await checks(policy(key, "all"))).to.contain(
      "0 of 2 witnesses have signed this state of the history. The page asks for: 2.",
    );
  });

  it("that lists other logs, or cannot be read, is said to", async () => {
    const { vendor, key, checks } = await witnessed();
    const log = await toLogKey({ origin: "stranger.example/log", key: vendor.signer.publicKey });
    expect(await checks(`log ${log}\nquorum none`)).to.contain("this list's is none of them");
    const unread = await checks(`${policy(key, "3")}`);
    expect(unread).to.contain("What the page says of witnesses cannot be read (malformed:5).");
    expect(unread).not.to.contain("does not verify");
  });
});

describe("a list that has moved", () => {
  it("says where to", async () => {
    const vendor = await serveVendor();
    await changeHead(vendor, async (head) => {
      const first = parseJson(fromBase64url(head.roots[0]?.payload ?? ""), "root 1") as Root;
      const move = { type: "successor", feed: "https://new.example/trust/", pin: vendor.pin } as const;
      const root = nextRoot(first, [move], Date.now());
      head.roots.push(await signEnvelope(rootBytes(root), "root", [vendor.signer]));
    });
    const element = await mount(vendor);
    await settled(element);
    expect(element.matches(":state(verified)")).to.equal(true);
    expect(textOf(element)).to.contain("this list has moved to new.example");
    expect(find<HTMLAnchorElement>(element, ".alarm a").href).to.equal("https://new.example/trust/");
  });
});
