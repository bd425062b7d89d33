import type { Condition } from "@trust-center/feed";
import { joined } from "./joined.ts";
import { type FirstReader, nameOf, say } from "./reader.ts";

/** When a fact applies: `with Search, for customers in the EU`. */
export function conditionText(reader: FirstReader, condition: Condition | undefined): string {
  if (!condition) return "";
  const { services, customerRegion, option, text } = condition;
  const { t } = reader;
  const named = services?.map((id) => nameOf(reader, "services", id)) ?? [];
  return joined(
    [
      named.length > 0 ? t("whenService", { services: joined(named, ", ", reader) }) : "",
      customerRegion ? t("whenRegion", { region: say(reader, customerRegion) }) : "",
      option ? t("whenOption", { option: say(reader, option) }) : "",
      say(reader, text),
    ],
    ", ",
    reader,
  );
}
