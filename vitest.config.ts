import { defineConfig } from "vitest/config";

const source = { resolve: { conditions: ["source"] }, ssr: { resolve: { conditions: ["source"] } } };

/** One project a stage of `pnpm test`: see test/run/stages.ts. */
const project = (name: string, include: string[], test: object = {}) => ({
  ...source,
  test: { name, include, exclude: ["**/node_modules/**", "**/*.browser.test.ts"], environment: "node", ...test },
});

const slow = { testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false };

export default defineConfig({
  test: {
    // Much of it waits for processes and sockets: two files at once, also on two cores.
    maxWorkers: 2,
    projects: [
      project("unit", ["packages/*/src/**/*.test.ts"], { testTimeout: 60_000 }),
      project("conformance", ["test/{conformance,differential,fuzz,monitor,mutants,runtimes}/**/*.test.ts"], {
        testTimeout: 60_000,
      }),
      project("e2e", ["test/{e2e,faults}/**/*.test.ts"], slow),
      project("packaging", ["test/packaging/**/*.test.ts"], slow),
      project("docs", ["test/docs/**/*.test.ts"], slow),
    ],
  },
});
