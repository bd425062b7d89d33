/** Who is signed in. */
export interface Session {
  email: string;
  role: "reader" | "handler" | "admin";
  until: string;
  vendor: string;
  now: string;
}

export interface ListedObjection {
  id: string;
  change: string;
  state: string;
  outcome?: string;
  filed: string;
  since: string;
  deadline: string;
  /** Until when it is to be answered; absent where it is closed. */
  answerDue?: string;
  late: boolean;
  confirmed: boolean;
  step: number;
  texts: number;
  name: string;
  organisation: string;
  email: string;
}

export interface Step {
  step: number;
  at: string;
  action: string;
  by: "objector" | "publisher";
  name?: string;
  outcome?: string;
  text?: string;
  receipt?: string;
}

export interface Filing {
  id: string;
  filed: string;
  name: string;
  organisation: string;
  email: string;
  grounds: string;
  version: number;
  receipt: string;
}

export interface Case extends Omit<ListedObjection, "texts" | "name" | "organisation" | "email"> {
  texts: Filing[];
  steps: Step[];
  sameMailbox: string[];
}

export interface Change {
  id: string;
  title: string;
  announced: string;
  open: boolean;
  /** Of what nothing is left: whether it was taken back or announced anew, or its subject left before. It has no dates. */
  gone?: "withdrawn" | "amended" | "left";
  deadline?: string;
  effective?: string;
  /** When it starts, in words, where it has no day: empty where it has none to come. */
  starts?: string;
  /** `some`: it starts for some customers not without, while it has a day for others. */
  approval?: "required" | "early" | "some";
  objections: { open: number; closed: number };
}

/** Where customers stand to a change whose approval is asked for. */
export interface Standings {
  counts: Readonly<Record<string, number>>;
  customers: { customer: string; standing: string; deadline?: string; approval?: { at: string; given: boolean } }[];
}

export interface Changes {
  list?: { version: number; published: string; verified: string };
  changes: Change[];
}

export interface Told {
  change: string;
  notices: { sent: number; unknown: number; failed: number };
  /** The first of them. */
  untold: { customer: string; email: string; why: string }[];
  /** Whether there are further ones. */
  more: boolean;
}

export interface Delivery {
  id: string;
  kind: string;
  state: "failed" | "unknown";
  attempts: number;
  email?: string;
  reason?: string;
  at: string;
}

export interface Recipient {
  customer: string;
  email: string;
  role?: string;
  contract?: string;
  added?: string;
  stopped?: boolean;
}

export interface Task {
  id: string;
  kind: "unreachable" | "left";
  reason: string;
  due: string;
  late: boolean;
  /** The id of the objection whose sender no mail reaches; absent where it is about recipients of contracts. */
  objection?: string;
  recipients: Recipient[];
}

/** Whether whoever asked to get no more did so by a complaint. */
export const complains = ({ reason }: Pick<Task, "reason">): boolean => reason.startsWith("complaint ");

export interface Status {
  problems: string[];
  outbox?: { queued: number; leased: number; unknown: number; failed: number };
  held: false | { reason: string; since: string };
}

/** What taking a file over did, or would do. */
export interface Import {
  dryRun: boolean;
  added: Recipient[];
  changed: { after: Recipient }[];
  removed: Recipient[];
  missing: Recipient[];
  unchanged: number;
}

/** A token of a program, without itself. */
export interface ApiToken {
  id: string;
  name: string;
  role: string;
  by: string;
  made: string;
  until: string;
}

/** A program that is told of changes, without its secret. */
export interface Webhook {
  id: string;
  name: string;
  url: string;
  state: "enabled" | "disabled";
  since: string;
  topics?: string[];
  services?: string[];
  behind: number;
  failures: number;
  newest?: { at: string; outcome: string };
}

export interface AuditLine {
  number: number;
  at: string;
  name: string;
  role: string;
  action: string;
  about: string;
  status?: number;
}

/** A refusal of the service (RFC 9457). */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: Record<string, string>;

  constructor(status: number, problem: { code?: string; detail?: string; errors?: Record<string, string> }) {
    super(problem.detail ?? `The service answered ${status}.`);
    this.status = status;
    this.code = problem.code ?? "";
    this.errors = problem.errors ?? {};
  }
}

/** The service could not be reached, or did not answer in time. */
export class Offline extends Error {}

/** Milliseconds that an answer may take. */
const patience = 30_000;

export interface Asking {
  /** Sent as JSON, unless it is a file. */
  body?: object | Blob;
  /** Of the answer. */
  type?: string;
}

/**
 * Asks the service, which is one folder above the page.
 *
 * @throws {Refused} {@link Offline}
 */
export async function ask(path: string, { body, type = "application/json" }: Asking = {}): Promise<Response> {
  const isFile = body instanceof Blob;
  const answer = await fetch(new URL(`../${path}`, document.baseURI), {
    headers: { accept: type, ...(body && { "content-type": isFile ? "text/csv" : "application/json" }) },
    ...(body && { method: "POST", body: isFile ? body : JSON.stringify(body) }),
    redirect: "error",
    signal: AbortSignal.timeout(patience),
  }).catch((cause: unknown) => {
    throw new Offline("The service does not answer.", { cause });
  });
  if (answer.ok) return answer;
  throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

export const read = async <T>(path: string, asking?: Asking): Promise<T> => (await ask(path, asking)).json();
