import { signInWords as words } from "../inbox/words.ts";
import { escapeHtml } from "../mail/escape.ts";
import { htmlResponse } from "./page.ts";

/** The page that a mailed link leads to: one button, whose form posts to the page's own address. */
export const signInPage = (vendor: string): Response =>
  htmlResponse(
    {
      title: words.title,
      vendor,
      language: "en",
      body: `<p>${escapeHtml(words.text)}</p><form method="post"><button>${escapeHtml(words.button)}</button></form>`,
    },
    200,
  );

/** The page of whom the provider of sign-in did not vouch for, or who is not among those who may. */
export const notInPage = (vendor: string, why: "refused" | "down"): Response =>
  htmlResponse(
    { title: words.notInTitle, vendor, language: "en", body: `<p>${escapeHtml(words.notIn[why])}</p>` },
    why === "down" ? 503 : 403,
  );

/** The page of a link that signs nobody in. */
export const overPage = (vendor: string): Response =>
  htmlResponse({ title: words.overTitle, vendor, language: "en", body: `<p>${escapeHtml(words.overText)}</p>` }, 404);
