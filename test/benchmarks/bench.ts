import { measureWidget } from "./widget.ts";
console.log(await measureWidget({runs: Number(process.argv[2] ?? 1), peers: true, slower: 1, say: (t) => console.error(t)}));
