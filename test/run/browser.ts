import { runInBrowsers } from "../browsers/runner.ts";

const files = process.argv.slice(2);
const { passed, failed } = await runInBrowsers(
  files.length > 0 ? files : ["packages/*/{src,script}/**/*.browser.test.ts", "test/browsers/*.browser.test.ts"],
);
console.log(JSON.stringify({ passed, failed }));
process.exit(failed > 0 || passed === 0 ? 1 : 0);
