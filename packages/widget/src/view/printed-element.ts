import { InnerElement } from "./inner-element.ts";

/** An inner element that paper has more of than the screen: it unfolds for the print, and folds back afterwards. */
export abstract class PrintedElement extends InnerElement {
  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("beforeprint", this.#unfold);
    addEventListener("afterprint", this.#fold);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("beforeprint", this.#unfold);
    removeEventListener("afterprint", this.#fold);
  }

  readonly #unfold = () => this.unfoldNow();
  readonly #fold = () => this.fold();

  /** Loads what paper has, and unfolds it. */
  abstract unfold(): Promise<void>;

  /** Unfolds what is at hand: a browser that prints does not wait. */
  protected abstract unfoldNow(): void;

  /** Folds what was folded before. */
  protected abstract fold(): void;
}
