import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder, write } from "@trust-center/authoring/testing";
import { online } from "./online.ts";
import { runIn } from "./run.ts";

/** Noon of a day in January. */
export const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;
export const witnessName = "witness.example/w1";

/** A vendor that is online, and another company that watches it. */
export async function watched() {
  const vendor = await online();
  const witness = await temporaryFolder();
  await runIn(witness, ["keys", "new", "witness.key.pem"]);
  const look = (day: number, ...more: string[]) => {
    const own = ["--key", "witness.key.pem", "--name", witnessName, "--state", "seen", "--now", at(day)];
    return runIn(witness, ["witness", vendor.address, "--pin", vendor.pin, ...own, ...more]);
  };
  const { verifierKey } = JSON.parse((await look(11, "--json")).stdout) as { verifierKey: string };
  /** Looks, and carries what was signed to the vendor, who publishes it. */
  const cosign = async (day: number) => {
    const { stdout } = await look(day, "--json");
    await writeFile(join(vendor.folder, "w1.checkpoint"), JSON.parse(stdout).checkpoint);
    return runIn(vendor.folder, ["cosign", "w1.checkpoint", "--witness", verifierKey, "--now", at(day)]);
  };
  const publish = async (day: number, more: string) => {
    const list = await readFile(join(vendor.folder, "trust-center.yaml"), "utf8");
    await write(vendor.folder, { "trust-center.yaml": `${list}${more}` });
    return runIn(vendor.folder, ["publish", "--now", at(day)]);
  };
  const reading = { pin: vendor.pin, witnesses: [verifierKey], now: () => Date.parse(at(25)) };
  return { ...vendor, look, cosign, publish, verifierKey, reading };
}
