import {
  type ApiToken,
  type AuditLine,
  ask,
  type Case,
  type Changes,
  type Delivery,
  type Import,
  type ListedObjection,
  Offline,
  type Recipient,
  Refused,
  read,
  type Session,
  type Standings,
  type Status,
  type Task,
  type Told,
  type Webhook,
} from "./api.ts";
import { momentText } from "./dates.ts";
import { type Draft, Drafts } from "./drafts.ts";
import { words } from "./words.ts";

/** What the first page shows. */
export interface Overview {
  objections: ObjectionPages;
  changes: Changes;
  tasks: readonly Task[];
  deliveries: readonly Delivery[];
  status: Status;
  told: ReadonlyMap<string, Told>;
  /** Of the changes that ask for approval. */
  standings: ReadonlyMap<string, Standings>;
  /** Known to admins alone. */
  webhooks: readonly Webhook[];
  /** When it was read, milliseconds since 1970. */
  at: number;
}

export type Filter = "open" | "closed" | "all";

/** The first of a list, and `next` where there are others. */
export interface FirstObjections {
  found: readonly ListedObjection[];
  next: string | undefined;
}

/** Objections as far as they were read, the first deadline first; and how many there are. */
export interface ObjectionPages extends Readonly<Partial<Record<Filter, FirstObjections>>> {
  open: FirstObjections;
  counts: { open: number; closed: number };
}

/** What was said of something that was done, beside where it was done. */
export interface Said {
  /** `objection ID`, `task ID`, … */
  where: string;
  text: string;
  isFault: boolean;
}

/** How many of the newest changes it is counted for who was told. */
export const mostTold = 8;

/** How many customers are shown while a name is typed. */
export const mostFound = 20;

/** How many customers are named whose approval is asked for. */
const mostNamed = 200;

