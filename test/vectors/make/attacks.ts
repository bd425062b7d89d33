import type { Remembered } from "@trust-center/feed";
import { toInstant, verify } from "@trust-center/feed";
import { day } from "../../conformance/attacks/publish.ts";
import { type Memory, makeScene, type Scene, start, visit } from "../../conformance/attacks/scene.ts";
import { attacks } from "../../conformance/attacks/table.ts";
import { type FeedVector, feedVector } from "../vector.ts";
import { from } from "./read.ts";

const address = "https://acme.example/.well-known/trust-center/";

/** Each attack of docs/attacks.md that needs no server of its own, once. */
export async function attackVectors(): Promise<FeedVector[]> {
  const vectors: FeedVector[] = [];
  for (const { name, code, build, memories, now = visit, strict = false, unpinned, trick } of attacks) {
    if (trick) continue;
    const memory = memories?.[0] ?? "none";
    const scene = await makeScene(address, memory);
    vectors.push(
      feedVector({
        name: `attack: ${name}`,
        section: "6.1",
        address,
        pin: unpinned ? null : scene.pin,
        now: toInstant(now),
        strict,
        state: await remembered(scene, memory),
        files: await build(scene),
        expect: { ok: false, code },
      }),
    );
  }
  return vectors;
}

async function remembered(scene: Scene, memory: Memory): Promise<Remembered | null> {
  if (memory === "none") return null;
  const [{ tree }, now] = memory === "first" ? [scene.first, start] : [scene.newest, start + day];
  return (await verify(from(tree), { feed: address, pin: scene.pin, now })).next;
}
