import { type ComparedBlock, compareTexts, type Piece, type Run } from "@trust-center/reading";
import { loadPastPolicy, type TrustCenter, type TrustCenterError } from "@trust-center/sdk";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { failedPart } from "../badge/failed-part.ts";
import { InnerElement } from "../view/inner-element.ts";
import { moreWords } from "../view/reader.ts";
import type { View } from "../view/view.ts";
import { ofLanguages } from "./of-languages.ts";

/** A policy's text in one language, as it was and as it is. */
interface Changed {
  readonly language: string;
  readonly before: string;
  readonly after: string;
}

/** What two texts (`of` their hashes) differ in: on its way, there, or not to be had. */
type Compared = { of: string } & (
  | { is: "loading" }
  | { is: "here"; blocks: readonly ComparedBlock[] }
  | { is: "failed"; error: TrustCenterError }
);

/** What changed in a policy's text, word by word, when it is asked for: both texts are fetched, and verified by what was signed. */
export class TextsElement extends InnerElement {
  static override readonly properties: PropertyDeclarations = {
    ...InnerElement.properties,
    changed: { attribute: false },
    compared: { state: true },
  };

  declare changed: Changed;
  declare protected compared: Compared | undefined;

  protected override render(): TemplateResult {
    const t = moreWords(this.view);
    const compared = this.#shown;
    return html`<button type="button" class="link" aria-expanded=${String(compared !== undefined)} @click=${() => void this.#toggle()}>${t("compare")}</button>
      ${compared ? html`<div class="panel texts">${this.#content(compared)}</div>` : nothing}`;
  }

  #content(compared: Compared): unknown {
    const t = moreWords(this.view);
    switch (compared.is) {
      case "loading":
        return html`<p role="status" class="note">${t("detailsLoading")}</p>`;
      case "failed":
        return failedPart(
          this.view,
          compared.error,
          html`<button type="button" class="btn" @click=${() => void this.#compare()}>${t("tryAgain")}</button>`,
        );
      case "here": {
        const { language } = this.changed;
        if (compared.blocks.every(({ isSame }) => isSame)) return html`<p class="note">${t("noChange")}</p>`;
        let above = "";
        return html`<div lang=${language} dir="auto">${compared.blocks.map(({ under, isSame, runs }) => {
          if (isSame) return nothing;
          const title = under && under !== above ? html`<p class="item-title">${under}</p>` : nothing;
          above = under || newer(runs);
          return html`${title}<p class="lines">${runs.map(runOf)}</p>`;
        })}</div>`;
      }
    }
  }

  /** What was compared, unless it is of other texts than those that this stands for by now. */
  get #shown(): Compared | undefined {
    return this.compared?.of === keyOf(this.changed) ? this.compared : undefined;
  }

  async #toggle(): Promise<void> {
    if (this.#shown) this.compared = undefined;
    else await this.#compare();
  }

  async #compare(): Promise<void> {
    const { changed, view } = this;
    const of = keyOf(changed);
    this.compared = { of, is: "loading" };
    const found = await differences(view.center, changed).then(
      (blocks): Compared => ({ of, is: "here", blocks }),
      (error: TrustCenterError): Compared => ({ of, is: "failed", error }),
    );
    // Whoever closed it meanwhile wants it closed.
    if (this.compared?.of === of) this.compared = found;
  }
}

const keyOf = ({ before, after }: Changed): string => before + after;

async function differences(center: TrustCenter, { language, before, after }: Changed): Promise<ComparedBlock[]> {
  const [was, is] = await Promise.all([before, after].map((sha256) => loadPastPolicy(center, sha256)));
  return was && is ? compareTexts(was.body, is.body, language) : [];
}

const newer = (runs: readonly Run[]): string => runs.map(({ is, text }) => (is === "removed" ? "" : text)).join("");

const runOf = ({ is, text }: Run): unknown => {
  if (is === "kept") return text;
  return is === "removed" ? html`<del>${text}</del>` : html`<ins>${text}</ins>`;
};

/** A way to see what changed in a policy's text, where a fact says that it did: in the reader's language, else in the first that did. */
export function comparedTexts(
  view: View,
  { before = [], after }: { before?: readonly Piece[] | undefined; after: readonly Piece[] },
): TemplateResult | typeof nothing {
  const changed = after.flatMap(({ policyText }): Changed[] => {
    const was = before.find((one) => one.policyText?.language === policyText?.language)?.policyText;
    if (!policyText || !was || was.sha256 === policyText.sha256) return [];
    return [{ language: policyText.language, before: was.sha256, after: policyText.sha256 }];
  });
  const one = ofLanguages(changed, ({ language }) => language, view.content);
  return one ? html` <trust-center-texts .view=${view} .changed=${one}></trust-center-texts>` : nothing;
}
