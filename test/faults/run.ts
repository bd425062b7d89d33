import { parseArgs } from "node:util";
import { type Row, randomOf, runAll } from "./table.ts";

const usage = `pnpm faults [options]

Starts the real program with a real mail server, kills, ends and misleads it, and counts what its readers got.

  --mails N     readers of each scenario (2000)
  --kills N     how often it is killed (20)
  --seed N      repeats a run (the time)
  --only TEXT   scenarios whose name has this
  --help`;

const { values } = parseArgs({
  options: {
    mails: { type: "string", default: "2000" },
    kills: { type: "string", default: "20" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(usage);
else {
  const seed = Number(values.seed);
  console.log(
    `seed ${seed}\n\n| scenario | mails | lost | duplicates | promised at most | |\n| --- | ---: | ---: | ---: | ---: | --- |`,
  );
  const size = { mails: Number(values.mails), kills: Number(values.kills) };
  const tell = ({ name, mails, lost, duplicates, promised, problems }: Row) =>
    console.log(`| ${name} | ${mails} | ${lost} | ${duplicates} | ${promised} | ${problems.join("; ") || "holds"} |`);
  const rows = await runAll({ size, random: randomOf(seed), only: values.only, tell });
  process.exitCode = rows.every(({ problems }) => problems.length === 0) ? 0 : 1;
}
