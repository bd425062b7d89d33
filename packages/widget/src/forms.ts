export { formStyles as styles } from "./form/form.styles.ts";
export { ObjectionElement } from "./objection/objection-element.ts";
export { SubscribeElement } from "./subscribe/subscribe-element.ts";
