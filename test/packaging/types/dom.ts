import type { TrustCenterElement } from "@trust-center/widget";

const element: TrustCenterElement = document.createElement("trust-center");
element.feed = "https://acme.example/.well-known/trust-center/";
element.level = 3;
// @ts-expect-error A level is a number.
element.level = "3";

element.addEventListener("trust-center-load", ({ detail }) => console.log(detail.feed.version));
document.addEventListener("trust-center-load", ({ detail }) => console.log(detail.feed.version));
element.addEventListener("trust-center-refuse", ({ detail }) => console.error(detail.code, detail.evidence));
element.addEventListener("trust-center-object", ({ detail }) => console.log(detail.receipt));
// @ts-expect-error A list that was verified has no code.
element.addEventListener("trust-center-load", ({ detail }) => detail.code);
void document.querySelector("trust-center")?.reload();
