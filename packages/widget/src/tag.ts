import type { TrustCenterElement, TrustCenterEventMap } from "./element/trust-center.ts";

declare global {
  interface HTMLElementTagNameMap {
    "trust-center": TrustCenterElement;
  }
  /** Events of elements, of the document and of the window: they bubble and cross shadow roots. */
  interface GlobalEventHandlersEventMap extends TrustCenterEventMap {}
}
