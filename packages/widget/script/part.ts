/**
 * What each part that is loaded later consists of, and the SHA-256 of every file: written in when the bundle is made.
 * The integrity of the one script tag thereby covers everything that the script loads. Languages come later: see
 * languages.ts.
 */
export interface Parts {
  /** File names by part: what it imports, then the part itself. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Subresource Integrity by file name. */
  readonly integrity: Readonly<Record<string, string>>;
}

export const parts: Parts = JSON.parse("trust-center:parts");

const vouched = new Map<string, Promise<void>>();

/**
 * Loads a part after the browser has checked the bytes of each of its files. The bundler puts this around `import()`.
 *
 * One file after the other: a file whose import failed its check would be fetched again by the import, unchecked. And
 * what parts import of the script is handed to them here: its name would lead to a second, unchecked copy where a page
 * asks for the script by another address (`?ver=2`).
 */
export async function loadPart<T>(name: string, load: () => Promise<T>): Promise<T> {
  Object.assign(globalThis, { [shared]: "trust-center:handed" });
  for (const file of parts.files[name] ?? []) await vouchFor(file);
  return load();
}

/** Where parts find what they have of the script: a list, written in when the bundle is made. */
const shared = "trust-center:script";

function vouchFor(file: string): Promise<void> {
  let found = vouched.get(file);
  if (!found) {
    found = preload(new URL(file, import.meta.url).href, parts.integrity[file] as string);
    vouched.set(file, found);
    // A file that could not be fetched may be there the next time.
    found.catch(() => vouched.delete(file));
  }
  return found;
}

/**
 * The module map keeps what passed the check: the import that follows gets that very module. A script element, and not
 * `modulepreload`: Firefox ESR and WebKitGTK do not check the integrity of the latter.
 */
function preload(href: string, integrity: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.type = "module";
    script.integrity = integrity;
    script.crossOrigin = "anonymous";
    script.src = trusted(href);
    const settle = (then: () => void) => () => {
      script.remove();
      then();
    };
    script.onload = settle(resolve);
    script.onerror = settle(() => reject(new Error(`${href} is not there, or was altered.`)));
    document.head.append(script);
  });
}

interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}

const { trustedTypes } = globalThis as {
  trustedTypes?: { createPolicy(name: string, rules: ScriptUrlPolicy): ScriptUrlPolicy };
};

/** Where Trusted Types are required: addresses of files of this table, beside this script, and nothing else. */
const policy = trustedTypes?.createPolicy("trust-center", {
  createScriptURL: (url) => {
    if (Object.keys(parts.integrity).some((file) => new URL(file, import.meta.url).href === url)) return url;
    throw new TypeError(`${url} is no part of the trust center.`);
  },
});

const trusted = (href: string): string => policy?.createScriptURL(href) ?? href;
