/** The page's one style sheet. Its hash stands in the page's content security policy. */
export const pageStyle = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.25rem; margin-top: 2rem; }
.facts { color: light-dark(#595959, #a8a8a8); font-size: .9rem; font-weight: normal; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid #8886; overflow-wrap: break-word; }
thead th { border-bottom-width: 2px; }
code { overflow-wrap: anywhere; }
@media print { .scroll { overflow: visible; } }
`;
