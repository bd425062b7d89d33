import { expect, test, vi } from "vitest";
import { createLogger } from "./logger.ts";

test("equal lines become one that says how many there were, whoever they are about", () => {
  vi.useFakeTimers();
  try {
    const lines: { event: string; times?: number; delivery?: string }[] = [];
    const log = createLogger((line) => void lines.push(JSON.parse(line)));
    for (let at = 0; at < 95; at++) log.warn("mail-queued", { outcome: "ECONNREFUSED", delivery: `d${at}` });
    log.warn("mail-queued", { outcome: "451", delivery: "other" });
    expect(lines).toMatchObject([{ delivery: "d0" }, { outcome: "451" }]);
    vi.advanceTimersByTime(10_001);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatchObject({ event: "mail-queued", times: 94, delivery: "d94" });
    log.warn("mail-queued", { outcome: "ECONNREFUSED", delivery: "late" });
    log.warn("mail-queued", { outcome: "ECONNREFUSED", delivery: "later" });
    expect(lines).toHaveLength(4);
    log.close();
    expect(lines[4]).toMatchObject({ times: 1, delivery: "later" });
  } finally {
    vi.useRealTimers();
  }
});
