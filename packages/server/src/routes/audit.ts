import { toInstant } from "@trust-center/feed";
import { csvText } from "@trust-center/reading";
import { looseObject, optional, pipe, regex, string, transform } from "zod/mini";
import { type AuditLine, readAudit } from "../store/audit.ts";
import type { Store } from "../store/store.ts";
import { type Declared, endpoint } from "./endpoint.ts";

/** How many lines a page has. */
const perPage = 100;

const newest = Number.MAX_SAFE_INTEGER;

const list = endpoint({
  method: "GET",
  path: "/audit",
  summary: "Who signed in and did what, when, the newest first; a page at a time",
  who: "admin",
  query: looseObject({
    before: optional(
      pipe(
        string().check(regex(/^\d{1,15}$/, "`next` of the page before")),
        transform((digits: string) => Number(digits)),
      ),
    ),
  }),
  answer: "`lines`, and `next` for `before` where there are more",
  refusals: [],
  handle: async ({ deps: { store }, query: { before = newest } }) => {
    const found = await store.read((db) => readAudit(db, { before, most: perPage + 1 }));
    const page = found.slice(0, perPage);
    const last = found.length > perPage ? page.at(-1) : undefined;
    return { lines: page.map(viewOf), ...(last && { next: String(last.seq) }) };
  },
});

const exported = endpoint({
  method: "GET",
  path: "/audit/export",
  summary: "All of it as CSV, the newest first",
  who: "admin",
  isNoted: true,
  answer: "at,name,role,action,about,status",
  answerTypes: ["text/csv"],
  refusals: [],
  handle: async ({ deps: { store } }) =>
    new Response(streamOf(csvOf(store)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="audit.csv"',
        "cache-control": "no-store",
      },
    }),
});

const streamOf = (pieces: AsyncGenerator<Uint8Array>): ReadableStream =>
  new ReadableStream({
    pull: async (to) => {
      const { done, value } = await pieces.next();
      if (done) to.close();
      else to.enqueue(value);
    },
  });

const columns = ["number", "at", "name", "role", "action", "about", "status"] as const;

/** A page at a time: a trail of years is never held whole. */
async function* csvOf(store: Store): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(csvText([columns]));
  for (let before = newest; ; ) {
    const from = before;
    const page = await store.read((db) => readAudit(db, { before: from, most: 1000 }));
    if (page.length === 0) return;
    const rows = page.map(viewOf).map((line) => columns.map((column) => String(line[column] ?? "")));
    yield encoder.encode(csvText(rows));
    before = Number(page.at(-1)?.seq);
  }
}

const viewOf = ({ seq, at, name, role, action, about, status }: AuditLine) => ({
  number: Number(seq),
  at: toInstant(Number(at)),
  ...{ name, role, action, about },
  ...(status !== null && { status: Number(status) }),
});

/** Who did what. */
export const auditEndpoints: readonly Declared[] = [list, exported];
