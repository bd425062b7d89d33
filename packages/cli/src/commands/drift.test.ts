import { join } from "node:path";
import { authoringFolder, startDns, temporaryFolder, testList, write } from "@trust-center/authoring/testing";
import { expect, onTestFinished, test } from "vitest";
import { runIn } from "../testing/run.ts";

/** A program that uses things, beside a list. */
async function program(entries: string, files: Record<string, string>) {
  const cwd = await temporaryFolder();
  await write(cwd, { "trust/trust-center.yaml": testList + entries, ...files });
  const drift = async (...words: string[]) => {
    const { code, stdout } = await runIn(cwd, ["drift", "trust", "--json", ...words]);
    const { used = [], findings = [] } = JSON.parse(stdout);
    return {
      code,
      used: used.map(({ id }: { id: string }) => id),
      lacks: findings.map((one: { file: string; line: number }) => `${one.file}:${one.line}`),
    };
  };
  return { cwd, drift };
}

const sentry = "  - id: errors\n    name: Functional Software, Inc. (Sentry)\n";

test("what code depends on and the list lacks is named with its line; what is listed, built or only a tool is not", async () => {
  const { drift } = await program(sentry, {
    "app/package.json":
      '{\n  "dependencies": {\n    "@sentry/node": "^9",\n    "left-pad": "1",\n    "stripe": "^18"\n  },\n  "devDependencies": { "twilio": "5" }\n}\n',
    "app/node_modules/twilio/package.json": '{ "dependencies": { "resend": "1" } }',
    "api/requirements.txt": "# twilio\nflask==3\nStripe-mock\n",
    "api/pyproject.toml":
      '[project]\ndependencies = [\n  "httpx>=0.27",\n  "twilio>=9",\n]\n[dependency-groups]\ndev = ["sentry-sdk"]\n',
    "svc/go.mod":
      "module x\nrequire (\n\tgithub.com/getsentry/sentry-go v0.30.0\n\tgithub.com/stripe/stripe-go/v82 v82.0.0 // indirect\n)\n",
    "web/Gemfile": "source 'https://rubygems.org'\ngem 'rails'\n",
    "infra/main.tf":
      'terraform {\n  required_providers {\n    aws = {\n      source = "hashicorp/aws"\n    }\n  }\n}\n',
  });
  expect(await drift("--code", ".")).toEqual({
    code: 1,
    used: ["twilio", "sentry", "stripe", "aws"],
    lacks: expect.arrayContaining(["../api/pyproject.toml:4", "../app/package.json:5", "../infra/main.tf:4"]),
  });
  expect((await drift("--code", ".", "--ignore", "aws,stripe,twilio")).code).toBe(0);
});

test("hosts of a recording and of a content security policy are read; one of several products says nothing", async () => {
  const { drift } = await program("", {
    "page.har": JSON.stringify({
      log: {
        entries: [
          { request: { url: "https://js.stripe.com/v3/" } },
          { request: { url: "https://fonts.google.com/x" } },
        ],
      },
    }),
    "csp.txt": "default-src 'self';\nscript-src 'self' https://*.sentry.io https://acme.example\n",
  });
  expect(await drift("--hosts", "page.har", "--hosts", "csp.txt")).toEqual({
    code: 1,
    used: ["stripe", "sentry"],
    lacks: ["../page.har:1", "../csp.txt:2"],
  });
});

test("a company in the list covers its products, and a chain its links", async () => {
  const { drift } = await program(
    "  - id: messages\n    name: Twilio\n    chain: [{ relation: via, name: Stripe }]\n",
    {
      "package.json": '{ "dependencies": { "@sendgrid/mail": "8", "stripe": "18" } }',
    },
  );
  expect(await drift("--code", ".")).toEqual({ code: 0, used: ["twilio-sendgrid", "stripe"], lacks: [] });
});

test("SARIF has the rule, and the list stays as it was", async () => {
  const { cwd } = await program("", { "package.json": '{ "dependencies": { "stripe": "18" } }' });
  const { code, stdout } = await runIn(cwd, ["drift", "trust", "--code", ".", "--format", "sarif"]);
  expect(code).toBe(1);
  expect(JSON.parse(stdout).runs[0].results).toMatchObject([
    { ruleId: "drift", locations: [{ physicalLocation: { artifactLocation: { uri: "package.json" } } }] },
  ]);
});

test.each([
  [["drift", "."], "--code"],
  [["drift", ".", "--code", "nowhere"], "nowhere"],
  [["drift", ".", "--hosts", "nowhere.har"], "nowhere.har"],
  [["drift", ".", "--code", ".", "--ignore", "acme"], "acme"],
])("%j is refused", async (words, said) => {
  const { code, stderr } = await runIn(await authoringFolder(), words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(said)]);
});

test("manifests that are broken, links and loops make it fail at nothing", async () => {
  const { cwd, drift } = await program("", {
    "package.json": "{ broken",
    "b/package.json": '{ "dependencies": [1] }',
    "go.mod": "\u0000",
  });
  const { symlink } = await import("node:fs/promises");
  await symlink(cwd, join(cwd, "loop"));
  expect(await drift("--code", ".")).toEqual({ code: 0, used: [], lacks: [] });
});

test("DNS is asked only where it is said, and what it names is shown at the list", async () => {
  const server = await startDns({
    "acme.example": { MX: ["acme-example.mail.protection.outlook.com"], TXT: ["v=spf1 include:amazonses.com -all"] },
  });
  onTestFinished(server.stop);
  const { drift, cwd } = await program("  - id: cloud\n    name: Amazon Web Services, Inc.\n", {
    "app/package.json": "{}",
  });
  await drift("--code", ".");
  expect(server.asked).toEqual([]);
  const asked = ["--dns", "acme.example", "--dns-server", server.address];
  expect(await drift(...asked)).toEqual({ code: 1, used: ["microsoft-365", "aws"], lacks: ["trust-center.yaml:1"] });
  const { stdout } = await runIn(cwd, ["drift", "trust", ...asked]);
  expect(stdout).toContain("acme-example.mail.protection.outlook.com (MX of acme.example), a host of it, used");
});
