import "@trust-center/widget/react";
import { useState } from "react";
import { createRoot } from "react-dom/client";

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

createRoot(document.getElementById("app") as HTMLElement).render(<SubProcessors />);
