#!/usr/bin/env node

/** The oldest Node that runs this: `engines` in package.json. */
const oldest = 24;
const found = process.versions.node;

// Nothing is imported before: an older Node would end in a stack trace of whatever it misses first.
if (Number.parseInt(found, 10) >= oldest) {
  const { start } = await import("./start.ts");
  await start(process.argv.slice(2));
} else {
  process.stderr.write(
    `trust-center needs Node ${oldest} or newer, found ${found}. Install it from https://nodejs.org\n`,
  );
  process.exitCode = 2;
}

export {};
