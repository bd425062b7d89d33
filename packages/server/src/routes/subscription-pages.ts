import { resolveText } from "@trust-center/feed";
import type { Context } from "hono";
import { acceptedLanguages, chooseLanguage } from "../mail/language.ts";
import { type PageName, pageResponse } from "../pages/page.ts";
import { confirm, findByToken, leave, type Purpose, type Subscription } from "../store/subscriptions.ts";
import { linkToken } from "./access.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";

/** RFC 8058 §3.2 names these two. */
const forms = ["application/x-www-form-urlencoded", "multipart/form-data"];

const html = {
  who: "link",
  answer: "HTML",
  answerTypes: ["text/html"],
  also: { 404: "HTML: the link is not valid" },
  refusals: [],
} as const;

/** A page with one button. Mail scanners open links, so it changes nothing. */
const shown = (purpose: Purpose) =>
  endpoint({
    ...html,
    method: "GET",
    path: `/subscriptions/${purpose}`,
    summary: `A page with one button to ${purpose}; changes nothing`,
    handle: async ({ deps, context }) => {
      const found = await deps.store.read((db) => findByToken(db, purpose, linkToken(context)));
      return answer(deps, context, found, pageFor(purpose, found));
    },
  });

const confirmed = endpoint({
  ...html,
  method: "POST",
  path: "/subscriptions/confirm",
  summary: "Confirms",
  text: { types: forms },
  handle: async ({ deps, context }) => {
    const found = await deps.store.write((tx) => confirm(tx, linkToken(context)));
    return answer(deps, context, found, found ? "confirmed" : "unknown");
  },
});

/** By the page's button, or where a mail reader posts without a page. */
const left = endpoint({
  ...html,
  method: "POST",
  path: "/subscriptions/leave",
  summary: "Leaves; also as RFC 8058 one-click",
  text: { types: forms },
  handle: async ({ deps, context }) => {
    const gone = await deps.store.write((tx) => leave(tx, linkToken(context), deps.contractLeave));
    // The vendor is told of whom a contract names.
    if (gone?.contract) deps.onWork();
    return answer(deps, context, gone?.subscription, gone ? (gone.contract ? "asked" : "left") : "unknown");
  },
});

export const subscriptionPages: readonly Declared[] = [shown("confirm"), confirmed, shown("leave"), left];

function pageFor(purpose: Purpose, found: Subscription | undefined): PageName {
  if (!found) return "unknown";
  if (purpose === "confirm") {
    return found.state === "pending" ? "confirm" : found.state === "confirmed" ? "confirmed" : "unknown";
  }
  if (found.contract_email !== null) return "ask";
  return found.state === "left" ? "left" : found.state === "pending" ? "refuse" : "leave";
}

function answer({ feed, publicAddress }: AppDeps, context: Context, found: Subscription | undefined, page: PageName) {
  const language = chooseLanguage([found?.language, ...acceptedLanguages(context.req.header("accept-language"))]);
  const vendor = resolveText(feed()?.feed.publisher.name, [language]).value || new URL(publicAddress).hostname;
  return pageResponse(page, vendor, language);
}
