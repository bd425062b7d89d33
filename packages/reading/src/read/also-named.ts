import type { LogEntry, Text } from "@trust-center/feed";
import { type NamedList, type Names, namedLists } from "./reader.ts";

type Called = { [List in NamedList]: NonNullable<Names[List]> };

/** What was found of each history last: its changes are told one by one, to the same reader. */
const known = new WeakMap<readonly LogEntry[], { names: Names; called: Called }>();

/** Names, and behind them what a history calls things that no list has: they were announced, and never came. */
export function alsoNamed<Known extends Names>(names: Known, log: readonly LogEntry[]): Known {
  const last = known.get(log);
  const called = last?.names === names ? last.called : calledIn(names, log);
  known.set(log, { names, called });
  return { ...names, ...called };
}

function calledIn({ subprocessors = [], groups = [], services = [] }: Names, log: readonly LogEntry[]): Called {
  const called: Called = { subprocessors: [...subprocessors], groups: [...groups], services: [...services] };
  for (const { change } of log) {
    for (const atom of change.content) {
      const list = atom.op === "put" ? namedLists[atom.type] : undefined;
      if (!list || atom.op !== "put") continue;
      const { id, name, title } = atom.item as { id: string; name?: Text; title?: Text };
      const text = name ?? title ?? id;
      called[list].push({ id, name: text, title: text });
    }
  }
  return called;
}
