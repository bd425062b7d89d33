import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { makeKey } from "@trust-center/authoring";
import { temporaryFolder, write } from "@trust-center/authoring/testing";
import {
  addCheckpointLimit,
  addCosignatures,
  consistencyProof,
  createSigner,
  generatePrivateKey,
  type Hash,
  leafHash,
  type Signer,
  signCheckpoint,
  toLogKey,
  toVerifierKey,
  treeRoot,
  verifyCosignatures,
  writeAddCheckpoint,
} from "@trust-center/feed";
import { memoryStore, type Store } from "@trust-center/sdk";
import { fileStore } from "@trust-center/sdk/file-store";
import { describe, expect, onTestFinished, test } from "vitest";
import { online } from "../testing/online.ts";
import { runIn } from "../testing/run.ts";
import { answerAddCheckpoint } from "./add-checkpoint.ts";
import { witnessMemory } from "./memory.ts";
import { serveWitness } from "./server.ts";

const origin = "acme.example/log";
const name = "witness.example/w1";
const now = Date.parse("2026-01-10T12:00:00Z");

const leavesOf = (count: number, story = "") =>
  Promise.all(Array.from({ length: count }, (_, at) => leafHash(new TextEncoder().encode(`${story} ${at}`))));
const [leaves, others] = [await leavesOf(20), await leavesOf(20, "another")];
const [log, stranger, own] = (await Promise.all(
  [0, 1, 2].map(async () => createSigner(await generatePrivateKey())),
)) as [Signer, Signer, Signer];

interface Asked {
  old: number;
  size: number;
  story?: readonly Hash[];
  by?: Signer[];
  of?: string;
  proof?: readonly Hash[];
}

async function bodyOf({ old, size, story = leaves, by = [log], of = origin, proof }: Asked): Promise<string> {
  const all = story.slice(0, size);
  const checkpoint = await signCheckpoint(of, size, await treeRoot(all), by);
  return writeAddCheckpoint({ old, proof: proof ?? (await consistencyProof(old, all)), checkpoint });
}

const witnessOf = (store: Store) => ({
  name,
  signer: own,
  logs: [{ origin, key: log.publicKey }],
  memory: witnessMemory(store, own.publicKey),
});

