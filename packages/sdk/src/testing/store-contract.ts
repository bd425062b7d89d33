import type { Store } from "../store/store.ts";

/** What every store must do. Returns what it found wrong; empty where all is well. */
export async function contractBreaches(make: () => Store): Promise<string[]> {
  const breaches: string[] = [];
  const expect = (what: string, found: unknown, expected: unknown) => {
    if (JSON.stringify(found) !== JSON.stringify(expected)) breaches.push(`${what}: ${JSON.stringify(found)}`);
  };
  const store = make();
  const key = `https://a.example/${Math.random()}/`;
  expect("nothing is kept at first", await store.read(key), undefined);
  await store.update(key, (kept) => ({ seen: kept ?? null, text: "ä\u2028" }));
  expect("what was kept is read", await store.read(key), { seen: null, text: "ä\u2028" });
  expect("keys are apart", await store.read(`${key}other/`), undefined);
  await Promise.all(
    Array.from({ length: 20 }, () =>
      store.update(key, (kept) => ({ count: ((kept as { count?: number }).count ?? 0) + 1 })),
    ),
  );
  expect("no update is lost", await store.read(key), { count: 20 });
  await store
    .update(key, () => {
      throw new Error("no");
    })
    .catch(() => {});
  expect("a failed update changes nothing", await store.read(key), { count: 20 });
  return breaches;
}
