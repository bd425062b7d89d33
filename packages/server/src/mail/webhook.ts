import { toInstant } from "@trust-center/feed";
import { momentText } from "@trust-center/reading";
import type { Webhook } from "../store/webhooks.ts";
import type { Letter } from "./letter.ts";
import { oneLine } from "./plain.ts";

/**
 * Tells whoever an endpoint is of that it is disabled. In English, as the inbox is. Its address stays out: it may hold what
 * lets others write there.
 */
export function webhookDisabledLetter(vendor: string, { name, url, outcome, failing_since }: Webhook): Letter {
  const reason = outcome ?? "none";
  return {
    subject: `Webhook disabled: ${oneLine(name)}`,
    language: "en",
    blocks: [
      {
        type: "paragraph",
        text:
          reason === "410"
            ? `The endpoint of a webhook of ${vendor} answered 410 Gone. It is told no more of changes to the list of sub-processors.`
            : `The endpoint of a webhook of ${vendor} went on failing. It is told no more of changes to the list of sub-processors.`,
      },
      {
        type: "facts",
        facts: [
          ["Webhook", oneLine(name)],
          ["Host", new URL(url).host],
          ["Newest answer", reason],
          ...(failing_since === null
            ? []
            : [["Failing since", momentText("en", toInstant(failing_since), "UTC")] as [string, string]]),
        ],
      },
      {
        type: "note",
        text: "Once it is mended, an admin of the vendor's inbox enables it again, under “Webhooks”. It is then told of all that it missed, in order.",
      },
    ],
  };
}
