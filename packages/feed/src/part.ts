import { TrustCenterError } from "./errors.ts";

/**
 * A part of the program that is loaded when it is needed. It is a file too: whoever is offline does not get it.
 *
 * @throws {TrustCenterError} `network`
 */
export async function part<T>(loading: Promise<T>): Promise<T> {
  return loading.catch((cause: unknown) => {
    throw new TrustCenterError("network", "Expected every part of this program, found one missing.", {}, { cause });
  });
}
