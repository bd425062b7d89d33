import { TrustCenterElement } from "./element/trust-center.ts";
import { TableElement } from "./list/table-element.ts";

export type * from "./tag.ts";

// A server that renders a page imports this module too, and has no elements, whatever registry Lit gives it.
if (globalThis.HTMLElement && !customElements.get("trust-center")) {
  customElements.define("trust-center-table", TableElement);
  customElements.define("trust-center", TrustCenterElement);
}
