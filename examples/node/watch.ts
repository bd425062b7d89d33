/**
 * Watches vendors from a program, remembers what it saw, and prints what is new since its last run.
 *
 *   node watch.ts https://vendor.example/.well-known/trust-center/ sha256-…
 */
import { type Finding, resolveText, watch } from "@trust-center/sdk";
import { stateFile } from "@trust-center/sdk/file-store";

const [address, pin] = process.argv.slice(2);
if (!address) {
  console.error("Expected a vendor's address, and its pin:\n  node watch.ts vendor.example sha256-…");
  process.exit(2);
}

const store = stateFile("trust-center.state.json");

// Without `once` it goes on: a round each hour. What a report tells is remembered once the next one is asked for.
for await (const { vendor, outcome, version, center, findings } of watch([{ address, pin }], { store, once: true })) {
  const name = resolveText(center?.feed.publisher.name, ["en"]).value || vendor.address;
  console.log(`${name}: ${outcome}, ${center?.freshness ?? "nothing verified"}, version ${version ?? "unknown"}`);
  for (const finding of findings) console.log(`  ${words(finding)}`);
  if (outcome === "failed") process.exitCode = 1;
}

await store.close();

function words(finding: Finding): string {
  switch (finding.kind) {
    case "change":
    case "planned":
    case "effective":
    case "deadline": {
      const { kind, change } = finding;
      const until = change.window ? `, object until ${change.window.deadline}` : "";
      return `${kind}: ${change.kind} ${resolveText(change.name, ["en"]).value}${until}`;
    }
    case "fault":
      return `held against the publisher in ${finding.change}: ${finding.message}`;
    case "failure":
    case "stale":
      // The evidence of a fork holds two signed statements that contradict each other: keep it.
      return `${finding.kind} (${finding.code}) since ${finding.since}: ${finding.message}`;
    default:
      return finding.kind;
  }
}
