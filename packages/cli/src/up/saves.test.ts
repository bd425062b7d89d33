import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { temporaryFolder } from "@trust-center/authoring/testing";
import { expect, onTestFinished, test } from "vitest";
import { onSave } from "./saves.ts";

test("every save is seen: written over, or replaced as editors do; of the list and of policies, in folders that come later too", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "trust-center.yaml"), "0");
  let seen = 0;
  const watching = onSave(folder, () => seen++);
  onTestFinished(() => watching.close());
  const replace = async (text: string) => {
    await writeFile(join(folder, ".trust-center.yaml.swp"), text);
    await rename(join(folder, ".trust-center.yaml.swp"), join(folder, "trust-center.yaml"));
  };
  const saves = [
    () => replace("1"),
    () => replace("2"),
    () => writeFile(join(folder, "trust-center.yaml"), "3"),
    () => replace("4"),
    async () => {
      await mkdir(join(folder, "policies", "de"), { recursive: true });
      await writeFile(join(folder, "policies", "privacy.md"), "1");
    },
    () => writeFile(join(folder, "policies", "privacy.md"), "2"),
    () => writeFile(join(folder, "policies", "de", "privacy.md"), "1"),
    () => writeFile(join(folder, "policies", "de", "privacy.md"), "2"),
  ];
  for (const [at, save] of saves.entries()) {
    const before = seen;
    await save();
    for (let looks = 0; looks < 2000 && seen === before; looks++) await wait(20);
    expect(seen, `save ${at}`).toBeGreaterThan(before);
    // What one save brought about is over before the next.
    await wait(150);
  }
  // On a busy machine it is over later: once nothing more comes.
  let before = -1;
  while (seen !== before) {
    before = seen;
    await wait(250);
  }
  await writeFile(join(folder, "notes.txt"), "1");
  await wait(250);
  expect(seen).toBe(before);
});
