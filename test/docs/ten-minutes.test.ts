import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder } from "@trust-center/authoring/testing";
import { freePort } from "@trust-center/sdk/testing";
import { build } from "vite";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { runAsGiven } from "../../packages/cli/src/testing/run.ts";
import { scriptBundle } from "../../packages/widget/script/bundle.ts";

const guide = await readFile(new URL("../../docs/guides/ten-minutes.md", import.meta.url), "utf8");
const shell = promisify(execFile);

/** Blocks of the guide in their order: a file, commands, or what the commands before it print. */
const blocks = [...guide.matchAll(/^```(html|sh|text)(?: (\S+))?\n(.*?)^```$/gms)].map(
  ([, kind = "", file = "", body = ""]) => ({ kind, file, body }),
);

// `embed` copies the widget's script as the package has it.
beforeAll(async () => {
  const script = fileURLToPath(new URL("../../packages/widget/dist/script", import.meta.url));
  await access(join(script, "integrity.json")).catch(() => build(scriptBundle(script)));
});

/** A command line as a shell splits it: words, and texts in double quotes. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");

/** A line of the guide: `…` stands for anything. */
const pattern = (line: string) =>
  new RegExp(
    line
      .trim()
      .split("…")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".+"),
  );

test("what the guide types works, and prints what the guide says", async () => {
  const cwd = await temporaryFolder();
  const port = await freePort();
  const over = new AbortController();
  onTestFinished(() => over.abort());
  let [printed, pin] = ["", ""];
  let serving: Promise<number> | undefined;

  const cli = async (words: string[], signal: AbortSignal, ready?: () => void): Promise<number> => {
    const write = (more: string) => {
      printed += more;
      if (printed.includes("Ctrl-C")) ready?.();
    };
    return (await runAsGiven(cwd, words, { stdout: write, stderr: write, signal })).code;
  };
  const type = async (command: string): Promise<void> => {
    const [npx, name, ...words] = wordsOf(command.replace("--pin sha256-…", `--pin ${pin}`));
    expect([npx, name]).toEqual(["npx", "@trust-center/cli"]);
    if (words[0] === "serve") {
      await new Promise<void>((ready) => {
        serving = cli([...words, "--port", String(port)], over.signal, ready);
      });
      return;
    }
    expect(await cli(words, new AbortController().signal), `${command}\n${printed}`).toBe(0);
    pin = /sha256-[\w-]{43}/.exec(printed)?.[0] ?? pin;
  };

  for (const { kind, file, body: written } of blocks) {
    const body = written.replaceAll("127.0.0.1:8080", `127.0.0.1:${port}`);
    if (kind === "html") {
      await mkdir(join(cwd, dirname(file)), { recursive: true });
      await writeFile(join(cwd, file), body);
    } else if (kind === "sh") {
      printed = "";
      const [, heredoc = "", rest = body] = /^(cat >> .*?\nEND\n)(.*)$/s.exec(body) ?? [];
      if (heredoc) await shell("sh", ["-c", heredoc], { cwd });
      for (const command of rest.split("\n").filter(Boolean)) await type(command);
    } else {
      for (const line of body.split("\n").filter(Boolean)) expect(printed).toMatch(pattern(line));
    }
  }

  // What the page loads is what the tag names, byte for byte; the feed is the one that was verified.
  const page = await readFile(join(cwd, "site/subprocessors.html"), "utf8");
  const script = await readFile(join(cwd, "site/trust-center/trust-center.js"));
  expect(page).toContain(`integrity="sha384-${createHash("sha384").update(script).digest("base64")}"`);
  expect(page).toContain(`feed="http://127.0.0.1:${port}/.well-known/trust-center/" pin="${pin}"`);
  const head = await readFile(join(cwd, "site/.well-known/trust-center/head.json"), "utf8");
  const served = await fetch(`http://127.0.0.1:${port}/.well-known/trust-center/head.json`);
  expect(await served.text()).toBe(head);
  over.abort();
  expect(await serving).toBe(0);
});
