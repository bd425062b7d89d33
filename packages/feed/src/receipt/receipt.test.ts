import { beforeEach, expect, test } from "vitest";
import { generatePrivateKey } from "../keys/private-key.ts";
import { createSigner, type Signer } from "../keys/signer.ts";
import type { Root } from "../metadata/schema.ts";
import { firstRoot, nextRoot } from "../publish/root.ts";
import { type Receipt, signReceipt, verifyReceipt } from "./receipt.ts";
import { type StepReceipt, signStepReceipt, verifyStepReceipt } from "./step-receipt.ts";

const feed = "https://acme.example/.well-known/trust-center/";
const pin = `sha256-${"A".repeat(43)}`;
const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");
const rotated = start + 30 * day;

let [old, fresh]: Signer[] = [];
let roots: Root[];

beforeEach(async () => {
  [old, fresh] = [
    await createSigner(await generatePrivateKey()),
    await createSigner(await generatePrivateKey("ES256")),
  ];
  const role = { keys: [old as Signer], threshold: 1 };
  const first = firstRoot(feed, { root: role, manifest: role, timestamp: role, receipt: role }, start);
  const change = { type: "replace", kid: old?.kid ?? "", by: fresh as Signer, roles: ["receipt"] } as const;
  const second = nextRoot(first, [change], rotated);
  roots = [first, second, nextRoot(second, [], rotated + 300 * day)];
});

const receipt = (filed: number, more: Partial<Receipt> = {}): Receipt => ({
  type: "receipt",
  feed,
  pin,
  id: "r1",
  action: "objection-filed",
  change: "2.1",
  version: 2,
  sha256: "0".repeat(64),
  log: { size: 3, root: "1".repeat(64) },
  filed: new Date(filed).toISOString().replace(/\.\d+/, ""),
  deadline: "2026-02-10T23:59:59Z",
  objection: "2".repeat(64),
  ...more,
});
const verified = async (signer: Signer | undefined, filed: number, more: Partial<Receipt> = {}) =>
  verifyReceipt(await signReceipt(receipt(filed, more), signer as Signer), roots, pin).then(
    ({ id }) => id,
    (error) => error.code,
  );

test("outlives the key that signed it", async () => {
  expect(await verified(old, start + day)).toBe("r1");
  expect(await verified(fresh, rotated + 400 * day)).toBe("r1");
});

test("a service that learns of a rotation late does not spoil its receipts", async () => {
  expect(await verified(old, rotated + day / 2)).toBe("r1");
});

test("a retired key cannot go on, and a new one cannot reach back", async () => {
  expect(await verified(old, rotated + 2 * day)).toBe("key-refused");
  expect(await verified(fresh, rotated - day)).toBe("key-refused");
});

test("a key that was given the role back does not vouch for the time between", async () => {
  const [first, second] = roots as [Root, Root];
  const again = { ...first, version: 3, issued: "2026-06-01T00:00:00Z" };
  roots = [first, second, again];
  expect(await verified(old, Date.parse(again.issued) + 30 * day)).toBe("r1");
  expect(await verified(old, start)).toBe("r1");
  expect(await verified(old, Date.parse(again.issued) - day)).toBe("key-refused");
});

test("of another key, feed or pin is refused", async () => {
  const thief = await createSigner(await generatePrivateKey());
  expect(await verified(thief, start + day)).toBe("signature-invalid");
  expect(await verified(old, start + day, { feed: "https://other.example/" })).toBe("wrong-feed");
  expect(await verified(old, start + day, { pin: `sha256-${"B".repeat(43)}` })).toBe("pin-mismatch");
});

const step = (at: number, more: Partial<StepReceipt> = {}): StepReceipt => ({
  type: "step",
  ...{ feed, pin, id: "r1", step: 2, action: "withdrawn", by: "objector", state: "withdrawn", change: "2.1" },
  ...{
    filed: "2026-01-12T09:30:00Z",
    deadline: "2026-02-10T23:59:59Z",
    at: new Date(at).toISOString().replace(/\.\d+/, ""),
  },
  ...more,
});

const stepVerified = async (signer: Signer | undefined, at: number, more: Partial<StepReceipt> = {}) =>
  verifyStepReceipt(await signStepReceipt(step(at, more), signer as Signer), roots, pin).then(
    (found) => `${found.step} ${found.state}`,
    (error) => error.code,
  );

test("a receipt of a step holds for its key's time of service, counted from the step and not from the filing", async () => {
  expect(await stepVerified(old, start + day)).toBe("2 withdrawn");
  expect(await stepVerified(fresh, rotated + day)).toBe("2 withdrawn");
  expect(await stepVerified(old, rotated + 2 * day)).toBe("key-refused");
  expect(await stepVerified(old, start + day, { feed: "https://other.example/" })).toBe("wrong-feed");
});

test("a receipt of a step is none of what was filed, and none the other way round", async () => {
  const ofStep = await signStepReceipt(step(start + day), old as Signer);
  await expect(verifyReceipt(ofStep, roots, pin)).rejects.toMatchObject({ code: "malformed" });
  const filed = await signReceipt(receipt(start + day), old as Signer);
  await expect(verifyStepReceipt(filed, roots, pin)).rejects.toMatchObject({ code: "malformed" });
});
