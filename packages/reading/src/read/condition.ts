import type { Condition } from "@trust-center/feed";
import { type FirstReader, nameOf, say } from "./reader.ts";

/** When a fact applies: `with Search, for customers in the EU`. */
export function conditionText(reader: FirstReader, condition: Condition | undefined): string {
  if (!condition) return "";
  const { services, customerRegion, option, text } = condition;
  const { t } = reader;
  return [
    services?.length
      ? t("whenService", { services: services.map((id) => nameOf(reader, "services", id)).join(", ") })
      : "",
    customerRegion ? t("whenRegion", { region: say(reader, customerRegion) }) : "",
    option ? t("whenOption", { option: say(reader, option) }) : "",
    say(reader, text),
  ]
    .filter(Boolean)
    .join(", ");
}
