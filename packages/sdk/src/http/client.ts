import ky, { type KyInstance } from "ky";
import { type HttpOptions, requestDefaults } from "./options.ts";

/** A client that tries a GET again, with growing pauses. */
export function createClient({ fetch }: HttpOptions, cache?: RequestCache): KyInstance {
  return ky.create({
    ...(fetch && { fetch }),
    ...requestDefaults(cache),
    // The deadline is the signal's: it holds for the body too.
    timeout: false,
    retry: { limit: 1, methods: ["get"], backoffLimit: 2_000, maxRetryAfter: 5_000 },
    throwHttpErrors: (status) => status !== 304,
  });
}
