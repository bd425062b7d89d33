import { second } from "../time.ts";

/** How many mails may be under way, and when. */
export interface Pace {
  /** How many more may begin now. */
  room(sending: number): number;
  /** How many may be prepared beside those: what half a second will send. None where nothing goes through. */
  ahead(): number;
  /** One begins. */
  begin(): void;
  /** What an attempt met: the mail server took or refused it, or was out of reach. */
  note(outage: boolean): void;
}

export interface PaceOptions {
  /** The most connections to the mail server. */
  connections: number;
  /** The most mails in a second; 0 sets no limit. */
  perSecond: number;
}

/** A server that answers after 100 ms then takes some 500 mails in a second. One that bears fewer connections gets fewer. */
export const defaultPace: PaceOptions = { connections: 64, perSecond: 0 };

/** With how many a start begins: the number doubles while all goes well. */
const firstConnections = 5;

/** Milliseconds. A rest doubles with every failure. */
const firstRest = 200;
const longestRest = 30 * second;

/** Milliseconds. Within this time after a mail went out, failures mean too many connections, and not a server that is down. */
const reachable = 5 * second;

/** Milliseconds between one halving and the next: the failures of one moment are one failure. */
const betweenHalvings = second;

/**
 * As many mails under way as the mail server bears: more while it takes them, half of it where it turns connections away
 * while others go through, and a rest that grows where nothing goes through, so that mails keep their turn.
 */
export function createPace({ connections, perSecond }: PaceOptions): Pace {
  let limit = Math.min(firstConnections, connections);
  let failures = 0;
  let restsUntil = 0;
  let lastTaken = Number.NEGATIVE_INFINITY;
  let lastHalved = Number.NEGATIVE_INFINITY;
  const rate = perSecond > 0 ? createRate(perSecond) : undefined;
  const begun = createCount();

  const noteOutage = (now: number) => {
    if (now - lastTaken < reachable && limit > 1) {
      if (now - lastHalved < betweenHalvings) return;
      lastHalved = now;
      limit = Math.max(1, Math.floor(limit / 2));
      return;
    }
    failures++;
    limit = Math.min(firstConnections, connections);
    restsUntil = now + Math.min(longestRest, firstRest * 2 ** Math.min(failures - 1, 12));
  };

  return {
    room: (sending) => {
      const now = performance.now();
      if (now < restsUntil) return 0;
      // After an outage one mail tries whether it is over.
      const free = failures > 0 ? 1 - sending : limit - sending;
      return Math.max(0, Math.min(free, rate?.left(now) ?? free));
    },
    ahead: () => {
      const now = performance.now();
      return failures > 0 || now < restsUntil ? 0 : Math.min(limit, Math.floor(begun.lately(now) / 2));
    },
    begin: () => {
      begun.add(performance.now());
      rate?.take();
    },
    note: (outage) => {
      const now = performance.now();
      if (outage) return noteOutage(now);
      failures = 0;
      lastTaken = now;
      limit = Math.min(connections, limit + 1);
    },
  };
}

/** How many there were lately: in a second, where they come evenly. */
function createCount() {
  let count = 0;
  let at = performance.now();
  const lately = (now: number) => {
    count *= Math.exp((at - now) / second);
    at = now;
    return count;
  };
  return {
    lately,
    add: (now: number) => {
      count = lately(now) + 1;
    },
  };
}

/** So many in every second, none saved up for later than the second that runs. */
function createRate(perSecond: number) {
  let saved = Math.min(1, perSecond);
  let at = performance.now();
  return {
    left: (now: number) => {
      saved = Math.min(Math.max(1, perSecond), saved + ((now - at) * perSecond) / second);
      at = now;
      return Math.floor(saved);
    },
    take: () => {
      saved -= 1;
    },
  };
}
