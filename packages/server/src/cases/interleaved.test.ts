import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigner, generatePrivateKey, type Signer, signReceipt, toInstant } from "@trust-center/feed";
import { expect, test } from "vitest";
import { type Standing, standingAfter, type Wanted } from "../objections/step.ts";
import { createKeyed } from "../secret/keyed.ts";
import { findCase, standingOf, stepsOf, type WrittenStep } from "../store/cases.ts";
import { fileObjection } from "../store/objections.ts";
import { openStore } from "../store/open/open.ts";
import type { Store } from "../store/store.ts";
import { openTestDatabase } from "../testing/service.ts";
import { partyOf } from "./party.ts";
import { take } from "./take.ts";

const keyed = createKeyed(new TextEncoder().encode("a secret of more than thirty-two bytes"));
const [feed, pin, hex] = ["https://acme.example/feed/", `sha256-${"A".repeat(43)}`, "0".repeat(64)] as const;

let last = 0;

/** Files an objection of an address; one that comes again joins. */
async function file(store: Store, signer: Signer, email: string): Promise<string> {
  const id = `objection-${last++}`;
  const now = await store.now();
  const deadline = toInstant(now + 86_400_000);
  const of = {
    type: "receipt",
    feed,
    pin,
    id,
    action: "objection-filed",
    change: "2.1",
    version: 1,
    sha256: hex,
  } as const;
  const receipt = await signReceipt(
    { ...of, log: { size: 1, root: hex }, filed: toInstant(now), deadline, objection: hex },
    signer,
  );
  const row = {
    ...{ id, request: id, change: "2.1", feed_version: 1, feed_sha256: hex, name: "Ada", email, organisation: "C" },
    ...{ grounds: "", segment: null, language: null, filed_at: now, deadline, content_sha256: hex, receipt },
    ...{ time_stamp: null, case_id: null },
  };
  const party = partyOf(keyed, feed, email);
  await store.write((tx) => fileObjection(tx, row, { mailsReceipt: true, party }));
  return id;
}

const replay = (trail: readonly WrittenStep[]) =>
  trail.reduce<Standing | undefined>((standing, step) => standingAfter(standing, step), undefined);

test("decisions, a withdrawal, messages and further texts at once, on every replica: one outcome, and nothing lost", async () => {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-interleaved-"));
  const database = await openTestDatabase(folder);
  // One process serves a file, three a server.
  const count = typeof database.place === "string" ? 1 : 3;
  const replicas: Store[] = [];
  for (let at = 0; at < count; at++) replicas.push(await openStore(database.place, database.now));
  const replica = (at: number) => replicas[at % count] as Store;
  const signer = await createSigner(await generatePrivateKey());
  await replica(0).write(async (tx) => {
    const state = { feed, pin, log_size: 1, log_root: hex, version: 1, sha256: hex, document: "{}", verified_at: 0 };
    await tx
      .insertInto("feed_state")
      .values({ ...state, receipt_kids: JSON.stringify([signer.kid]), roots: null, successor: null })
      .execute();
  });
  const act = (at: number, wanted: Omit<Wanted, "by">) =>
    take({ store: replica(at), signer }, { by: wanted.name ? "publisher" : "objector", ...wanted });

  const cases = await Promise.all(
    Array.from({ length: 12 }, async (_, at) => {
      const email = `person-${at}@customer.example`;
      // Filed three times at once: one case.
      const filed = await Promise.all([0, 1, 2].map((more) => file(replica(at + more), signer, email)));
      const found = await Promise.all(filed.map((id) => replica(at).read((db) => findCase(db, id))));
      const [id, ...others] = filed.filter((_, at) => found[at]);
      expect(others).toEqual([]);
      return { id: id ?? "", email, joins: at % 2 === 1 };
    }),
  );
  await Promise.all(
    cases.map(async ({ id, email, joins }, at) => {
      expect(await act(at, { id, action: "reviewed", name: "Lucia" })).toHaveProperty("taken");
      const decided = await Promise.all([
        act(at, { id, action: "resolved", outcome: "cease-use", name: "Lucia" }),
        act(at + 1, { id, action: "rejected", text: "no", name: "Ben" }),
        act(at + 2, { id, action: "withdrawn" }),
        ...[0, 1, 2].map((more) => act(at + more, { id, action: "written", text: `${more}` })),
        ...(joins ? [file(replica(at), signer, email)] : []),
      ]);
      const ends = decided.slice(0, 3).map((one) => (typeof one === "object" && "taken" in one ? "taken" : one));
      for (const written of decided.slice(3, 6)) expect(written).toHaveProperty("taken");
      const trail = await replica(at).read((db) => stepsOf(db, id));
      expect(trail.map(({ step }) => step)).toEqual(trail.map((_, at) => at + 1));
      expect(
        trail
          .filter(({ action }) => action === "written")
          .map(({ text }) => text)
          .sort(),
      ).toEqual(["0", "1", "2"]);
      expect(trail.filter(({ action }) => action === "filed")).toHaveLength(joins ? 4 : 3);
      const taken = trail.filter(({ action }) => ["resolved", "rejected", "withdrawn"].includes(action));
      expect(taken).toHaveLength(ends.filter((one) => one === "taken").length);
      // Whoever files again after a decision opens it anew, and may then withdraw.
      if (!joins) {
        expect(taken).toHaveLength(1);
        for (const one of ends.filter((one) => one !== "taken")) expect(one).toMatchObject({ refused: "state" });
      }
      const of = await replica(at).read((db) => findCase(db, id));
      expect(of && standingOf(of)).toEqual(replay(trail));
    }),
  );
  const events = await database.query<{ n: number }>(
    "select count(*) as n from deliveries where kind = 'objection-step' group by event, recipient having count(*) > 1",
  );
  expect(events).toEqual([]);
  for (const store of replicas) await store.close();
  await database.close();
  await rm(folder, { recursive: true });
});
