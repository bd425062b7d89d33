/**
 * SHA-384 of each part that is loaded later, by file name: written into the script bundle when it is built. Subresource
 * Integrity of the one script tag thereby covers everything that it loads. An npm build has none: its bundler decides.
 */
const integrity = readIntegrity("trust-center:part-integrity");

const vouched = new Map<string, Promise<void>>();

/** Loads a part after the browser has checked its bytes. */
export async function loadPart<T>(name: string, load: () => Promise<T>): Promise<T> {
  const file = Object.keys(integrity).find((file) => file.startsWith(`${name}-`));
  if (file) {
    const found = vouched.get(file) ?? preload(new URL(file, import.meta.url).href, integrity[file] as string);
    vouched.set(file, found);
    found.catch(() => vouched.delete(file));
    await found;
  }
  return load();
}

/** The module map keeps what passed the check: the import that follows gets that very module. */
function preload(href: string, hash: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = href;
    link.integrity = hash;
    link.onload = () => resolve();
    link.onerror = () => reject(new Error(`${href} could not be loaded, or is not the file that was published.`));
    document.head.append(link);
  });
}

function readIntegrity(text: string): Readonly<Record<string, string>> {
  return text.startsWith("{") ? JSON.parse(text) : {};
}
