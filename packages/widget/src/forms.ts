export { formStyles as styles } from "./element/forms.styles.ts";
export { ObjectionElement } from "./objection/objection-element.ts";
export { SubscribeElement } from "./subscribe/subscribe-element.ts";
