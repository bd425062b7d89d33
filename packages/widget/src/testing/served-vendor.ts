import type { FeedContent } from "@trust-center/feed";
import { type MockVendor, mockContent, mockVendor } from "@trust-center/feed/mock";
import { HttpResponse, http } from "msw";
import { setupWorker } from "msw/browser";

/** A vendor whose files a service worker answers for. */
export interface ServedVendor {
  readonly address: string;
  readonly pin: string;
  /** Publishes a further version as of now. */
  publish(content: FeedContent): Promise<void>;
  /** Changes one byte of the first file below a folder. */
  flip(path: string, at?: number): void;
  /** What the worker answers beside the files. */
  use(...handlers: Parameters<ReturnType<typeof setupWorker>["use"]>): void;
  /** As it was at first: files, handlers and what browsers remember. */
  restore(): Promise<void>;
  stop(): void;
}

const day = 24 * 60 * 60 * 1000;
let made = 0;

/** Publishes a small list and serves it below an address of its own. */
export async function serveVendor(more: Partial<FeedContent> = {}): Promise<ServedVendor> {
  made += 1;
  const address = `${location.origin}/vendor-${made}/`;
  const vendor: MockVendor = await mockVendor(address, Date.now() - 60 * day);
  await vendor.publish(mockContent(more), Date.now() - 5 * day);
  const first = new Map([...vendor.files].map(([path, bytes]) => [path, bytes.slice()]));
  const worker = setupWorker(
    http.get(`${address}*`, ({ request }) => {
      const bytes = vendor.files.get(request.url.slice(address.length));
      return bytes ? HttpResponse.arrayBuffer(bytes.slice().buffer) : new HttpResponse(null, { status: 404 });
    }),
  );
  await worker.start({ onUnhandledFrame: "bypass", quiet: true });
  return {
    address,
    pin: vendor.pin,
    publish: async (content) => void (await vendor.publish(content, Date.now())),
    flip: (folder, at = 40) => {
      const path = [...vendor.files.keys()].find((path) => path.startsWith(folder)) as string;
      const bytes = vendor.files.get(path) as Uint8Array<ArrayBuffer>;
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 1;
      vendor.files.set(path, changed);
    },
    use: (...handlers) => worker.use(...handlers),
    restore: async () => {
      worker.resetHandlers();
      vendor.files.clear();
      for (const [path, bytes] of first) vendor.files.set(path, bytes.slice());
      await forget();
    },
    stop: () => worker.stop(),
  };
}

function forget(): Promise<void> {
  return new Promise((resolve) => {
    const request = indexedDB.deleteDatabase("trust-center");
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}
