"use client";

import "@trust-center/widget/react";
import { useState } from "react";

export function SubProcessors() {
  const [version, setVersion] = useState<number>();
  return (
    <>
      <p>{version ? `Version ${version}` : "…"}</p>
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
