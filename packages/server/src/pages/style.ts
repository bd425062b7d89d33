import { createHash } from "node:crypto";

/** The one style sheet of the pages. Sizes in rem, so that a reader's own text size holds. */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#16202b, #e7edf3); --soft: light-dark(#566175, #a3adbd);
  --ground: light-dark(#f4f5f7, #10161d); --card: light-dark(#ffffff, #1a2029); --line: light-dark(#d9dde4, #323b49); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem 1rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 32rem; padding: clamp(1.5rem, 6vw, 2.75rem); background: var(--card);
  border: 1px solid var(--line); border-radius: 12px; }
.vendor { margin: 0 0 1.25rem; color: var(--soft); font-size: 0.9375rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
p { margin: 0; overflow-wrap: anywhere; text-wrap: pretty; }
h2 { margin: 0 0 0.75rem; font-size: 1.125rem; } h3 { margin: 0; font-size: 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0 0 1.5rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
ol { margin: 0; padding: 0; list-style: none; }
li { padding: 0.75rem 0; border-top: 1px solid var(--line); }
time { color: var(--soft); font-size: 0.9375rem; }
.said { margin: 0.5rem 0 0; padding-inline-start: 0.75rem; border-inline-start: 2px solid var(--line); white-space: pre-wrap; }
.note { margin: 0 0 1.5rem; padding: 0.75rem 1rem; border: 1px solid var(--soft); border-radius: 6px; }
label { display: block; font-weight: 600; }
small { display: block; color: var(--soft); font-size: 0.9375rem; }
textarea { width: 100%; min-height: 8rem; margin: 0.5rem 0 0.75rem; padding: 0.5rem 0.75rem; border: 1px solid var(--soft);
  border-radius: 6px; background: transparent; color: inherit; font: inherit; }
:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; }
details { margin-top: 1.75rem; } summary { cursor: pointer; width: fit-content; list-style: none;
  text-decoration: underline 1px; text-underline-offset: 3px; } summary::-webkit-details-marker { display: none; } details form { margin-top: 0.75rem; }
form p { margin-bottom: 0.75rem; }
@media (max-width: 24rem) { dl { grid-template-columns: 1fr; } dt { margin-top: 0.5rem; } }
form { margin-top: 1.75rem; }
button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: 0.5rem 1.25rem; border: 1px solid transparent;
  border-radius: 6px; background: var(--ink); color: var(--card); cursor: pointer; }
button:hover { opacity: 0.88; }
@media (max-width: 24rem) { button { width: 100%; } }
`;

/** As a source expression of a content security policy (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
export const styleHash = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;
