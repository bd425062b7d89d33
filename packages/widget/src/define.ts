import { TrustCenterElement, type TrustCenterEventMap } from "./element/trust-center.ts";
import { TableElement } from "./list/table-element.ts";

// A server that renders a page imports this module too, and has no registry.
if (globalThis.customElements && !customElements.get("trust-center")) {
  customElements.define("trust-center-table", TableElement);
  customElements.define("trust-center", TrustCenterElement);
}

declare global {
  interface HTMLElementTagNameMap {
    "trust-center": TrustCenterElement;
    "trust-center-table": TableElement;
  }
  interface HTMLElementEventMap extends TrustCenterEventMap {}
}
