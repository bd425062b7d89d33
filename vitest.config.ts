import { defineConfig } from "vitest/config";

const source = { resolve: { conditions: ["source"] }, ssr: { resolve: { conditions: ["source"] } } };

const never = ["**/node_modules/**", "**/*.browser.test.ts"];

/** One project a stage of `pnpm test`: see test/run/stages.ts. */
const project = (name: string, include: string[], test: object = {}) => ({
  ...source,
  test: { name, include, exclude: never, environment: "node", setupFiles: ["test/run/seed.ts"], ...test },
});

/**
 * How long a test takes is not what it tests: on a machine with other work it is ten times as long. What is set up for it may take
 * as long as itself: a service and its database are more work than what is then asked of them.
 */
const usual = { testTimeout: 120_000, hookTimeout: 120_000 };

const slow = { ...usual, fileParallelism: false };

/** Tests of the service that know no store. */
const withoutStore = ["doctor", "feed", "http", "log", "mail", "objections", "outbox", "proof", "settings"].map(
  (folder) => `packages/server/src/${folder}/**`,
);
/** Tests of what only a database file has (its lock, its copies, a full disk), or what no database knows. */
const onFiles = ["main", "restore", "http", "cases", "oidc", "store/sqlite/*"].map(
  (name) => `packages/server/src/${name}.test.ts`,
);

export default defineConfig({
  test: {
    // Much of it waits for processes and sockets: three files at once, also on two cores.
    maxWorkers: 3,
    projects: [
      project("unit", ["packages/*/src/**/*.test.ts"], {
        ...usual,
        exclude: [...never, "packages/server/src/store/postgres/**"],
      }),
      // The service's tests once more, on a PostgreSQL server that they start themselves.
      project("postgres", ["packages/server/src/**/*.test.ts"], {
        ...usual,
        globalSetup: ["packages/server/src/testing/postgres-setup.ts"],
        exclude: [...never, ...withoutStore, ...onFiles],
      }),
      project("conformance", ["test/{conformance,differential,fuzz,monitor,mutants,runtimes}/**/*.test.ts"], {
        ...usual,
      }),
      project("e2e", ["test/{e2e,faults}/**/*.test.ts"], {
        ...slow,
        fileParallelism: true,
        globalSetup: "test/e2e/built-script.ts",
      }),
      project("packaging", ["test/packaging/**/*.test.ts"], slow),
      project("docs", ["test/{docs,run}/**/*.test.ts"], { ...slow, fileParallelism: true }),
    ],
  },
});