/** What the page knows of the service, and asks of it. The views read it; the element renders whenever it has changed. */
export class Desk {
  /** Undefined until the service has said; null where nobody is signed in. */
  session: Session | null | undefined;
  overview: Overview | undefined;
  /** The opened objection, as it was read: what is decided is decided on this. And what had been written of an answer by then. */
  opened: { id: string; of: Case | undefined; draft: Draft | undefined } | undefined;
  recipients: { q: string; found: readonly Recipient[]; total: number; next: string | undefined } | undefined;
  import: { file: Blob; removeMissing: boolean; would: Import } | undefined;
  audit: { lines: readonly AuditLine[]; next: string | undefined } | undefined;
  /** `made`: the newest, which is told once. */
  tokens: { list: readonly ApiToken[]; made: string | undefined } | undefined;
  /** `key`: of the newest that was added or rotated, which is told once. */
  webhooks: { list: readonly Webhook[]; key: string | undefined } | undefined;
  filter: Filter = "open";
  said: Said | undefined;
  /** Why what is shown is old, or not there. */
  trouble: string | undefined;
  /** The address that a link was asked for. */
  asked: string | undefined;
  isBusy = false;
  /** What was found for an approval, by the change. */
  customers: { change: string; q: string; names: readonly string[]; isAll: boolean } | undefined;
  readonly #drafts = new Drafts(() => localStorage);
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
    this.#drafts.tidy();
  }

  get mayHandle(): boolean {
    return this.session?.role === "handler" || this.session?.role === "admin";
  }

  get isAdmin(): boolean {
    return this.session?.role === "admin";
  }

  /** Reads who is signed in, and what the first page shows; what takes counting comes after it. */
  load = (): Promise<void> => this.#try(this.#readAll, undefined, "whole");

  readonly #readAll = async (): Promise<void> => {
    this.session = await read<Session>("inbox/session");
    const [objections, changes, tasks, deliveries, status] = await Promise.all([
      this.#readObjections(),
      read<Changes>("changes"),
      read<Task[]>(`tasks?limit=${mostNamed}`),
      read<{ deliveries: Delivery[] }>("deliveries"),
      read<Status>("status"),
    ]);
    const webhooks = this.isAdmin ? await readWebhooks() : [];
    const { told = new Map(), standings = new Map() } = this.overview ?? {};
    const overview = { objections, changes, tasks, status, webhooks, deliveries: deliveries.deliveries };
    this.overview = { ...overview, told, standings, at: Date.now() };
    void this.#try(() => this.#count(changes, this.overview?.at), undefined, "aside");
  };

  /** Who has approved, and who was told: over every customer and every notice of a change, until all is read anew. */
  async #count({ changes }: Changes, at: number | undefined): Promise<void> {
    for (const { id, open, approval } of changes) {
      if (!open || !approval) continue;
      const found = await read<Standings>(`standings?change=${encodeURIComponent(id)}&limit=${mostNamed}`);
      if (!this.overview || this.overview.at !== at) return;
      this.overview = { ...this.overview, standings: new Map([...this.overview.standings, [id, found]]) };
      this.#changed();
    }
    for (const { id } of changes.slice(0, mostTold)) {
      const found = await read<Told>(`changes/${encodeURIComponent(id)}/told`);
      if (!this.overview || this.overview.at !== at) return;
      this.overview = { ...this.overview, told: new Map([...this.overview.told, [id, found]]) };
      this.#changed();
    }
  }

  /** Those that wait always, and those that are shown: as many as there were. */
  async #readObjections(): Promise<ObjectionPages> {
    const { filter } = this;
    const before = this.overview?.objections;
    const { counts, ...open } = await readFirst("open", before?.open.found.length);
    if (filter === "open") return { open, counts };
    const { counts: _same, ...shown } = await readFirst(filter, before?.[filter]?.found.length);
    return { [filter]: shown, open, counts };
  }

  /** Shows those that wait, the others, or all. */
  show = (filter: Filter): Promise<void> => {
    this.filter = filter;
    return this.#try(async () => {
      if (!this.overview || this.overview.objections[filter]) return;
      const { counts, ...shown } = await readFirst(filter);
      this.#keep({ [filter]: shown, counts });
    });
  };

  moreObjections = (): Promise<void> =>
    this.#try(async () => {
      const { filter } = this;
      const { found = [], next } = this.overview?.objections[filter] ?? {};
      if (next === undefined) return;
      const page = await readObjections(filter, { after: next });
      if (this.overview?.objections[filter]?.next === next)
        this.#keep({ [filter]: { found: [...found, ...page.objections], next: page.next }, counts: page.counts });
    });

  #keep(objections: Partial<ObjectionPages>): void {
    if (this.overview) this.overview = { ...this.overview, objections: { ...this.overview.objections, ...objections } };
  }

  /** Saves all of them, a page at a time. */
  exportObjections = (): Promise<void> =>
    this.#try(async () => {
      const { found } = await readFirst("all", Number.POSITIVE_INFINITY);
      saveFile(new Blob([JSON.stringify(found, undefined, 2)], { type: "application/json" }), "objections.json");
    }, "save objections.json");

  askForLink = (email: string): Promise<void> =>
    this.#try(async () => {
      await ask("inbox/links", { body: { email } });
      this.asked = email;
    }, "sign-in");

  signOut = (): Promise<void> =>
    this.#try(async () => {
      await ask("inbox/sign-out", { body: {} });
      this.#forget();
      this.asked = undefined;
    });

  /** Opens an objection, or closes it. */
  async toggle(id: string): Promise<void> {
    if (this.opened?.id === id) {
      this.opened = undefined;
      return this.#changed();
    }
    await this.openCase(id);
  }

  openCase = (id: string): Promise<void> => {
    const draft = this.draftOf(id);
    this.opened = { id, of: undefined, draft };
    this.said = undefined;
    return this.#try(async () => {
      const of = await read<Case>(`objections/${encodeURIComponent(id)}`);
      if (this.opened?.id === id) this.opened = { id, of, draft };
    });
  };

  /** What was written of an answer and not sent, by whoever is signed in. */
  draftOf = (id: string): Draft | undefined => this.#drafts.read(this.session?.email ?? "", id);

  /** Keeps what is being written, without a word of it: whether a session ends meanwhile, or the page. */
  keepDraft = (id: string, draft: Pick<Draft, "choice" | "text">): boolean => {
    const email = this.session?.email ?? "";
    if (draft.text.trim() === "") {
      this.#drafts.drop(email, id);
      return true;
    }
    return this.#drafts.keep(email, id, draft);
  };

  /** Likewise, and says so. */
  saveDraft(id: string, draft: Pick<Draft, "choice" | "text">): void {
    const isKept = this.keepDraft(id, draft);
    this.say({ where: `draft ${id}`, text: isKept ? words.draftKept : words.draftNotKept, isFault: !isKept });
  }

  dropDraft(id: string): void {
    this.#drafts.drop(this.session?.email ?? "", id);
    if (this.opened?.id === id) this.opened = { ...this.opened, draft: undefined };
    this.say({ where: `draft ${id}`, text: words.draftDropped, isFault: false });
  }

  /** Takes a step of the opened objection. True where it was taken. */
  async takeStep(verb: string, body: object): Promise<boolean> {
    const { of, draft } = this.opened ?? {};
    if (!of) return false;
    const at = `objections/${encodeURIComponent(of.id)}`;
    const where = `objection ${of.id}`;
    let isTaken = false;
    await this.#try(async () => {
      try {
        const after = await read<Case>(`${at}/${verb}`, {
          body: { ...body, ...(verb !== "erase" && { seen: of.step }) },
        });
        this.opened = { id: of.id, of: after, draft: undefined };
        isTaken = true;
        this.#drafts.drop(this.session?.email ?? "", of.id);
        const name = after.texts.at(-1)?.name || words.erased;
        this.said = { where, text: verb === "erase" ? words.removed : words.done(name), isFault: false };
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 409) throw error;
        // Shown anew, with what was written kept: whoever decides has to see what happened meanwhile.
        this.opened = { id: of.id, of: await read<Case>(at), draft };
        const isMoved = this.opened.of?.step !== of.step;
        this.said = { where, text: isMoved ? words.moved : error.message, isFault: true };
      }
    }, where);
    // Not waited for: what is written next must not be taken for what was sent.
    if (isTaken) void this.load();
    return isTaken;
  }

  endTask = (id: string, how: string): Promise<void> =>
    this.#do(`tasks/${id}/end`, { how }, `task ${id}`, words.taskDone);

  approve = async (change: string, customer: string, how: string): Promise<void> => {
    const where = `approval ${change}`;
    await this.findCustomers(change, customer);
    const { q, names = [] } = this.customers ?? {};
    if (q === customer && !names.includes(customer))
      return this.say({ where, text: words.noSuchCustomer(customer), isFault: true });
    await this.#do("approvals", { change, customer, given: true, how }, where, words.approvalNoted);
  };

  /** Finds customers of a change by a part of their name, whose approval is missing first. */
  findCustomers = (change: string, q: string): Promise<void> =>
    this.#try(async () => {
      const query = new URLSearchParams({ change, q, limit: `${mostFound}` });
      const { customers } = await read<Standings>(`standings?${query}`);
      this.customers = { change, q, names: customers.map((one) => one.customer), isAll: customers.length < mostFound };
    });

  resend = (id: string): Promise<void> => this.#do(`deliveries/${id}/resend`, {}, `delivery ${id}`, words.onItsWay);

  find = (q: string): Promise<void> =>
    this.#try(async () => {
      const { recipients, total, next } = await readRecipients(q);
      this.recipients = { q, found: recipients, total, next };
    });

  findMore = (): Promise<void> =>
    this.#try(async () => {
      const { q = "", found = [], next: after } = this.recipients ?? {};
      const { recipients, total, next } = await readRecipients(q, after);
      if (this.recipients?.next === after) this.recipients = { q, found: [...found, ...recipients], total, next };
    });

  removeRecipient = async ({ customer, email }: Recipient): Promise<void> => {
    await this.#do("recipients/remove", { customer, email }, "recipients", words.removed);
    await this.find(this.recipients?.q ?? "");
  };

  /** Sees what a file would do. */
  lookAt = (file: Blob, removeMissing: boolean): Promise<void> =>
    this.#try(async () => {
      this.import = undefined;
      const would = await read<Import>(importPath(removeMissing, true), { body: file });
      this.import = { file, removeMissing, would };
    }, "import");

  takeOver = (): Promise<void> =>
    this.#try(async () => {
      if (!this.import) return;
      const { file, removeMissing } = this.import;
      const done = await read<Import>(importPath(removeMissing, false), { body: file });
      this.import = undefined;
      this.said = { where: "import", text: words.did(countsOf(done)), isFault: false };
    }, "import").then(() => this.find(""));

  readAudit = (before?: string): Promise<void> =>
    this.#try(async () => {
      const page = await read<{ lines: AuditLine[]; next?: string }>(`audit${before ? `?before=${before}` : ""}`);
      const lines = before ? [...(this.audit?.lines ?? []), ...page.lines] : page.lines;
      this.audit = { lines, next: page.next };
    });

  readTokens = (): Promise<void> =>
    this.#try(async () => {
      this.tokens = { list: (await read<{ tokens: ApiToken[] }>("tokens")).tokens, made: undefined };
    });

  makeToken = (wanted: { name: string; role: string; days: number }): Promise<void> =>
    this.#try(async () => {
      const { token } = await read<{ token: string }>("tokens", { body: wanted });
      this.tokens = { list: (await read<{ tokens: ApiToken[] }>("tokens")).tokens, made: token };
      this.said = { where: "tokens", text: words.tokenMade, isFault: false };
    }, "tokens");

  endToken = async (id: string): Promise<void> => {
    await this.#do(`tokens/${id}/revoke`, {}, "tokens", words.tokenEnded);
    await this.readTokens();
  };

  readWebhooks = (): Promise<void> =>
    this.#try(async () => {
      this.webhooks = { list: await readWebhooks(), key: undefined };
    });

  addWebhook = (wanted: object): Promise<void> => this.#keyed("webhooks", wanted, words.webhookAdded);

  rotateWebhook = (id: string, overlap: number): Promise<void> =>
    this.#keyed(`webhooks/${id}/rotate`, { overlap }, words.keyMade);

  #keyed(path: string, body: object, text: string): Promise<void> {
    return this.#try(async () => {
      const { key } = await read<{ key: string }>(path, { body });
      this.webhooks = { list: await readWebhooks(), key };
      this.said = { where: "webhook", text, isFault: false };
    }, "webhook");
  }

  actOnWebhook = async (id: string, verb: "enable" | "remove", text: string): Promise<void> => {
    await this.#do(`webhooks/${id}/${verb}`, {}, "webhook", text);
    await this.readWebhooks();
  };

  /** Sends an event to try an endpoint out, and waits for a while for what is answered. */
  testWebhook = (id: string): Promise<void> =>
    this.#try(async () => {
      const before = this.webhooks?.list.find((one) => one.id === id)?.newest?.at;
      await ask(`webhooks/${id}/test`, { body: {} });
      let isAnswered = false;
      for (let looks = 0; looks < mostLooks && !isAnswered; looks++) {
        await new Promise((resolve) => setTimeout(resolve, betweenLooks));
        const list = await readWebhooks();
        this.webhooks = { list, key: undefined };
        isAnswered = list.find((one) => one.id === id)?.newest?.at !== before;
      }
      this.said = { where: "webhook", text: isAnswered ? words.triedOut : words.noAnswerYet, isFault: false };
    }, "webhook");

  /** Saves an answer of the service as a file. */
  save = (path: string, { name, type }: { name: string; type: string }): Promise<void> =>
    this.#try(async () => saveFile(await (await ask(path, { type })).blob(), name), `save ${name}`);

  #do(path: string, body: object, where: string, text: string): Promise<void> {
    return this.#try(async () => {
      await ask(path, { body });
      this.said = { where, text, isFault: false };
    }, where).then(() => (this.said?.isFault ? undefined : this.load()));
  }

  /** Says something beside where it belongs. */
  say(said: Said): void {
    this.said = said;
    this.#changed();
  }

  /** Whether all that is shown could not be read when it was to be last: what works since then makes nothing of it newer. */
  #isBehind = false;

  /**
   * Does something, and says what came of it: beside where it was done, or above all where it was none's.
   *
   * @param how `whole`: all that is shown is read. `aside`: nobody asked for it, and that it works takes back nothing that was said.
   */
  async #try(work: () => Promise<void>, where?: string, how?: "whole" | "aside"): Promise<void> {
    // A look at what is new holds up no button.
    if (where) [this.isBusy, this.said] = [true, undefined];
    this.#changed();
    try {
      await work();
      if (how === "whole") this.#isBehind = false;
      if (how !== "aside") {
        // The service can be reached again, and what is shown is of before.
        if (this.#isBehind) void this.load();
        else this.trouble = undefined;
      }
    } catch (error) {
      if (error instanceof Refused && error.status === 401) {
        const hadSession = Boolean(this.session);
        this.#forget();
        if (hadSession) this.said = { where: "sign-in", text: words.sessionOver, isFault: true };
      } else if (where && error instanceof Refused) {
        const details = Object.values(error.errors).slice(0, 5).join(" ");
        this.said = { where, text: [error.message, details].filter(Boolean).join(" "), isFault: true };
      } else {
        const at = this.overview ? momentText(new Date(this.overview.at).toISOString()) : "";
        this.#isBehind ||= how === "whole";
        this.trouble = error instanceof Offline ? words.offline(at) : (error as Error).message;
      }
    }
    if (where) this.isBusy = false;
    this.#changed();
  }

  #forget(): void {
    this.session = null;
    this.overview = this.opened = this.recipients = this.audit = this.import = this.tokens = this.webhooks = undefined;
  }
}

