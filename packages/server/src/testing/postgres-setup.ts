import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres-server.ts";

/** One server for all test files of a project: what makes its tests run on PostgreSQL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ durable: false });
  project.provide("postgres", server.url("postgres"));
  return server.stop;
}
