// JavaScript, for the package that it imports is not part of the workspace: `--peers` installs it elsewhere.
import { ClientSideRowModelModule, createGrid, ModuleRegistry, QuickFilterModule } from "ag-grid-community";
import { fetchCells, onSearch } from "./cells.ts";

ModuleRegistry.registerModules([ClientSideRowModelModule, QuickFilterModule]);

const all = await fetchCells();
const host = document.querySelector("#list");
host.style.height = "600px";
const grid = createGrid(host, {
  rowData: all,
  columnDefs: Object.keys(all[0]).map((field) => ({ field, flex: 1 })),
  cacheQuickFilter: true,
  suppressAnimationFrame: true,
  animateRows: false,
});
onSearch((search) => grid.setGridOption("quickFilterText", search));
