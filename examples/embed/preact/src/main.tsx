import "@trust-center/widget/preact";
import { render } from "preact";
import { useState } from "preact/hooks";

function SubProcessors() {
  const [version, setVersion] = useState<number>();
  return (
    <>
      <h1>Sub-processors{version ? `, version ${version}` : ""}</h1>
      <trust-center
        feed="https://acme.example/.well-known/trust-center/"
        pin="sha256-…"
        ontrust-center-load={({ detail }) => setVersion(detail.feed.version)}
      >
        <a href="https://acme.example/.well-known/trust-center/">Acme: sub-processors</a>
      </trust-center>
    </>
  );
}

render(<SubProcessors />, document.getElementById("app") as HTMLElement);
