import "@trust-center/widget/svelte";
import type { SvelteHTMLElements } from "svelte/elements";

/** What a template may say of the tag. */
type Tag = SvelteHTMLElements["trust-center"];

export const page: Tag = {
  feed: "https://acme.example/.well-known/trust-center/",
  pin: "sha256-…",
  "heading-level": 3,
  lang: "de",
  class: "list",
  "ontrust-center-load": ({ detail }) => console.log(detail.feed.version),
};

// @ts-expect-error Without a feed there is nothing to show.
export const nothing: Tag = { pin: "sha256-…" };
// @ts-expect-error There is no such attribute.
export const unknown: Tag = { feed: "/", pins: "sha256-…" };
// @ts-expect-error A refusal has no feed.
export const wrong: Tag = { feed: "/", "ontrust-center-refuse": ({ detail }) => detail.feed };
