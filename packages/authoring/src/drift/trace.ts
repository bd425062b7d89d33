import type { Ecosystem } from "@trust-center/catalogue";

/** A sign that something is used: a package that code depends on, a provider, or a host that is asked. */
export interface Trace {
  kind: Ecosystem | "host";
  /** As it is written there: `@sentry/node`, `js.stripe.com`. */
  name: string;
  /** Where it stands: an absolute path, and a line from 1. Of what is in no file, a name for it and 1. */
  file: string;
  line: number;
  /** What of DNS says it: `MX of acme.example`. It is in no file. */
  record?: string;
}

/**
 * A place in which traces are looked for. Programs can bring their own: what a resolver, a cloud account or a proxy knows.
 */
export interface TraceSource {
  /** For messages: `code in web/`. */
  name: string;
  /** @throws {TrustCenterError} where it cannot be read */
  read: (signal: AbortSignal | undefined) => Promise<Trace[]>;
}
