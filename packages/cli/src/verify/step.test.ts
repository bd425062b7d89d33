import { start, temporaryFolder, testKey, write } from "@trust-center/authoring/testing";
import { createSigner, fromPem, type StepReceipt, sha256Hex, signStepReceipt } from "@trust-center/feed";
import { expect, test } from "vitest";
import { publishedFeed } from "../testing/published.ts";
import { runIn } from "../testing/run.ts";

test("a receipt of a step verifies offline, says what was done, and is held to its text", async () => {
  const { feed, pin, roots } = await publishedFeed();
  const text = "The data stays in the EEA.";
  const step: StepReceipt = {
    type: "step",
    ...{ feed, pin, id: "case-1", step: 3, action: "rejected", by: "publisher", state: "rejected" },
    ...{ change: "2.1", filed: start, deadline: start, at: "2026-01-20T12:00:00Z" },
    text: await sha256Hex(new TextEncoder().encode(text)),
  };
  const receipt = await signStepReceipt(step, await createSigner(await fromPem(testKey)));
  const elsewhere = await temporaryFolder();
  const verify = async (file: object, ...flags: string[]) => {
    await write(elsewhere, { "step.json": JSON.stringify(file) });
    return runIn(elsewhere, ["verify", "step.json", "--offline", "--now", "2036-01-01T00:00:00Z", ...flags]);
  };
  const found = await verify({ receipt, text, roots }, "--pin", pin);
  expect(found).toMatchObject({ code: 0, stderr: "" });
  expect(found.stdout).toContain("was rejected by the vendor on 2026-01-20T12:00:00Z");
  expect(found.stdout).toContain("✓ Text");
  expect(found.stdout).toContain(`Verified: a receipt by ${feed}`);
  expect((await verify({ receipt, text: "It leaves the EEA.", roots }, "--pin", pin)).code).toBe(1);
  const [head, payload = "", signature] = receipt.split(".");
  const said = Buffer.from(payload, "base64url").toString().replace('"state":"rejected"', '"state":"resolved"');
  const forged = `${head}.${Buffer.from(said).toString("base64url")}.${signature}`;
  expect((await verify({ receipt: forged, text, roots }, "--pin", pin)).code).toBe(1);
});
