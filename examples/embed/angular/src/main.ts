import "@trust-center/widget/define";
import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import type { TrustCenterEventMap } from "@trust-center/widget";

@Component({
  selector: "sub-processors",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Sub-processors{{ version() ? ", version " + version() : "" }}</h1>
    <trust-center
      feed="https://acme.example/.well-known/trust-center/"
      pin="sha256-…"
      (trust-center-load)="loaded($event)"
    >
      <a href="https://acme.example/.well-known/trust-center/">Acme: sub-processors</a>
    </trust-center>
  `,
})
class SubProcessors {
  readonly version = signal<number | undefined>(undefined);

  loaded({ detail }: TrustCenterEventMap["trust-center-load"]): void {
    this.version.set(detail.feed.version);
  }
}

bootstrapApplication(SubProcessors);
