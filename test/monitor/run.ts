import { parseArgs } from "node:util";
import { confusion, matrixLines } from "./matrix.ts";

const help = `Watches vendors over HTTP that each do one thing, and compares what is told of each with what it did.

  pnpm monitor                         1,000 vendors, 60 kills
  pnpm monitor --vendors 200 --kills 5
  pnpm monitor --seed 7                the same instants of the kills again

The exit code is 1 where anything that was told is wrong, or missing, or where a quiet round takes more than 60 s, reads more
than 2 MB or writes more than 10 MB.`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((value) => value !== "--"),
  options: {
    vendors: { type: "string", default: "1000" },
    kills: { type: "string", default: "60" },
    seed: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});

const most = { seconds: 60, received: 2_000_000, written: 10_000_000 };

if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(values.seed);
  console.log(`Seed ${seed}`);
  const began = performance.now();
  const plan = { vendors: Number(values.vendors), kills: Number(values.kills), seed, log: console.log };
  const found = await confusion(plan);
  for (const line of matrixLines(found)) console.log(line);
  const { quiet, rows, repeated, killed, firstReport } = found;
  const right = rows.reduce((sum, row) => sum + row.right, 0);
  const tooMuch = Object.entries(most).filter(([what, limit]) => quiet[what as keyof typeof most] > limit);
  console.log(
    [
      `${right} of ${plan.vendors} told right, of ${rows.length} kinds of doing`,
      `${killed} rounds killed, first report of the last one after ${(firstReport / 1000).toFixed(1)} s`,
      `quiet round: ${quiet.seconds.toFixed(1)} s, ${quiet.received} bytes read, ${quiet.written} written, state ${quiet.state}`,
      `told again though it was told: ${repeated}`,
      `${((performance.now() - began) / 1000).toFixed(0)} s in all`,
    ].join("\n"),
  );
  for (const [what, limit] of tooMuch) console.log(`Expected at most ${limit} (${what}).`);
  return right === plan.vendors && repeated === 0 && tooMuch.length === 0 ? 0 : 1;
}
