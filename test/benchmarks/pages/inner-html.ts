import { type Cells, fetchCells, holds, onSearch } from "./cells.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (letter) => escapes[letter] as string);

const all = await fetchCells();
const fields = Object.keys(all[0] ?? {});
const host = document.querySelector("#list") as HTMLElement;
const rowsOf = (rows: readonly Cells[]) =>
  rows.map((cells) => `<tr>${fields.map((field) => `<td>${escapeHtml(cells[field] ?? "")}</td>`).join("")}</tr>`);

host.innerHTML = `<table>
  <thead><tr>${fields.map((field) => `<th data-field="${field}">${field}</th>`).join("")}</tr></thead>
  <tbody>${rowsOf(all).join("")}</tbody>
</table>`;

const body = host.querySelector("tbody") as HTMLElement;
onSearch((search) => {
  body.innerHTML = rowsOf(all.filter((cells) => holds(cells, search))).join("");
});
host.querySelector("thead")?.addEventListener("click", ({ target }) => {
  const field = (target as HTMLElement).dataset.field ?? "";
  const { compare } = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const sorted = [...all].sort((a, b) => compare(a[field] ?? "", b[field] ?? ""));
  body.innerHTML = rowsOf(sorted).join("");
});
