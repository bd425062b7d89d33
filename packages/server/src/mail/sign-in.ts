import { signInWords as words } from "../inbox/words.ts";
import type { Letter } from "./letter.ts";

/** Has the holder of an address sign in. Nothing in it was written by whoever asked. */
export const signInLetter = (vendor: string, url: string): Letter => ({
  subject: words.subject(vendor),
  language: "en",
  blocks: [
    { type: "paragraph", text: words.intro(vendor) },
    { type: "action", label: words.action, url },
    { type: "note", text: words.note },
  ],
});
