import { LitElement, type PropertyDeclarations } from "lit";
import type { View } from "./view.ts";

/** An inner element of the widget: it renders into the widget's own shadow root and shares its styles. */
export abstract class InnerElement extends LitElement {
  static override readonly properties: PropertyDeclarations = { view: { attribute: false } };

  declare view: View;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
