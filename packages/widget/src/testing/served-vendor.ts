import { createSigner, type FeedContent, importPrivateJwk } from "@trust-center/feed";
import { type MockVendor, mockContent, mockVendor } from "@trust-center/feed/mock";
import { HttpResponse, http } from "msw";
import { setupWorker } from "msw/browser";

/** A vendor whose files a service worker answers for. */
export interface ServedVendor extends MockVendor {
  /** Publishes a further version as of now. */
  publishNow(content: FeedContent, policies?: readonly Uint8Array<ArrayBuffer>[]): Promise<void>;
  /** Changes one byte of the newest file below a folder. */
  flip(folder: string, at?: number): void;
}

const day = 24 * 60 * 60 * 1000;
let made = 0;

const vendors = new Map<string, MockVendor>();

/** The key of RFC 8037, appendix A.1: making one in every test is what WebKitGTK now and then fails at. */
const signer = importPrivateJwk({
  kty: "OKP",
  crv: "Ed25519",
  alg: "Ed25519",
  d: "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
  x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}).then(createSigner);

const worker = setupWorker(
  http.get(`${location.origin}/vendors/:name/*`, ({ request, params }) => {
    const vendor = vendors.get(String(params.name));
    const bytes = vendor?.files.get(request.url.slice(vendor.address.length));
    return bytes ? HttpResponse.arrayBuffer(bytes.slice().buffer) : new HttpResponse(null, { status: 404 });
  }),
);

before(() => worker.start({ onUnhandledFrame: "bypass", quiet: true }));
after(() => worker.stop());
afterEach(() => worker.resetHandlers());

/** Answers further requests until the end of the test. */
export const answer = (...handlers: Parameters<typeof worker.use>): void => worker.use(...handlers);

/** Publishes a list five days ago, below an address of its own. */
export async function serveVendor(content: FeedContent = mockContent()): Promise<ServedVendor> {
  made += 1;
  const name = `v${made}-${Math.random().toString(36).slice(2)}`;
  const vendor = await mockVendor(`${location.origin}/vendors/${name}/`, Date.now() - 60 * day, {
    signer: await signer,
  });
  vendors.set(name, vendor);
  await vendor.publish(content, Date.now() - 5 * day);
  return {
    ...vendor,
    publishNow: async (content, policies) => void (await vendor.publish(content, Date.now(), policies)),
    flip: (folder, at = 40) => {
      const path = [...vendor.files.keys()].findLast((path) => path.startsWith(folder)) as string;
      const changed = (vendor.files.get(path) as Uint8Array<ArrayBuffer>).slice();
      changed[at] = (changed[at] as number) ^ 1;
      vendor.files.set(path, changed);
    },
  };
}
