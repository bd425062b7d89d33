/**
 * A vendor's folder: reads and checks what stands in it, keeps its keys, signs it, and writes what is published.
 *
 * Nothing here talks to a terminal or ends a process. Errors are typed, questions are callbacks (`confirm`, a
 * passphrase), and what was found or done is returned as data.
 *
 * @module @trust-center/authoring
 */

// What can go wrong: see also TrustCenterError of `@trust-center/feed`.

export { type DnsOptions, dnsOf } from "./drift/dns.ts";
export { type Drift, type DriftOptions, driftOf, type Used } from "./drift/drift.ts";
export { codeIn, hostsOf } from "./drift/sources.ts";
export type { Trace, TraceSource } from "./drift/trace.ts";
export {
  BrokenTreeError,
  BusyError,
  CheckError,
  OlderTreeError,
  SecretError,
  UnconfirmedError,
  UsageError,
} from "./errors.ts";

// The folder: its list, its settings, its policies.

export { type Authoring, authoringFile, readAuthoring } from "./folder/check.ts";
export { deadLinks, type LinkOptions, type LinkReport, type UnsureLink } from "./folder/dead-links.ts";
export { type ParsedMarkdown, parseMarkdown } from "./folder/markdown.ts";
export { type Mended, mendFolder } from "./folder/mend.ts";
export type { PolicyFile } from "./folder/policies.ts";
export { parseProse } from "./folder/prose.ts";
export {
  byPlace,
  type CheckReport,
  type Edit,
  type Finding,
  type Gap,
  type Place,
  type Problem,
  placeText,
} from "./folder/report.ts";
export { type Rule, type RuleId, rules, type Severity, severityOf } from "./folder/rules.ts";
export {
  type Choice,
  type Suggestion,
  type Suggestions,
  suggestionsFor,
  takeSuggestions,
} from "./folder/suggestions.ts";
export { authoringJsonSchema } from "./format/json-schema.ts";
export {
  defaultKey,
  defaultOut,
  isFeedAddress,
  isPublishableAddress,
  lifetimesOf,
  type Settings,
  settingsSchema,
  type UpSettings,
} from "./format/settings.ts";
export { type CreateOptions, createAuthoringFolder, type InitResult, refuseAuthoringFolder } from "./init/create.ts";
export type { Answers } from "./init/template.ts";

// Publishing: what it would say, what is unusual about it, and doing it.

export type { Doubt } from "./publish/doubts.ts";
export { checkFolder, type FolderReport } from "./publish/foresee.ts";
export { type PublishPlace, placeOf, readPlace } from "./publish/place.ts";
export { type PublishOptions, publishFolder } from "./publish/publish.ts";
export type { Notice, Published, PublishResult } from "./publish/result.ts";
export { type Review, type ReviewedChange, type ReviewOptions, reviewFolder, type Told } from "./publish/review.ts";

// What else is done to published files: new timestamps, witnesses' signatures, a restored backup.

export { type CosignResult, publishCosignatures } from "./publish/cosign.ts";
export { type RecoverOptions, type RecoverResult, recoverTree } from "./publish/recover.ts";
export { type RefreshOptions, type RefreshResult, refreshTree } from "./publish/refresh.ts";

// What words of a published list certainly mean.

export { countryOf } from "./meaning/countries.ts";
export { certainDate } from "./meaning/dates.ts";
export { normalise } from "./meaning/normalise.ts";

// Published files on a disk.

export { folderFetch } from "./publish/folder-fetch.ts";
export { type LocatedTree, locateTree } from "./publish/locate.ts";
export { memoryFile } from "./publish/memory.ts";
export { folderReader, type PublishedTree } from "./publish/read-published.ts";
export { type FolderCheck, type FolderProblem, verifyFolder } from "./publish/verify-folder.ts";

// Where a site is served from: sending published files, and how they are served.

export { type DeployOptions, type DeployResult, deployTree } from "./deploy/deploy.ts";
export { pagePolicy, type Served, servedAs, servedWith } from "./deploy/served.ts";
export { readTarget, type Target } from "./deploy/target.ts";

// On a page: the widget's script, and its tag.

export { type EmbedOptions, type EmbedResult, embedFolder } from "./embed/embed.ts";
export { type ListPage, listPage, listPageStyle } from "./embed/list-page.ts";

// Files for people, and the words in them.

export { derivedFiles } from "./derived/files.ts";
export { type DerivedSource, languagesOf, terminalReader } from "./derived/source.ts";

// A list in the formats of others.

export { type Exported, type ExportFormat, exportFormats, exportList, isExportFormat } from "./export/formats.ts";
export { escapeMarkdown } from "./export/markdown-text.ts";
export { draftSource, type ExportSource, type Signed, signedSource } from "./export/source.ts";
export type { RegisterFault } from "./register/rules.ts";
export type { OpenCell } from "./register/table.ts";

// A folder as publishing it would make it, signed for nobody.

export { type Frame, previewFrame, previewPage } from "./preview/page.ts";
export { type Preview, type PreviewKeys, type PreviewPlace, previewFolder, previewKeys } from "./preview/preview.ts";

// Keys: where they are, how they are made, and what they sign with.

export { type KeySource, keySourcesOf, sourceText } from "./folder/key-source.ts";
export { openLogKey } from "./keys/log-key.ts";
export { nameKeys } from "./keys/name-keys.ts";
export { ignoreKeys, makeKey, type NewKey } from "./keys/new-key.ts";
export { publicFileOf, readPublicFile, writePublicFile } from "./keys/public-file.ts";
export { type KeyAtHand, type KeyRing, openRing, type RingOptions } from "./keys/ring.ts";
export { recoverySheet, type Sheet } from "./keys/sheet.ts";
export { type Passphrase, readSigner } from "./keys/signer.ts";

// The root: who may sign what, and proposals to change it.

export { readProposalFile, writeProposalFile } from "./keys/proposal-file.ts";
export { rootDifferences, rootLines } from "./keys/root-words.ts";
export {
  applyProposal,
  changeRoot,
  type RootOptions,
  type RootPlan,
  type RootResult,
  type RootWork,
  readRoot,
} from "./publish/change-root.ts";

// Files that people write and programs replace: read under a cap, with the place of each problem; written durably.

export { isTaken, replaceFile } from "./files/write-files.ts";
export { type FileText, readTextFile, type Unreadable } from "./folder/read-file.ts";
export { schemaProblems } from "./folder/schema-problems.ts";
export { type Path, readYaml, type YamlSource } from "./folder/yaml-source.ts";
