import { run } from "./process.ts";

/** Every folder with TypeScript in it. */
const projects = ["feed", "reading", "sdk", "authoring", "widget", "cli", "server"]
  .map((name) => `packages/${name}`)
  .concat("test", "examples");

let failed = 0;
for (const project of projects) {
  const { code } = await run(["tsc", "-p", project]);
  if (code !== 0) failed += 1;
}
process.exit(failed > 0 ? 1 : 0);
