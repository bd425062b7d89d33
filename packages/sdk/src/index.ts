/**
 * Fetches, verifies and remembers a signed feed; subscribes, objects, verifies receipts.
 *
 * @module @trust-center/sdk
 */

export type {
  Change,
  Cosignature,
  Difference,
  ErrorCode,
  Evidence,
  Feed,
  LogEntry,
  LogPolicy,
  PolicyBody,
  ProofBundle,
  ProvenList,
  PublicSince,
  Receipt,
  Subprocessor,
  Text,
  WindowSince,
} from "@trust-center/feed";
export { isAlarm, parseLogPolicy, quorumText, resolveText, TrustCenterError, windowSince } from "@trust-center/feed";
export { feedAddress } from "./discovery/address.ts";
export { diffVersions, type ListName, listNamed, type VersionDifference } from "./history/diff.ts";
export { instantOf, type When } from "./history/instant.ts";
export { type AppliedList, asOf, listOfVersion } from "./history/list.ts";
export { type AsOfOptions, proveAsOf, proveChange, verifyAsOf } from "./history/prove.ts";
export { type DatingOptions, publicSince, type ReadTimeStamp } from "./history/public-since.ts";
export { readBody } from "./http/body.ts";
export type { HttpOptions } from "./http/options.ts";
export { isPublicAddress, mayBePublic } from "./http/public-address.ts";
export type { TrustCenter } from "./load/center.ts";
export { LoadError } from "./load/error.ts";
export { loadHistory } from "./load/history.ts";
export { load } from "./load/load.ts";
export type { LoadOptions } from "./load/load-from.ts";
export { loadView } from "./load/load-view.ts";
export type { Look } from "./load/looks.ts";
export { loadPastPolicy, loadPolicy } from "./load/policy.ts";
export { checkWitnesses, type WitnessOptions, weighWitnesses, witnessPolicy } from "./load/witnesses.ts";
export { type FiledBy, type FiledByOptions, filedBy } from "./receipt/filed-by.ts";
export { verifyReceipt, verifyStep } from "./receipt/verify.ts";
export {
  type Challenge,
  challengeSchema,
  emailSchema,
  type ObjectionAnswer,
  type ObjectionRequest,
  objectionAnswerSchema,
  objectionRequestSchema,
  objectionText,
  type Problem,
  paths,
  problemSchema,
  type StandingAnswer,
  type StandingRequest,
  type SubscriptionRequest,
  standingAnswerSchema,
  standingRequestSchema,
  subscriptionRequestSchema,
  topics,
  type Wish,
  wishSchema,
} from "./service/contract.ts";
export { type FiledObjection, newRequestName, type Objection, object } from "./service/object.ts";
export { standingOf } from "./service/standing.ts";
export { subscribe } from "./service/subscribe.ts";
export { type ChangeEvent, changeEventTypes, type WebhookEvent, webhookEventSchema } from "./service/webhook-event.ts";
export { browserStore } from "./store/browser.ts";
export { StorageFailure } from "./store/failure.ts";
export { indexedDbStore } from "./store/indexed-db.ts";
export { localStorageStore } from "./store/local-storage.ts";
export { memoryStore } from "./store/memory.ts";
export type { Store } from "./store/store.ts";
export {
  type Dates,
  type Finding,
  type FindingKind,
  type Report,
  type ReportData,
  type RoleChange,
  urgency,
} from "./watch/finding.ts";
export type { Open, OpenWindow } from "./watch/open.ts";
export type { WatchOptions } from "./watch/options.ts";
export { type TransportReason, transportReason } from "./watch/reason.ts";
export { type StandingOptions, standing, type VendorStanding } from "./watch/standing.ts";
export type { Vendor } from "./watch/vendor.ts";
export { watch } from "./watch/watch.ts";
