"use client";

import "@trust-center/widget/react";
import type { TrustCenterElement, TrustCenterEventMap } from "@trust-center/widget";
import { useEffect, useRef, useState } from "react";

export function SubProcessors() {
  const element = useRef<TrustCenterElement>(null);
  const [version, setVersion] = useState<number>();

  // Not as `ontrust-center-load`: React attaches no handlers of custom elements to markup that came from a server
  // (https://github.com/react/react/issues/35446).
  useEffect(() => {
    const shown = element.current;
    const listen = ({ detail }: TrustCenterEventMap["trust-center-load"]) => setVersion(detail.feed.version);
    shown?.addEventListener("trust-center-load", listen);
    return () => shown?.removeEventListener("trust-center-load", listen);
  }, []);

  return (
    <>
      <p>{version ? `Version ${version}` : "…"}</p>
      <trust-center ref={element} feed="https://acme.example/.well-known/trust-center/" pin="sha256-…">
        <a href="https://acme.example/.well-known/trust-center/">Acme: sub-processors</a>
      </trust-center>
    </>
  );
}
