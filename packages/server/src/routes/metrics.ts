import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { type Look, problemsOf } from "./health.ts";

/** One metric: each of its values, by labels. What is not known has none. */
interface Metric {
  name: string;
  help: string;
  values: readonly (readonly [labels: string, value: number | undefined])[];
}

/** What `GET health` tells, as Prometheus reads it (text-based format 0.0.4). */
const metrics = endpoint({
  method: "GET",
  path: "/metrics",
  summary: "The same for Prometheus, in its text-based format",
  who: "health",
  answer: "Metrics",
  answerTypes: ["text/plain"],
  refusals: [],
  handle: async ({ deps, context }) => {
    const text = (await metricsOf(deps, deps.look)).map(metricText).join("");
    return context.body(text, 200, {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
      "cache-control": "no-store",
    });
  },
});

export const metricsEndpoints: readonly Declared[] = [metrics];

async function metricsOf(deps: AppDeps, look: Look): Promise<Metric[]> {
  const found = await look.state();
  const { outbox, tasks, objections, webhooks } = await look.counted();
  const feed = deps.feed();
  const one = (name: string, help: string, value: number | undefined): Metric => ({
    name,
    help,
    values: [["", value]],
  });
  const isTrue = (holds: boolean) => Number(holds);
  return [
    one(
      "up",
      "1 where everything works, the mail server and the feed too.",
      isTrue(problemsOf(deps, found).length === 0),
    ),
    one("database_writable", "1 where the database takes what readers send.", isTrue(found.database === "writable")),
    one(
      "mail_server_ready",
      "0 where the mail server refuses or is out of reach.",
      isTrue(deps.mailServer.state !== "refused"),
    ),
    one("mails_held", "1 where no mail goes out until an operator releases them.", isTrue(found.held !== undefined)),
    one(
      "feed_trouble",
      "1 where the feed was refused, or not seen for too long.",
      isTrue(deps.feedTrouble() !== undefined),
    ),
    one("feed_version", "Version of the list that was verified last.", feed?.version),
    one("feed_verified_timestamp_seconds", "When that was.", feed && feed.verifiedAt / 1000),
    {
      name: "mails",
      help: "Mails that wait, are under way, have no answer, or were given up.",
      values: byState(outbox),
    },
    {
      name: "tasks",
      help: "Recipients of contracts that cannot be told, and those past their deadline.",
      values: byState(tasks),
    },
    {
      name: "objections",
      help: "Objections that wait for an answer, and those past their deadline.",
      values: byState(objections),
    },
    {
      name: "webhooks",
      help: "Endpoints that are enabled, those of them whose newest attempt failed, and those disabled.",
      values: byState(webhooks),
    },
  ];
}

const byState = (counts: object = {}): Metric["values"] =>
  Object.entries(counts).map(([state, count]) => [`{state="${state}"}`, count]);

function metricText({ name, help, values }: Metric): string {
  const known = values.filter(([, value]) => value !== undefined);
  if (known.length === 0) return "";
  const full = `trust_center_${name}`;
  const lines = known.map(([labels, value]) => `${full}${labels} ${value}\n`);
  return `# HELP ${full} ${help}\n# TYPE ${full} gauge\n${lines.join("")}`;
}
