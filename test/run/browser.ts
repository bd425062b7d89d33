import { runInBrowsers } from "../browsers/runner.ts";

const files = process.argv.slice(2);
const tally = await runInBrowsers(
  files.length > 0 ? files : ["packages/*/{src,script}/**/*.browser.test.ts", "test/browsers/*.browser.test.ts"],
);
console.log(JSON.stringify(tally));
process.exit(tally.failed > 0 || tally.passed === 0 ? 1 : 0);
