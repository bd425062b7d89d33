/**
 * Vendors that exist in memory alone and publish feeds that really verify, for tests.
 *
 * @module @trust-center/feed/mock
 */

export { mockChange, mockContent } from "./content.ts";
export { type Lie, publishLying } from "./lying.ts";
export { type MockVendor, mockVendor } from "./vendor.ts";
