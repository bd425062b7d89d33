import type { Bytes } from "./mutate-bytes.ts";

/** An input: files by name. */
export type Input = ReadonlyMap<string, Bytes>;

/** Something that reads what others wrote. */
export interface Target {
  name: string;
  /** Inputs that it accepts: what changes are made to. */
  seeds(): Promise<readonly Input[]>;
  /**
   * Reads an input.
   *
   * @returns a word for what was accepted
   * @throws {TrustCenterError} where it was refused
   * @throws {Violation} where something was accepted that must not be
   */
  run(input: Input): Promise<string>;
}

/** Something that must never happen. */
export class Violation extends Error {
  override readonly name = "Violation";
}

export const single = (bytes: Bytes): Input => new Map([["input", bytes]]);
export const bytesOf = (input: Input): Bytes => input.get("input") ?? new Uint8Array();
export const textOf = (input: Input): string => new TextDecoder().decode(bytesOf(input));
export const encode = (value: unknown): Bytes =>
  new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
