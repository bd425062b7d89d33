import { attackVectors } from "./make/attacks.ts";
import { feedVectors } from "./make/feeds.ts";
import { partVectors } from "./make/parts.ts";
import type { Vector } from "./vector.ts";

/** Every vector, always in the same order and with the same bytes. */
export async function makeVectors(): Promise<Vector[]> {
  return [...(await feedVectors()), ...(await attackVectors()), ...(await partVectors())];
}
