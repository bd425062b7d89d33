import type { ChangeKind } from "../document/change.ts";
import type { Subprocessor } from "../document/subprocessor.ts";
import { comparable } from "./comparable.ts";

/** Which kind of change a member's new value is. Members not named here make a correction. */
const kindByField: Record<string, ChangeKind> = {
  locations: "location",
  corporateLocation: "location",
  dataCategories: "data",
  dataSubjects: "data",
  peopleWithAccess: "data",
  retention: "data",
  purposes: "purpose",
  operations: "purpose",
  description: "purpose",
  responsibilities: "purpose",
  transferMechanisms: "transfer-mechanism",
  safeguards: "transfer-mechanism",
  services: "scope",
  groups: "scope",
  when: "scope",
  chain: "scope",
  role: "scope",
};

/** One member that differs. */
export interface FieldDifference {
  field: string;
  kind: ChangeKind;
  before: unknown;
  after: unknown;
}

/** Members in which two entries differ. New wording of the same words, and another order, are corrections. */
export function differingFields(before: Subprocessor, after: Subprocessor): FieldDifference[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  fields.delete("id");
  return [...fields].flatMap((field) => {
    const [a, b] = [before[field], after[field]];
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    const same = orderMatters(field) ? comparableInOrder(a) === comparableInOrder(b) : comparable(a) === comparable(b);
    return [{ field, kind: same ? "corrected" : (kindByField[field] ?? "corrected"), before: a, after: b }];
  });
}

/** Transfer mechanisms stand in order of reliance. */
const orderMatters = (field: string) => field === "transferMechanisms";

const comparableInOrder = (value: unknown) => (Array.isArray(value) ? value.map(comparable).join() : comparable(value));
