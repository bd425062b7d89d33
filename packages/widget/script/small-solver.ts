/**
 * What the script has in the place of `altcha-lib`: the loop that solves a challenge, as the SDK calls it. The library
 * also makes challenges, checks solutions and runs workers, of which a form needs none, and which cannot be told apart
 * when the script is built. npm keeps it; test/differential solves the same challenges with both.
 *
 * @module
 */

import { fromHex, toHex } from "../../feed/src/bytes/hex.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** The parameters that the SDK has found acceptable. */
interface Parameters {
  algorithm: string;
  nonce: string;
  salt: string;
  cost: number;
  keyLength: number;
  keyPrefix: string;
}

interface Task {
  challenge: { parameters: Parameters };
  deriveKey: typeof deriveKey;
  controller: AbortController;
  /** Milliseconds. */
  timeout: number;
}

/** The page stays alive: every so many milliseconds it has its turn. */
const turn = 200;

/** PBKDF2 over the platform's cryptography. */
export async function deriveKey({ algorithm, cost, keyLength }: Parameters, salt: Bytes, password: Bytes) {
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", salt, iterations: cost, hash: algorithm.slice("PBKDF2/".length) };
  return { derivedKey: new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)) };
}

/** The first counter whose key begins as it must; null where the task was ended, or took too long. */
export async function solveChallenge({ challenge: { parameters }, deriveKey, controller, timeout }: Task) {
  const salt = fromHex(parameters.salt);
  const password = Uint8Array.from([...fromHex(parameters.nonce), 0, 0, 0, 0]);
  const place = new DataView(password.buffer, password.length - 4);
  const start = performance.now();
  let rested = start;
  for (let counter = 0; !controller.signal.aborted && performance.now() - start <= timeout; counter++) {
    place.setUint32(0, counter);
    const derivedKey = toHex((await deriveKey(parameters, salt, password)).derivedKey);
    if (derivedKey.startsWith(parameters.keyPrefix)) {
      return { counter, derivedKey, time: Math.floor(performance.now() - start) };
    }
    if (performance.now() - rested > turn) {
      await new Promise((resolve) => setTimeout(resolve));
      rested = performance.now();
    }
  }
  return null;
}
