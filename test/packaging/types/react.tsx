/** @jsxImportSource react */
import "@trust-center/widget/react";
import type { TrustCenterElement } from "@trust-center/widget";
import { createRef } from "react";

const ref = createRef<TrustCenterElement>();

export const page = (
  <trust-center
    ref={ref}
    feed="https://acme.example/.well-known/trust-center/"
    pin="sha256-…"
    heading-level={3}
    lang="de"
    className="list"
    ontrust-center-load={({ detail }) => console.log(detail.feed.version)}
  >
    <a href="/.well-known/trust-center/">Sub-processors</a>
  </trust-center>
);

// @ts-expect-error Without a feed there is nothing to show.
export const nothing = <trust-center pin="sha256-…" />;
// @ts-expect-error There is no such attribute.
export const unknown = <trust-center feed="/" pins="sha256-…" />;
// @ts-expect-error A refusal has no feed.
export const wrong = <trust-center feed="/" ontrust-center-refuse={({ detail }) => detail.feed} />;
