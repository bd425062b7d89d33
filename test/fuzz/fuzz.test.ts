import { TrustCenterError } from "@trust-center/feed";
import { asyncProperty, integer, assert as propertyAssert } from "fast-check";
import { describe, expect, test } from "vitest";
import { startCampaign } from "./engine.ts";
import { targets } from "./targets.ts";

/** Inputs in one campaign. The long run is `pnpm fuzz`. */
const inputs = 150;

describe("files that others have changed are refused for what they are, or read as they were signed", () => {
  test.each(targets)(
    "$name",
    async (target) => {
      await propertyAssert(
        asyncProperty(integer({ min: 0, max: 2 ** 31 }), async (seed) => {
          const campaign = await startCampaign(target, seed);
          for (let at = 0; at < inputs; at++) {
            const failure = await campaign.step();
            if (failure) throw new Error(`${failure.reason} (pnpm fuzz --only ${target.name} --seed ${seed})`);
          }
        }),
        // A seed is the whole of a campaign: there is nothing to shrink. `pnpm fuzz` takes new ones.
        { seed: 1, numRuns: 4, endOnFailure: true },
      );
    },
    600_000,
  );
});

test("the engine finds what is wrong", async () => {
  const careless = {
    name: "careless",
    seeds: async () => [new Map([["input", new TextEncoder().encode('{"a":[1,2,3]}')]])],
    run: async (input: ReadonlyMap<string, Uint8Array>) => {
      try {
        return String(JSON.parse(new TextDecoder().decode(input.get("input"))).a.length);
      } catch (error) {
        if (error instanceof SyntaxError) throw new TrustCenterError("malformed", "no JSON");
        throw error;
      }
    },
  };
  const campaign = await startCampaign(careless, 1);
  let failure: Awaited<ReturnType<typeof campaign.step>>;
  for (let at = 0; at < 5000 && !failure; at++) failure = await campaign.step();
  expect(failure?.reason).toMatch(/TypeError/);
});

test("the same seed makes the same inputs", async () => {
  const [target] = targets.filter(({ name }) => name === "checkpoint");
  const answers = async () => {
    const campaign = await startCampaign(target as (typeof targets)[number], 5);
    for (let at = 0; at < 200; at++) await campaign.step();
    return [...campaign.answers];
  };
  expect(await answers()).toEqual(await answers());
});
