import { resolveText } from "@trust-center/feed";
import type { Context } from "hono";
import { readBody } from "../http/body.ts";
import { Refusal } from "../http/problem.ts";
import { acceptedLanguages, chooseLanguage } from "../mail/language.ts";
import { type PageName, pageResponse } from "../pages/page.ts";
import { confirm, findByToken, leave, type Purpose, type Subscription } from "../store/subscriptions.ts";
import type { AppDeps } from "./deps.ts";

/** `GET subscriptions/confirm` and `…/leave`: a page with one button. Mail scanners open links, so it changes nothing. */
export const showPage = (deps: AppDeps, purpose: Purpose) => async (context: Context) => {
  const found = await deps.store.read((db) => findByToken(db, purpose, tokenOf(context)));
  return answer(deps, context, found, pageFor(purpose, found));
};

/** `POST` to the same addresses: acts. Also what RFC 8058 asks for, where a mail reader posts without a page. */
export const actOnPage = (deps: AppDeps, purpose: Purpose) => async (context: Context) => {
  requireForm(context.req.raw);
  await readBody(context.req.raw);
  const token = tokenOf(context);
  if (purpose === "confirm") {
    const found = await deps.store.write((tx) => confirm(tx, token));
    return answer(deps, context, found, found ? "confirmed" : "unknown");
  }
  const left = await deps.store.write((tx) => leave(tx, token, deps.contractLeave));
  // The vendor is told of whom a contract names.
  if (left?.contract) deps.onWork();
  return answer(deps, context, left?.subscription, left ? (left.contract ? "asked" : "left") : "unknown");
};

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

const tokenOf = (context: Context) => (context.req.query("token") ?? "").slice(0, 200);

/** RFC 8058 §3.2 names these two. */
function requireForm(request: Request): void {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded" || type === "multipart/form-data") return;
  throw new Refusal(415, "media-type", "Expected Content-Type: application/x-www-form-urlencoded.");
}
