import { TrustCenterError } from "@trust-center/feed";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateJson } from "./mutate-json.ts";
import { Random } from "./random.ts";
import { type Input, type Target, Violation } from "./target.ts";

/**
 * Milliseconds of the processor that one input may take, which a busy machine makes no longer. Deriving a key of as many
 * rounds as are allowed takes seconds.
 */
const patience = 15_000;

/** Inputs kept per target. */
const maxCorpus = 400;

/** What went wrong, and with what. */
export interface Failure {
  target: string;
  reason: string;
  input: Input;
}

/** A run over one target: a corpus that grows with what answers in a new way. */
export interface Campaign {
  readonly name: string;
  executions: number;
  /** Distinct answers: code and shape of the message. */
  readonly answers: Map<string, number>;
  /** Changes one input and reads it. */
  step(): Promise<Failure | undefined>;
}

/** What is new about an answer: numbers, hashes and names are not. */
export const shapeOf = (message: string): string =>
  message
    .replace(/\b[\w+/=-]{16,}\b/g, "H")
    .replace(/"(?:[^"\\]|\\.)*"/g, "S")
    .replace(/\d+/g, "N")
    .slice(0, 120);

/** Reads one input. Gives the answer, or what must not have happened. */
export async function execute(target: Target, input: Input): Promise<{ answer: string } | { reason: string }> {
  const begun = process.cpuUsage();
  try {
    const answer = `accepted: ${await target.run(input)}`;
    return late(begun) ?? polluted() ?? { answer };
  } catch (error) {
    if (error instanceof TrustCenterError) {
      return late(begun) ?? polluted() ?? { answer: `${error.code}: ${shapeOf(error.message)}` };
    }
    const { name, stack } = error as Error;
    return { reason: error instanceof Violation ? error.message : `${name}: ${stack}` };
  }
}

function late(begun: NodeJS.CpuUsage): { reason: string } | undefined {
  const { user, system } = process.cpuUsage(begun);
  const took = (user + system) / 1000;
  return took > patience ? { reason: `It took ${Math.round(took)} ms of the processor.` } : undefined;
}

function polluted(): { reason: string } | undefined {
  const names = Object.keys(Object.prototype);
  return names.length > 0 || "polluted" in {} ? { reason: `Object.prototype has ${names}.` } : undefined;
}

/** Begins a run. The same seed gives the same inputs. */
export async function startCampaign(target: Target, seed: number): Promise<Campaign> {
  const random = new Random(seed);
  const seeds = await target.seeds();
  const corpus: Input[] = [...seeds];
  const answers = new Map<string, number>();
  const campaign: Campaign = {
    name: target.name,
    executions: 0,
    answers,
    step: async () => {
      // What is known to be good is changed as often as what was found.
      const from = random.chance(2) ? random.pick(seeds) : random.pick(corpus);
      const input = mutate(from, random, random.pick(seeds));
      campaign.executions += 1;
      const outcome = await execute(target, input);
      if ("reason" in outcome) return { target: target.name, reason: outcome.reason, input };
      const seen = answers.get(outcome.answer) ?? 0;
      answers.set(outcome.answer, seen + 1);
      if (seen === 0 && corpus.length < maxCorpus) corpus.push(input);
      return undefined;
    },
  };
  return campaign;
}

/** Changes one to three files of an input. */
function mutate(input: Input, random: Random, other: Input): Input {
  const changed = new Map(input);
  const names = [...input.keys()];
  for (let times = 1 + random.int(3); times > 0; times--) {
    // The head is read by everybody: it is changed as often as all the rest.
    const name = input.has("head.json") && random.chance(2) ? "head.json" : random.pick(names);
    const bytes = changed.get(name) ?? new Uint8Array();
    const donor = other.get(name) ?? random.pick([...other.values()]);
    const structured = random.chance(2) ? undefined : mutateJson(bytes, random, donor);
    if (random.chance(40)) changed.delete(name);
    else changed.set(name, structured ?? mutateBytes(bytes, random, donor));
  }
  return changed;
}
