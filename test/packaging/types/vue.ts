import "@trust-center/widget/vue";
import { type GlobalComponents, h } from "vue";

/** What a template may say of the tag, as the language tools of Vue read it. */
type Tag = InstanceType<GlobalComponents["trust-center"]>;

export const page: Tag["$props"] = {
  feed: "https://acme.example/.well-known/trust-center/",
  pin: "sha256-…",
  "heading-level": 3,
  lang: "de",
  class: "list",
};

export const listen = (emit: Tag["$emit"], event: CustomEvent<never>) => emit("trust-center-load", event);

// @ts-expect-error Without a feed there is nothing to show.
export const nothing: Tag["$props"] = { pin: "sha256-…" };
// @ts-expect-error There is no such attribute.
export const unknown: Tag["$props"] = { feed: "/", pins: "sha256-…" };
// @ts-expect-error There is no such event.
export const wrong = (emit: Tag["$emit"], event: CustomEvent<never>) => emit("trust-center-loads", event);

export const made = h("trust-center", { feed: "/" });
