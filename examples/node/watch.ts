/**
 * Verifies a vendor's feed from a program, remembers it, and prints what changed since the last run.
 *
 *   node watch.ts https://vendor.example/.well-known/trust-center/ sha256-…
 */
import { LoadError, load, resolveText } from "@trust-center/sdk";
import { fileStore } from "@trust-center/sdk/file-store";

const [address, pin] = process.argv.slice(2);
if (!address) {
  console.error(
    "Expected the address of a feed, and its pin:\n  node watch.ts https://vendor.example/.well-known/trust-center/ sha256-…",
  );
  process.exit(2);
}

const store = fileStore(".trust-center");
const before = await sizeOfLog();

try {
  const center = await load(address, { pin, store, strict: true });
  console.log(
    `${resolveText(center.feed.publisher.name, ["en"]).value}: ${center.trust}, ${center.freshness}, version ${center.feed.version}`,
  );
  for (const { at, change } of (center.history ?? []).slice(before)) {
    const name = resolveText(change.name, ["en"]).value;
    const until = change.objection ? `, object until ${change.objection.deadline}` : "";
    console.log(`${at.slice(0, 10)}  ${change.kind.padEnd(18)} ${name}${until}`);
  }
} catch (error) {
  if (!(error instanceof LoadError)) throw error;
  console.error(`Refused (${error.code}): ${error.message}`);
  process.exitCode = 1;
}

/** How many entries of the history the last run saw. */
async function sizeOfLog(): Promise<number> {
  const kept = (await store.read(address ?? "")) as { state?: { log?: { size?: number } } } | undefined;
  return kept?.state?.log?.size ?? 0;
}
