import { momentText, type Translate } from "@trust-center/reading";

/**
 * What cannot be used without the script, or is true only on the day it was rendered, keeps its room and is not shown.
 * Further down nothing moves once the script has put its own there. Where no script will, no room is kept.
 */
export const stillStyles = `
.root.still :is(.btn, .acts, .take, .filter, .key, still-axis) { visibility: hidden; }
.root.still button { color: inherit; cursor: default; }
.root.still .badge { color: var(--muted); }
@media (scripting: none) {
  .root.still :is(.btn, .acts, .take, .filter, .key, .index, .past-tools, .link:disabled, :disabled > .icon, still-axis) { display: none; }
  .root.still a[href^="#"] { color: inherit; text-decoration: none; pointer-events: none; }
  .root.still .open::before { content: none; }
  .root.still .folded .prose { display: block; }
}
`;

interface Stand {
  t: Translate<"listOf">;
  tag: string;
  version: number;
  now: number;
}

/** Takes out of a rendered list what only its reader's own browser can say; says of when it is. */
export function makeStill(root: ParentNode, { t, tag, version, now }: Stand): void {
  root.querySelector(".root")?.classList.add("still");
  for (const element of root.querySelectorAll(".printed")) element.remove();
  for (const time of root.querySelectorAll(".due time, .answer time")) {
    const note = time.closest(".due, dd")?.querySelector(".note");
    if (note) note.textContent = "\u00a0";
  }
  for (const today of root.querySelectorAll(".today")) today.textContent = "\u00a0";
  const badge = root.querySelector(".badge");
  if (!badge) return;
  const stand = badge.ownerDocument.createElement("p");
  stand.className = "badge";
  stand.textContent = t("listOf", { date: momentText(tag, new Date(now).toISOString(), "UTC"), version });
  badge.replaceWith(stand);
}
