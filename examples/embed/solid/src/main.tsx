import "@trust-center/widget/solid";
import { createSignal } from "solid-js";
import { render } from "solid-js/web";

function SubProcessors() {
  const [version, setVersion] = createSignal<number>();
  return (
    <>
      <h1>Sub-processors{version() ? `, version ${version()}` : ""}</h1>
      <trust-center
        feed="https://acme.example/.well-known/trust-center/"
        pin="sha256-…"
        level={2}
        on:trust-center-load={({ detail }) => setVersion(detail.feed.version)}
      >
        <a href="https://acme.example/.well-known/trust-center/">Acme: sub-processors</a>
      </trust-center>
    </>
  );
}

render(() => <SubProcessors />, document.getElementById("app") as HTMLElement);
