/** Ceilings for what is read and walked. A reader must stop at them, whatever a server sends. */
export const limits = {
  /** Bytes of `head.json`. */
  head: 512 * 1024,
  /** Characters of a checkpoint with the signatures of all its witnesses. */
  checkpoint: 64 * 1024,
  /** Bytes of any file that the manifest names; the manifest's own `length` is the tighter bound. */
  file: 64 * 1024 * 1024,
  /** Bytes that a line of the history has at least: its hash alone has 64. */
  entry: 128,
  /** Steps from the remembered root, or the pinned one, to the newest (TUF 5.3.2; docs/decisions/0012). */
  rootSteps: 256,
  /** Signatures in one envelope. */
  signatures: 32,
  /** Nesting of signed metadata. */
  depth: 16,
  /** Nesting of every other document: the list, policy texts, log entries. */
  documentDepth: 128,
  /** Milliseconds by which `issued` may lie ahead of the reader's clock. */
  clockSkew: 5 * 60 * 1000,
  /** Milliseconds after a rotation in which receipts of the retired key still count: services learn of it by looking. */
  receiptGrace: 24 * 60 * 60 * 1000,
} as const;
