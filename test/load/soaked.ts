import { createInterface } from "node:readline";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { mockContent } from "@trust-center/feed/mock";
import { look, startLoaded, until } from "./service.ts";

/**
 * A service with subscribers in a process of its own, so that its memory is nobody else's: `node soaked.ts DATABASE SMTP
 * SUBSCRIBERS` prints its {@link Soaked}, then answers lines on stdin: `publish` with the feed's newest version, `memory` with
 * {@link Memory}.
 */
export interface Soaked {
  address: string;
  operatorToken: string;
}

export interface Published {
  version: number;
  sha256: string;
  change: string;
}

/** Bytes, after a full collection of garbage. */
export interface Memory {
  rss: number;
  heap: number;
}

const [database = "", smtp = "", subscribers = "0"] = process.argv.slice(2);
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const loaded = await startLoaded(database, { smtp, subscribers: Number(subscribers) });
const { service, vendor } = loaded;
const told: Soaked = { address: service.address, operatorToken: service.operatorToken };
console.log(JSON.stringify(told));

let published = 0;
/** One processor more each time, which can be objected to. */
async function publish(): Promise<Published> {
  published++;
  const noticeTerms = { noticePeriod: "P10D", objectionPeriod: "P10D", silence: "accepted" as const };
  const content = mockContent({ noticeTerms });
  const added = Array.from({ length: published }, (_, at) => ({ id: `added-${at}`, name: `Added ${at}` }));
  await vendor.publish({ ...content, subprocessors: [...content.subprocessors, ...added] }, Date.now());
  await look(loaded);
  const path = [...vendor.files.keys()].findLast((name) => name.startsWith("feed/")) ?? "";
  const { version } = JSON.parse(new TextDecoder().decode(vendor.files.get(path))) as { version: number };
  const change = `${version}.1`;
  const headers = { authorization: `Bearer ${service.operatorToken}` };
  // Whoever objects to a change has read it: so has the service.
  await until(async () => (await fetch(`${service.address}changes/${change}/told`, { headers })).ok);
  return { version, sha256: path.slice("feed/".length, -".json".length), change };
}

function memory(): Memory {
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  return { rss, heap: heapUsed };
}

for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(line === "publish" ? await publish() : memory()));
await loaded.stop();
