export { mockChange, mockContent } from "./content.ts";
export { type MockVendor, mockVendor } from "./vendor.ts";
