/** @jsxImportSource solid-js */
import "@trust-center/widget/solid";

export const page = (
  <trust-center
    feed="https://acme.example/.well-known/trust-center/"
    pin="sha256-…"
    level={3}
    lang="de"
    class="list"
    on:trust-center-load={({ detail }) => console.log(detail.feed.version)}
  >
    <a href="/.well-known/trust-center/">Sub-processors</a>
  </trust-center>
);

// @ts-expect-error Without a feed there is nothing to show.
export const nothing = <trust-center pin="sha256-…" />;
// @ts-expect-error There is no such attribute.
export const unknown = <trust-center feed="/" pins="sha256-…" />;
// @ts-expect-error A refusal has no feed.
export const wrong = <trust-center feed="/" on:trust-center-refuse={({ detail }) => detail.feed} />;
