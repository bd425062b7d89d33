import type { Store } from "../store/store.ts";

/** Opens or closes the form to object to a change, in the change itself, and focuses its heading. */
export async function toggleForm(store: Store, id: string, root: ParentNode): Promise<void> {
  if (store.state.objecting === id) store.set({ objecting: undefined });
  else await openForm(store, id, root);
}

/** Opens the form to object to a change. */
export async function openForm(store: Store, id: string, root: ParentNode): Promise<void> {
  store.set({ objecting: id });
  store.note({ is: "change", id, object: true }, "push");
  try {
    await store.loadForms();
  } catch {
    store.set({ objecting: undefined });
    return;
  }
  const change = root.querySelector<HTMLElement>(`[data-change="${CSS.escape(id)}"]`);
  const form = change?.querySelector<HTMLElement & { updateComplete?: Promise<unknown> }>("trust-center-objection");
  await form?.updateComplete;
  const heading = form?.querySelector<HTMLElement>("[tabindex='-1']");
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView?.({ block: "nearest" });
}
