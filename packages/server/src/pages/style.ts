import { createHash } from "node:crypto";

/** The one style sheet of the pages. Sizes in rem, so that a reader's own text size holds. */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1b2330, #e6e9ef); --soft: light-dark(#566175, #a3adbd);
  --ground: light-dark(#f4f5f7, #11151b); --card: light-dark(#ffffff, #1a2029); --line: light-dark(#d9dde4, #323b49);
  --accent: light-dark(#1f5fbf, #8ab4f8); --on-accent: light-dark(#ffffff, #10243f); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem 1rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 32rem; padding: clamp(1.5rem, 6vw, 2.75rem); background: var(--card);
  border: 1px solid var(--line); border-radius: 12px; }
.vendor { margin: 0 0 1.25rem; color: var(--soft); font-size: 0.9375rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
p { margin: 0; overflow-wrap: anywhere; text-wrap: pretty; }
form { margin-top: 1.75rem; }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: 0.5rem 1.25rem; border: 1px solid transparent;
  border-radius: 8px; background: var(--accent); color: var(--on-accent); cursor: pointer; }
button:hover { filter: brightness(1.08); }
button:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
@media (max-width: 24rem) { button { width: 100%; } }
`;

/** As a source expression of a content security policy (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
export const styleHash = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;
