import { html, nothing, type TemplateResult } from "lit";
import type { State } from "../store/state.ts";
import type { Store } from "../store/store.ts";
import { heading } from "../view/text.ts";
import type { View } from "../view/view.ts";

/** What is announced and not yet in effect, or can still be objected to. What there is of it comes with later parts. */
export function changesPlace(
  view: View,
  { more, objecting }: State,
  { store, root }: { store: Store; root: () => ParentNode },
): TemplateResult {
  const { t, standings } = view;
  const { length } = standings.open;
  return html`<section class="section" part="changes" aria-labelledby="changes">
    ${heading(view, 1, t("changes"), "changes")}
    ${
      length === 0
        ? html`<p class="none">${t("noChangeAnnounced")}</p>`
        : more
          ? more.changes(view, { objecting, object: (id) => void more.toggleForm(store, id, root()) })
          : nothing
    }
  </section>`;
}
