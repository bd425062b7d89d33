import { sha256Hex } from "@trust-center/feed";
import { type FiledObjection, type TrustCenter, verifyReceipt } from "@trust-center/sdk";
import type { Values } from "../form/form-element.ts";

/** What this browser keeps of an objection to a change, until the reader removes it. */
export interface Kept {
  /** What was typed and not yet filed. */
  readonly draft?: Values | undefined;
  readonly filed?: FiledObjection | undefined;
  /** What is kept as a receipt does not verify. */
  readonly broken?: boolean;
}

const nameOf = ({ pin }: Pick<TrustCenter, "pin">, change: string) => `trust-center:objection:${pin}:${change}`;

/** The storage of this page's origin: none where it is blocked. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

interface Stored {
  draft?: unknown;
  filed?: { receipt?: unknown; text?: unknown; timeStamp?: unknown };
}

function read(center: TrustCenter, change: string): Stored {
  try {
    const stored: unknown = JSON.parse(storage()?.getItem(nameOf(center, change)) ?? "{}");
    return typeof stored === "object" && stored !== null ? (stored as Stored) : {};
  } catch {
    return {};
  }
}

/** Whether anything is kept of a change. */
export const hasKept = (center: TrustCenter, change: string): boolean =>
  Boolean(read(center, change).filed ?? read(center, change).draft);

/** What is kept of a change. A receipt is verified again: storage is not trusted. */
export async function kept(center: TrustCenter, change: string): Promise<Kept> {
  const { draft, filed } = read(center, change);
  const typed = typeof draft === "object" && draft !== null ? (draft as Values) : undefined;
  if (!filed) return { draft: typed };
  const { receipt, text, timeStamp } = filed;
  if (typeof receipt !== "string" || typeof text !== "string") return { draft: typed, broken: true };
  try {
    const content = await verifyReceipt(receipt, center);
    const hash = await sha256Hex(new TextEncoder().encode(text));
    if (content.objection !== hash || content.change !== change) return { draft: typed, broken: true };
    // Whoever verifies the saved file looks at its time stamp.
    return { draft: typed, filed: { receipt, text, content, timeStamp: timeStamp as string | undefined } };
  } catch {
    return { draft: typed, broken: true };
  }
}

/** Keeps what was typed. False where this browser keeps nothing. */
export const keepDraft = (center: TrustCenter, change: string, draft: Values): boolean =>
  write(center, change, { ...read(center, change), draft });

/** Keeps a receipt with its text; what was typed is in it. False where this browser keeps nothing. */
export const keepFiled = (center: TrustCenter, change: string, { receipt, text, timeStamp }: FiledObjection): boolean =>
  write(center, change, { filed: { receipt, text, timeStamp } });

/** Removes all that is kept of a change. */
export function forget(center: TrustCenter, change: string): void {
  try {
    storage()?.removeItem(nameOf(center, change));
  } catch {
    // Nothing was kept.
  }
}

function write(center: TrustCenter, change: string, stored: Stored): boolean {
  try {
    storage()?.setItem(nameOf(center, change), JSON.stringify(stored));
    return storage() !== undefined;
  } catch {
    return false;
  }
}
