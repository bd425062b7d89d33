/**
 * What `@trust-center/widget/define` is where there are no elements: nothing.
 *
 * @module
 */

export {};
