/** The script and its hash: put in when the bundle is made, so that the integrity of this file's tag covers the script. */
declare const script: { readonly name: string; readonly integrity: string };

/**
 * For pages that drop `type="module"` from script tags, as many content management systems do: loads the script, which is
 * a module, from beside this file, whatever query stands behind this file's name.
 *
 * Where that fails, each element on the page that has nothing in it gets a link to its list, for it stays undefined.
 */
(() => {
  const own = document.currentScript as HTMLScriptElement | null;
  if (!own?.src) return console.error("trust-center: expected a classic script tag with this file in its src.");
  const { name, integrity } = script;
  const { href } = new URL(name, own.src);

  function link(): void {
    for (const element of document.querySelectorAll("trust-center:not(:defined)")) {
      const { protocol, href } = new URL(element.getAttribute("feed") ?? "", document.baseURI);
      if (element.textContent?.trim() || !/^https?:$/.test(protocol)) continue;
      const anchor = document.createElement("a");
      anchor.textContent = anchor.href = href;
      element.append(anchor);
    }
  }

  function fail(): void {
    console.error(
      `trust-center: ${href} could not be loaded, or is not the file that was published. From a page that is opened as a file no browser loads it.`,
    );
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", link);
    else link();
  }

  interface Policy {
    createScriptURL(url: string): string;
  }
  const { trustedTypes } = globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
  };
  /** Where Trusted Types are required: this one address. */
  const policy = trustedTypes?.createPolicy("trust-center-classic", { createScriptURL: () => href });

  const module = document.createElement("script");
  module.type = "module";
  module.integrity = integrity;
  module.crossOrigin = "anonymous";
  module.src = policy?.createScriptURL(href) ?? href;
  module.onerror = fail;
  document.head.append(module);
})();
