/**
 * The `<trust-center>` element as markup, with its content in a declarative shadow root.
 *
 * @module @trust-center/prerender
 */

export { type Prerendered, type PrerenderOptions, prerender } from "./prerender.ts";
