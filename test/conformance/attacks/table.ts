import {
  ambiguousFeeds,
  hostileFeeds,
  hostileHeads,
  hostileManifests,
  laterFormats,
  links,
  otherPaths,
  traversals,
} from "./bytes.ts";
import { histories } from "./history.ts";
import { oddRoots, rotations } from "./rotation.ts";
import type { Attack, Memory } from "./scene.ts";
import {
  algorithmConfusion,
  duplicateSignatures,
  otherSpellings,
  stolenTimestampKey,
  typeConfusion,
} from "./signing.ts";
import { checkpoints, tampering } from "./tamper.ts";
import { fastForwards, freezes, mixes, replays, rollbacks } from "./time.ts";
import { transport } from "./transport.ts";
import { oddKeys, weakKeys } from "./weak-keys.ts";

/** Every attack: docs/attacks.md says of each kind what it does, what stops it and what is seen. */
export const attacks: readonly Attack[] = [
  ...tampering,
  ...checkpoints,
  ...typeConfusion,
  ...algorithmConfusion,
  ...duplicateSignatures,
  ...otherSpellings,
  ...stolenTimestampKey,
  ...weakKeys,
  ...oddKeys,
  ...rotations,
  ...oddRoots,
  ...rollbacks,
  ...freezes,
  ...fastForwards,
  ...mixes,
  ...replays,
  ...histories,
  ...hostileHeads,
  ...hostileManifests,
  ...hostileFeeds,
  ...ambiguousFeeds,
  ...laterFormats,
  ...links,
  ...traversals,
  ...otherPaths,
  ...transport,
];

/** Readers in words, by what they remember. */
const readers: Record<Memory, string> = {
  none: "a newcomer",
  first: "who saw version 1",
  newest: "who saw version 2",
};

/** One attack on one kind of reader. */
export interface Case extends Attack {
  memory: Memory;
  title: string;
}

/** Each attack once for each kind of reader that must withstand it. */
export const cases: readonly Case[] = attacks.flatMap((attack) =>
  (attack.memories ?? ["none", "first"]).map((memory) => ({
    ...attack,
    memory,
    title: `${attack.name} (${readers[memory]})`,
  })),
);
