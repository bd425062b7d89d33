/**
 * The service beside a feed: subscriptions, objections, receipts, notices.
 *
 * @module @trust-center/server
 */

export { createApp } from "./app.ts";
export type { OidcSettings } from "./inbox/oidc.ts";
export type { People, Role } from "./inbox/people.ts";
export type { Logger } from "./log/logger.ts";
export type { RetryTerms } from "./outbox/outcome.ts";
export type { ReceiptStamps, TimeStampAuthority } from "./receipt/time-stamps.ts";
export type { AppDeps } from "./routes/deps.ts";
export { type Service, type ServiceSettings, startService } from "./service.ts";
export { type NamedSettings, settingsByName } from "./settings/by-name.ts";
export { SettingsError } from "./settings/error.ts";
export type { Rate, Rates } from "./store/rates.ts";
