export { TrustCenterElement, type TrustCenterEventMap } from "./element/trust-center.ts";
