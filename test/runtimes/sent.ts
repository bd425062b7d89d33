import type { FeedVector, PartVector, Vector } from "../vectors/vector.ts";

/** A vector as JSON: the files of a feed in base64. */
export type SentVector = PartVector | (Omit<FeedVector, "files"> & { files: Record<string, string> });

export function toSend(vector: Vector): SentVector {
  if (vector.kind !== "feed") return vector as PartVector;
  const feed = vector as FeedVector;
  const files = [...feed.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString("base64")]);
  return { ...feed, files: Object.fromEntries(files) };
}

export function sentTo(sent: SentVector): Vector {
  if (sent.kind !== "feed") return sent as PartVector;
  const feed = sent as Omit<FeedVector, "files"> & { files: Record<string, string> };
  const files = Object.entries(feed.files).map(([path, text]) => [path, fromBase64(text)] as const);
  return { ...feed, files: new Map(files) };
}

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