/** A witness that is really served, with its memory in a folder. */
async function serving() {
  const store = fileStore(await temporaryFolder());
  const server = await serveWitness(witnessOf(store), { port: 0, host: "127.0.0.1", now: () => now });
  onTestFinished(() => server.close());
  const send = async (body: string, path = "/add-checkpoint", method = "POST") => {
    const response = await fetch(`${server.url}${path}`, { method, ...(method === "POST" && { body }) });
    return { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
  };
  return { ...server, send, ask: async (asked: Asked) => send(await bodyOf(asked)) };
}

const conflict = (size: number) => ({ status: 409, type: "text/x.tlog.size", body: `${size}\n` });

describe("the answers of C2SP tlog-witness", () => {
  test("200 with a cosignature, as the log grows and where it stands", async () => {
    const { ask } = await serving();
    for (const [old, size] of [
      [0, 3],
      [3, 8],
      [8, 8],
      [8, 20],
    ] as const) {
      const { status, body } = await ask({ old, size });
      expect([status, body.startsWith(`— ${name} `), body.endsWith("\n")]).toEqual([200, true, true]);
      const checkpoint = await signCheckpoint(origin, size, await treeRoot(leaves.slice(0, size)), [log]);
      const note = addCosignatures(checkpoint, body.split("\n"));
      expect(await verifyCosignatures(note, [{ name, key: own.publicKey }], now)).toEqual([
        { name, at: "2026-01-10T12:00:00Z" },
      ]);
    }
  });

  test("404 for a log that is not known, 403 where none of its keys signed", async () => {
    const { ask } = await serving();
    expect((await ask({ old: 0, size: 3, of: "other.example/log" })).status).toBe(404);
    expect((await ask({ old: 0, size: 3, by: [stranger] })).status).toBe(403);
    expect((await ask({ old: 0, size: 3, by: [] })).status).toBe(403);
    expect((await ask({ old: 0, size: 3, by: [stranger, log] })).status).toBe(200);
  });

  test("403 where a line claims the log's key and does not verify", async () => {
    const { send, ask } = await serving();
    const forged = (await bodyOf({ old: 0, size: 3 })).replace("\n3\n", "\n4\n");
    expect((await send(forged)).status).toBe(403);
    expect((await ask({ old: 0, size: 3 })).status).toBe(200);
  });

  test("400 where the old size is greater, and for what is no request", async () => {
    const { ask, send } = await serving();
    expect((await ask({ old: 4, size: 3, proof: [] })).status).toBe(400);
    for (const body of ["", "x", "old 0\n", "old 0\n\nacme.example/log\n"]) expect((await send(body)).status).toBe(400);
  });

  test("409 with the size where the old one is not what was cosigned last, or the roots differ", async () => {
    const { ask } = await serving();
    expect(await ask({ old: 2, size: 3 })).toEqual(conflict(0));
    await ask({ old: 0, size: 8 });
    expect(await ask({ old: 0, size: 9 })).toEqual(conflict(8));
    expect(await ask({ old: 3, size: 5 })).toEqual(conflict(8));
    expect(await ask({ old: 8, size: 8, story: others })).toEqual(conflict(8));
    expect(await ask({ old: 0, size: 0, story: others })).toEqual(conflict(8));
  });

  test("422 where the proof does not verify", async () => {
    const { ask } = await serving();
    await ask({ old: 0, size: 8 });
    expect((await ask({ old: 8, size: 12, story: others })).status).toBe(422);
    expect((await ask({ old: 8, size: 12, proof: [] })).status).toBe(422);
    expect((await ask({ old: 8, size: 12 })).status).toBe(200);
  });

  test("a key of one log signs for no other, and a proof of another log proves nothing", async () => {
    const store = fileStore(await temporaryFolder());
    const logs = [
      { origin, key: log.publicKey },
      { origin: "other.example/log", key: stranger.publicKey },
    ];
    const ask = async (asked: Asked) => answerAddCheckpoint({ ...witnessOf(store), logs }, await bodyOf(asked), now);
    const other = { of: "other.example/log", story: others };
    expect((await ask({ ...other, old: 0, size: 8, by: [log] })).status).toBe(403);
    expect((await ask({ ...other, old: 0, size: 8, by: [stranger] })).status).toBe(200);
    expect((await ask({ old: 0, size: 8 })).status).toBe(200);
    const proof = await consistencyProof(8, others.slice(0, 12));
    expect((await ask({ old: 8, size: 12, proof })).status).toBe(422);
    expect((await ask({ ...other, old: 8, size: 12, by: [stranger] })).status).toBe(200);
  });

  test("other paths, methods and bodies without end are refused", async () => {
    const { send, port, ask } = await serving();
    expect((await send("", "/")).status).toBe(404);
    expect((await send("", "/add-checkpoint", "GET")).status).toBe(405);
    const status = await new Promise((answered, failed) => {
      const sent = request({ port, host: "127.0.0.1", path: "/add-checkpoint", method: "POST" }, (response) => {
        answered(response.statusCode);
        sent.destroy();
      }).on("error", failed);
      sent.write("x".repeat(addCheckpointLimit + 1));
    });
    expect(status).toBe(413);
    const raw = connect(port, "127.0.0.1").on("error", () => {});
    raw.resume().end("not http\r\n\r\n");
    await once(raw, "close");
    expect((await ask({ old: 0, size: 1 })).status).toBe(200);
  });
});

test("of two requests at once for two histories of one size one is cosigned", async () => {
  for (let round = 0; round < 10; round++) {
    const { ask } = await serving();
    const answers = await Promise.all([leaves, others].map((story) => ask({ old: 0, size: 5, story })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  }
});

test("in every order of their steps two requests never get two histories of one size cosigned", async () => {
  const bodies = [await bodyOf({ old: 0, size: 5 }), await bodyOf({ old: 0, size: 5, story: others })];
  let orders = 0;
  /** The next choices of whose step comes first; exhausted where the last is undefined. */
  for (let choices: number[] | undefined = []; choices; orders++) {
    const kept = memoryStore();
    const waiting: (() => void)[] = [];
    let moved = () => {};
    const step = () =>
      new Promise<void>((go) => {
        waiting.push(go);
        moved();
      });
    const store: Store = {
      read: async (key) => {
        await step();
        return kept.read(key);
      },
      update: async (key, next) => {
        await step();
        await kept.update(key, next);
        await step();
      },
    };
    const witness = witnessOf(store);
    let left = bodies.length;
    const answers = bodies.map((body) =>
      answerAddCheckpoint(witness, body, now).finally(() => {
        left--;
        moved();
      }),
    );
    const made: [choice: number, of: number][] = [];
    while (left > 0) {
      // Whoever can go on without the store has come to its next step, or to its end. What they do takes other threads: to look
      // over and over would keep those busy.
      while (waiting.length < left) await new Promise<void>((go) => (moved = go));
      if (left === 0) break;
      const choice = choices[made.length] ?? 0;
      made.push([choice, waiting.length]);
      waiting.splice(choice, 1)[0]?.();
    }
    expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([200, 409]);
    choices = nextChoices(made);
  }
  expect(orders).toBeGreaterThan(50);
}, 300_000);

/** The choices after these, depth first. */
function nextChoices(made: [choice: number, of: number][]): number[] | undefined {
  const at = made.findLastIndex(([choice, of]) => choice + 1 < of);
  return at < 0 ? undefined : [...made.slice(0, at).map(([choice]) => choice), (made[at]?.[0] ?? 0) + 1];
}

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const dieAt = pathToFileURL(fileURLToPath(new URL("../testing/die-at.ts", import.meta.url))).href;

test("killed at any change of the disk, it never cosigns another history afterwards", {
  timeout: 120_000,
}, async () => {
  const folder = await temporaryFolder();
  const { signer } = await makeKey(join(folder, "w.key.pem"), "Ed25519", undefined);
  const key = await toLogKey({ origin, key: log.publicKey });
  const start = async (state: string, change: number) => {
    const options = ["--key", "w.key.pem", "--name", name, "--state", state, "--port", "0", "--log", key, "--json"];
    const nodeOptions = ["--conditions=source", "--import", dieAt, main, "witness", "--serve", ...options];
    const child = spawn(process.execPath, nodeOptions, {
      cwd: folder,
      env: { ...process.env, DIE_AT: String(change) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const [first] = await once(child.stdout, "data");
    const { url } = JSON.parse(String(first).split("\n")[0] ?? "");
    const ask = async (asked: Asked) => {
      const response = await fetch(`${url}/add-checkpoint`, { method: "POST", body: await bodyOf(asked) });
      return { status: response.status, body: await response.text() };
    };
    return { child, ask };
  };
  let [change, died, persisted] = [1, true, 0];
  for (; died; change++) {
    const state = `state-${change}`;
    const first = await start(state, change);
    const answer = await first.ask({ old: 0, size: 5 }).catch(() => undefined);
    died = answer === undefined;
    if (!died) {
      first.child.kill("SIGINT");
      expect(await once(first.child, "close")).toEqual([0, null]);
    }
    const memory = witnessMemory(fileStore(join(folder, state)), signer.publicKey);
    const second = { name, signer, logs: [{ origin, key: log.publicKey }], memory };
    const ask = async (asked: Asked) => answerAddCheckpoint(second, await bodyOf(asked), now);
    let again = await ask({ old: 0, size: 5 });
    if (again.status === 409) {
      persisted++;
      expect(again.body).toBe("5\n");
      again = await ask({ old: 5, size: 5 });
    }
    expect([change, again.status]).toEqual([change, 200]);
    expect((await ask({ old: 5, size: 5, story: others })).status).toBe(409);
    expect((await ask({ old: 0, size: 5, story: others })).status).toBe(409);
  }
  // One is killed between the memory and the answer, one lives.
  expect(persisted).toBeGreaterThan(1);
});

describe("one key, asked in both ways", () => {
  /** A vendor online, and a witness that looks at it or is asked. */
  async function witnessed() {
    const vendor = await online();
    const folder = await temporaryFolder();
    const { signer } = await makeKey(join(folder, "w.key.pem"), "Ed25519", undefined);
    const options = ["--key", "w.key.pem", "--name", name, "--state", "seen", "--now", "2026-01-11T12:00:00Z"];
    const look = () => runIn(folder, ["witness", vendor.address, "--pin", vendor.pin, ...options, "--json"]);
    const of = vendor.address.replace(/^http:\/\/|\/$/g, "");
    const store = fileStore(join(folder, "seen"));
    const memory = witnessMemory(store, signer.publicKey);
    const asked = { name, signer, logs: [{ origin: of, key: log.publicKey }], memory };
    const ask = async (more: Asked) => answerAddCheckpoint(asked, await bodyOf({ of, ...more }), now);
    const publishMore = async () => {
      await write(vendor.folder, { "trust-center.yaml": `${vendor.list}    description: More\n` });
      expect((await runIn(vendor.folder, ["publish", "--now", "2026-01-11T12:00:00Z"])).code).toBe(0);
    };
    return { look, ask, publishMore };
  }

  test("what it signed when it looked is never contradicted when it is asked", async () => {
    const { look, ask } = await witnessed();
    const { stdout } = await look();
    const size = JSON.parse(stdout).log.size as number;
    expect(await ask({ old: 0, size })).toMatchObject({ status: 409, body: `${size}\n` });
    expect((await ask({ old: size, size })).status).toBe(409);
  });

  test("what it signed when it was asked is never contradicted when it looks", async () => {
    for (const [size, code] of [
      [1, "log-inconsistent"],
      [2, "fork"],
      [9, "rollback"],
    ] as const) {
      const { look, ask, publishMore } = await witnessed();
      await publishMore();
      expect((await ask({ old: 0, size })).status).toBe(200);
      const { code: exit, stdout } = await look();
      expect([size, exit, JSON.parse(stdout).error.code]).toEqual([size, 1, code]);
      expect(stdout).not.toContain(`— ${name}`);
    }
  });

  test("--serve and the address exclude each other, and --serve needs a log", async () => {
    const folder = await temporaryFolder();
    const options = ["--key", "k", "--name", name, "--state", "s"];
    expect((await runIn(folder, ["witness", ...options])).stderr).toContain("--serve");
    expect((await runIn(folder, ["witness", "--serve", ...options])).stderr).toContain("--log");
    expect((await runIn(folder, ["witness", "acme.example", "--serve", ...options])).stderr).toContain("acme.example");
    const witnessKey = await toVerifierKey({ name, key: own.publicKey });
    expect((await runIn(folder, ["witness", "--serve", ...options, "--log", witnessKey])).code).not.toBe(0);
  });
});
