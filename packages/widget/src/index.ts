/**
 * The class of the `<trust-center>` element. `@trust-center/widget/define` registers it.
 *
 * @module @trust-center/widget
 */

export { TrustCenterElement, type TrustCenterEventMap } from "./element/trust-center.ts";
export type * from "./tag.ts";
