// JavaScript, for the package that it imports is not part of the workspace: `--peers` installs it elsewhere.
import "tabulator-tables/dist/css/tabulator.min.css";
import { FilterModule, FormatModule, InteractionModule, SortModule, Tabulator } from "tabulator-tables";
import { fetchCells, holds, onSearch } from "./cells.ts";

Tabulator.registerModule([FilterModule, FormatModule, InteractionModule, SortModule]);

const all = await fetchCells();
const table = new Tabulator("#list", {
  data: all,
  height: 600,
  layout: "fitColumns",
  columns: Object.keys(all[0]).map((field) => ({ field, title: field, sorter: "string" })),
});
onSearch((search) => table.setFilter((cells) => holds(cells, search)));
