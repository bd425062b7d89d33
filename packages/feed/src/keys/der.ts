import { TrustCenterError } from "../errors.ts";

/** Tags of the DER types that PBES2 parameters are made of (ITU-T X.690). */
export const tags = { integer: 0x02, octets: 0x04, null: 0x05, oid: 0x06, sequence: 0x30 } as const;

/** One DER value: tag, length, content. */
export function encodeDer(tag: number, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const header = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  const value = new Uint8Array(header.length + length);
  value.set(header);
  let at = header.length;
  for (const part of parts) {
    value.set(part, at);
    at += part.length;
  }
  return value;
}

/** Reads DER values one after another. */
export class DerReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  /** Whether anything is left, of the tag given if any. */
  has(tag?: number): boolean {
    const next = this.#bytes[this.#at];
    return next !== undefined && (tag === undefined || next === tag);
  }

  /** @throws {TrustCenterError} `key-refused` where another tag or a cut value stands */
  read(tag: number): Uint8Array<ArrayBuffer> {
    if (this.#bytes[this.#at] !== tag) throw refused();
    let length = this.#bytes[this.#at + 1] ?? 0;
    this.#at += 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count < 1 || count > 2) throw refused();
      length = 0;
      for (let i = 0; i < count; i++) length = (length << 8) | (this.#bytes[this.#at++] ?? 0);
    }
    const value = this.#bytes.slice(this.#at, this.#at + length);
    if (value.length !== length) throw refused();
    this.#at += length;
    return value;
  }

  open(tag: number = tags.sequence): DerReader {
    return new DerReader(this.read(tag));
  }
}

const refused = () => new TrustCenterError("key-refused", "Expected a PBES2 encrypted private key in DER.");
