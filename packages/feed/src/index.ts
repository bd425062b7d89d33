/**
 * The format of a signed feed: schema, signing, verification, log, difference. No network, no DOM, no clock of its own.
 *
 * @module @trust-center/feed
 */

export { fromBase64url, toBase64url } from "./bytes/base64url.ts";
export { fromHex, toHex } from "./bytes/hex.ts";
export { parseJson } from "./bytes/json.ts";
export { sha256, sha256Hex } from "./bytes/sha256.ts";
export { type AsOfOptions, asOf } from "./changes/as-of.ts";
export { keyOf } from "./changes/atom.ts";
export { audit, type Fault, faults } from "./changes/audit.ts";
export { type Calendar, calendarOf, endOf, lastDayOf } from "./changes/calendar.ts";
export { dayFor } from "./changes/day-for.ts";
export { type Difference, differencesBetween } from "./changes/differences.ts";
export { type Facts, factsOf } from "./changes/facts.ts";
export { isProcessorRole, isWording, kindOfChange } from "./changes/fields.ts";
export { type Item, withGroupFacts } from "./changes/group-facts.ts";
export { leftOf } from "./changes/left-of.ts";
export { type Plan, type PlanInput, planVersion } from "./changes/plan/plan.ts";
export { type History, replay, saysTheSame } from "./changes/replay.ts";
export { alike, canonical, same, words } from "./changes/same.ts";
export { settledStandings } from "./changes/settled.ts";
export { type Standing, type Standings, standingsAt } from "./changes/standing.ts";
export { feedAt, listAt } from "./changes/state.ts";
export { windowState } from "./changes/terms.ts";
export { isMove, isOfAnother, isPatch, touched, withNewId } from "./changes/touch.ts";
export { turnOf } from "./changes/turn.ts";
export { type Undeclared, undeclaredBetween, undeclaredSince } from "./changes/undeclared.ts";
export { type WindowSince, windowSince } from "./changes/window-since.ts";
export { type WorseTerms, worseTerms } from "./changes/worse-terms.ts";
export { type Announce, announceSchema } from "./document/announce.ts";
export {
  type Atom,
  type Change,
  type ChangeMode,
  changeModes,
  changeSchema,
  type ObjectionWindow,
  type Touch,
} from "./document/change.ts";
export { type ChangeKind, changeKinds } from "./document/change-kind.ts";
export { check, type SchemaIssue } from "./document/check.ts";
export type { Condition } from "./document/condition.ts";
export type { DataCategory, DataItem } from "./document/data.ts";
export { type FuzzyDate, fuzzyDateSchema, instantSchema, toInstant } from "./document/date.ts";
export { type Feed, type FeedContent, type Former, feedContentSchema, feedSchema } from "./document/feed.ts";
export { type Column, type Group, groupSchema, type Service, serviceSchema } from "./document/group.ts";
export { isSafeUrl, type Link, pinSchema } from "./document/link.ts";
export { type Section, sectionSchema } from "./document/list-facts.ts";
export { type Location, locationSchema } from "./document/location.ts";
export {
  type NoticeTerms,
  noticeTermsSchema,
  objectionOptions,
  type Period,
  type Rule,
} from "./document/notice-terms.ts";
export {
  type Certification,
  type Contact,
  type Identifier,
  identifierTypes,
  type LegalEntity,
  type Publisher,
  publisherSchema,
} from "./document/organisation.ts";
export { type PastChange, pastChangeSchema } from "./document/past-change.ts";
export { type Policy, policySchema } from "./document/policy.ts";
export { type PolicyBody, policyBodySchema } from "./document/policy-body.ts";
export {
  type FlowNode,
  type ListItemNode,
  type PhrasingNode,
  type Prose,
  type ProseTree,
  proseSchema,
  type TableRowNode,
} from "./document/prose.ts";
export {
  isProseTree,
  isTraditional,
  languageFor,
  plainText,
  type Resolved,
  type ResolvedText,
  resolveProse,
  resolveText,
} from "./document/resolve.ts";
export {
  type ArtificialIntelligence,
  type ChainLink,
  type Contract,
  type Detail,
  type Note,
  type Subprocessor,
  subprocessorRoles,
  subprocessorSchema,
} from "./document/subprocessor.ts";
export { type Text, textSchema } from "./document/text.ts";
export { type TransferMechanism, transferMechanismTypes } from "./document/transfer.ts";
export { usualKinds, usualRole } from "./document/usual.ts";
export { signEnvelope } from "./envelope/sign.ts";
export { type Signatories, validSigners, verifyEnvelope } from "./envelope/verify.ts";
export {
  type ErrorCode,
  type Evidence,
  isAlarm,
  type Meaning,
  meaningOf,
  meanings,
  TrustCenterError,
} from "./errors.ts";
export { importPublicKey } from "./keys/import-public.ts";
export { withLowS } from "./keys/low-s.ts";
export { fromPem, isEncryptedPem, toPem } from "./keys/pkcs8.ts";
export {
  exportPrivateJwk,
  exportPublicKey,
  generatePrivateKey,
  importPrivateJwk,
  type PrivateJwk,
} from "./keys/private-key.ts";
export { signatureIsValid } from "./keys/signature.ts";
export { createSigner, type Signer } from "./keys/signer.ts";
export { thumbprint } from "./keys/thumbprint.ts";
export { limits } from "./limits.ts";
export { type AddCheckpoint, addCheckpointLimit, readAddCheckpoint, writeAddCheckpoint } from "./log/add-checkpoint.ts";
export {
  type Checkpoint,
  checkpointBody,
  checkpointText,
  countCheckpointSignatures,
  logOrigin,
  parseCheckpoint,
  signCheckpoint,
} from "./log/checkpoint.ts";
export { consistencyProof, consistencyRanges, type Range, verifyConsistency } from "./log/consistency.ts";
export {
  addCosignatures,
  type Cosignature,
  signCosignature,
  verifyCosignatures,
} from "./log/cosignature.ts";
export { type LogEntry, logEntrySchema } from "./log/entry.ts";
export { inclusionProof, verifyInclusion } from "./log/inclusion.ts";
export {
  type LogPolicy,
  type PolicyWitness,
  parseLogPolicy,
  policyOf,
  type Quorum,
  quorumText,
  requireQuorum,
  type Witnessing,
  weighCheckpoint,
} from "./log/log-policy.ts";
export { type Hash, leafHash, nodeHash, treeRoot } from "./log/merkle.ts";
export { cosignedSince, earliestOf, type PublicSince } from "./log/public-since.ts";
export { buildTiles, createTileHasher, type Tile, tilePath, tilesOf, tileWidth } from "./log/tiles.ts";
export { type Log, parseLogKey, parseVerifierKey, toLogKey, toVerifierKey, type Witness } from "./log/verifier-key.ts";
export {
  type Algorithm,
  type Envelope,
  envelopeSchema,
  envelopeTypes,
  type FileReference,
  type Head,
  headSchema,
  type Manifest,
  manifestSchema,
  type PublicKey,
  publicKeySchema,
  type Role,
  type Root,
  roleNames,
  rootSchema,
  type Timestamp,
  timestampSchema,
} from "./metadata/schema.ts";
export { part } from "./part.ts";
export { type Applied, appliedAt } from "./proof/applied.ts";
export { buildProof, type ProofInput } from "./proof/build.ts";
export type { ProofBundle } from "./proof/bundle.ts";
export {
  isTlogProof,
  type ProvenEntry,
  proveEntry,
  readTlogProof,
  type TlogProof,
  verifyTlogProof,
  writeTlogProof,
} from "./proof/tlog-proof.ts";
export { type ProofOptions, type ProvenList, verifyProof } from "./proof/verify.ts";
export {
  addLogSignature,
  type BuildInput,
  buildTree,
  defaultLifetimes,
  type Lifetimes,
  type Published,
  refreshHead,
  type Tree,
} from "./publish/build.ts";
export {
  completeRoot,
  type Gathered,
  gathered,
  mergeProposals,
  previousRoot,
  proposedPin,
  proposedRoot,
  proposeRoot,
  type RootProposal,
  readProposal,
  signProposal,
} from "./publish/proposal.ts";
export {
  createRoot,
  firstRoot,
  type NamedKey,
  nextRoot,
  oneSigner,
  type RoleKeys,
  type RoleSigners,
  type RootChange,
  rolesOf,
  rootBytes,
} from "./publish/root.ts";
export {
  type NoticeEvidence,
  noticeEvidenceSchema,
  readNoticeEvidenceUnverified,
  signNoticeEvidence,
  verifyNoticeEvidence,
} from "./receipt/notice-evidence.ts";
export { type Receipt, readReceiptUnverified, receiptSchema, signReceipt, verifyReceipt } from "./receipt/receipt.ts";
export {
  objectionActions,
  objectionOutcomes,
  objectionStates,
  readStepReceiptUnverified,
  type StepReceipt,
  signStepReceipt,
  stepReceiptSchema,
  verifyStepReceipt,
} from "./receipt/step-receipt.ts";
export { verifyFeed } from "./verify/feed.ts";
export { verifyFile } from "./verify/file.ts";
export { verifyLogGrowth } from "./verify/growth.ts";
export { type VerifiedHead, verifyHead } from "./verify/head.ts";
export { splitLines, verifyHistory } from "./verify/history.ts";
export { naming } from "./verify/naming.ts";
export type { ReadFile, VerifyOptions } from "./verify/options.ts";
export { policyPath, policyReference, verifyPastPolicy, verifyPolicy } from "./verify/policy.ts";
export { type Remembered, rememberedSchema } from "./verify/remembered.ts";
export { pinOf, type RootWalk, signatoriesOf, type TrustedRoot, walkRoots } from "./verify/roots.ts";
export { type VerifiedFeed, verify } from "./verify/verify.ts";
export { type ViewedFeed, verifyView } from "./verify/view.ts";