interface RecipientPage {
  recipients: Recipient[];
  total: number;
  next?: string;
}

const readRecipients = (q: string, after?: string) =>
  read<RecipientPage>(`recipients?${new URLSearchParams({ q, ...(after !== undefined && { after }) })}`);

const readWebhooks = async () => (await read<{ webhooks: Webhook[] }>("webhooks")).webhooks;

/** How often, and after how many milliseconds each, it is looked for the answer of an endpoint. */
const [mostLooks, betweenLooks] = [10, 400] as const;

const importPath = (removeMissing: boolean, dryRun: boolean) =>
  `recipients?${new URLSearchParams({ removeMissing: `${removeMissing}`, dryRun: `${dryRun}` })}`;

export const countsOf = ({ added, changed, removed, unchanged }: Import) => ({
  ...{ added: added.length, changed: changed.length, removed: removed.length, unchanged },
});

interface ObjectionPage {
  objections: ListedObjection[];
  counts: ObjectionPages["counts"];
  next?: string;
}

/** How many objections a page has, and at most where many are read at once. */
const perPage = 50;
const mostPerPage = 500;

const readObjections = (state: Filter, { after, limit = perPage }: { after?: string | undefined; limit?: number }) =>
  read<ObjectionPage>(
    `objections?${new URLSearchParams({ state, limit: `${limit}`, ...(after !== undefined && { after }) })}`,
  );

/** The first objections: a page of them, or so many. */
async function readFirst(
  state: Filter,
  atLeast: number = perPage,
): Promise<FirstObjections & Pick<ObjectionPages, "counts">> {
  const found: ListedObjection[] = [];
  for (let after: string | undefined; ; ) {
    const limit = Math.min(mostPerPage, Math.max(perPage, atLeast - found.length));
    const { objections, counts, next } = await readObjections(state, { after, limit });
    found.push(...objections);
    after = next;
    if (after === undefined || found.length >= atLeast) return { found, next: after, counts };
  }
}

/** Has the browser save a file. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
