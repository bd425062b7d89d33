import { UsageError } from "@trust-center/authoring";
import { pinSchema, TrustCenterError } from "@trust-center/feed";
import { feedAddress } from "@trust-center/sdk";

/** Whether this machine is meant, without a scheme: `localhost:8801`. */
const isThisMachine = (text: string): boolean =>
  /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?(?:\/|$)/i.test(text);

/** Whether a word is meant as an address: with its scheme, or as the bare name of a host or of this machine. */
export const looksLikeAddress = (text: string): boolean =>
  /^https?:\/\//i.test(text) ||
  isThisMachine(text) ||
  (/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}(?::\d+)?(?:\/|$)/i.test(text) &&
    !/\.(?:json|jws|jwt|ndjson|txt|ya?ml|html)$/i.test(text));

/** What somebody typed, by the scheme that is meant: this machine is asked by HTTP. */
export const withScheme = (text: string): string => (isThisMachine(text) ? `http://${text}` : text);

/**
 * The feed's address for what somebody typed: a host alone means its well-known address.
 *
 * @throws {TrustCenterError} `malformed`
 */
export const typedAddress = (text: string): string => feedAddress(withScheme(text));

/**
 * The same for what a command is given.
 *
 * @throws {UsageError}
 */
export function addressFrom(text: string): string {
  try {
    return typedAddress(text);
  } catch (cause) {
    if (!(cause instanceof TrustCenterError)) throw cause;
    throw new UsageError(
      `Expected an https: address (http: on localhost alone) such as acme.example or https://acme.example/.well-known/trust-center/, found “${text}”.`,
      {},
      { cause },
    );
  }
}

/** @throws {UsageError} where `--pin` has not the form of a pin */
export function checkPin(pin: string | undefined): void {
  if (pin === undefined || pinSchema.safeParse(pin).success) return;
  throw new UsageError(`Expected --pin to be sha256- and 43 characters, as \`publish\` prints it, found “${pin}”.`);
}
