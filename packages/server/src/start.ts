import http from "node:http";
import { examine } from "./doctor/examine.ts";
import { findingsText } from "./doctor/finding.ts";
import { describeError } from "./log/logger.ts";
import { act } from "./operate/act.ts";
import { createKeyed } from "./secret/keyed.ts";
import { startService } from "./service.ts";
import { helpText } from "./settings/define.ts";
import { SettingsError } from "./settings/error.ts";
import { readSettings } from "./settings/read.ts";

const tokenSubjects = {
  "print-hook-token": "published",
  "print-health-token": "health",
  "print-operator-token": "operator",
} as const;

// HTTP_PROXY, HTTPS_PROXY and NO_PROXY, as other programs take them; Node has it from 24.14 on.
(http as { setGlobalProxyFromEnv?: () => void }).setGlobalProxyFromEnv?.();
try {
  await run();
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(`The service failed to start: ${error instanceof Error ? error.message : "unknown"}\n`);
    process.exitCode = 1;
  }
}

async function run(): Promise<void> {
  const command = await readSettings(process.argv.slice(2), process.env);
  if (command.name === "help") return void process.stdout.write(helpText());
  if (command.name === "act") return void process.stdout.write(await act(command.action));
  if (command.name === "doctor") {
    const findings = await examine(command.settings);
    process.stdout.write(command.isJson ? `${JSON.stringify(findings, undefined, 2)}\n` : findingsText(findings));
    if (findings.some(({ state }) => state === "fails")) process.exitCode = 1;
    return;
  }
  if (command.name !== "serve") {
    const token = createKeyed(command.settings.secret).token("hook", tokenSubjects[command.name]);
    return void process.stdout.write(`${token}\n`);
  }
  const service = startService(command.settings);
  let ending = false;
  const end = () => {
    // A second signal does not wait.
    if (ending) process.exit(1);
    ending = true;
    service
      .then(({ close }) => close())
      .catch((error: unknown) => {
        process.stderr.write(`${JSON.stringify({ level: "error", event: "close-failed", ...describeError(error) })}\n`);
        process.exit(1);
      });
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  const { address } = await service;
  process.stdout.write(`Listening on ${address}\n`);
}
