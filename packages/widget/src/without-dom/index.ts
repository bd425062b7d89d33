/**
 * What `@trust-center/widget` is where there is no document and Lit is not made for it either: workers and edge runtimes.
 * Node, Bun and Deno have the element itself, on Lit's build for servers.
 *
 * @module
 */

import type { TrustCenterElement as Element } from "../element/trust-center.ts";

/** Stands for the class, so that modules which name it can be loaded. Nothing is to be made of it here. */
export const TrustCenterElement = class TrustCenterElement {} as unknown as typeof Element;
