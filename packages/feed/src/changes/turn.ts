import type { Change } from "../document/change.ts";
import { idOf } from "./atom.ts";
import type { Standing } from "./standing.ts";

/** The open change that brings an entry, or that takes it away; undefined of one that stays. */
export const turnOf = ({ entry: { id }, status, changes }: Standing): Change | undefined =>
  status === "active"
    ? undefined
    : changes.find(({ content }) =>
        content.some(
          (atom) =>
            atom.type === "subprocessor" && atom.op === (status === "planned" ? "put" : "drop") && idOf(atom) === id,
        ),
      );
