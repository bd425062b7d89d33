import type { Period, Signer } from "@trust-center/feed";
import type { OidcSettings } from "../inbox/oidc.ts";
import type { People } from "../inbox/people.ts";
import type { Logger } from "../log/logger.ts";
import type { MailServer } from "../outbox/mail-server.ts";
import type { ReceiptStamps } from "../receipt/time-stamps.ts";
import type { Keyed } from "../secret/keyed.ts";
import type { FeedState, FeedTrouble } from "../store/feed-state.ts";
import type { Rates } from "../store/rates.ts";
import type { Store } from "../store/store.ts";
import type { ContractLeave } from "../store/subscriptions.ts";
import type { WebhookTargets } from "../webhooks/target.ts";

/** What the HTTP side stands on. */
export interface AppDeps {
  store: Store;
  keyed: Keyed;
  /** The feed as it was verified last, by this replica or, a second ago at the latest, by another. */
  feed(): FeedState | undefined;
  /** The feed as it was verified last, by any replica; looked at now where a reader has a later version. */
  feedReaching(version: number): Promise<FeedState | undefined>;
  /** Why the feed is not as it should be. */
  feedTrouble(): FeedTrouble | undefined;
  /** Holds the key of the feed's receipt role. */
  receiptSigner: Signer;
  /** The service's public address, ending in `/`. */
  publicAddress: string;
  /** Origins whose pages may read answers. */
  origins: readonly string[];
  /** Whether the last entry of X-Forwarded-For was written by a proxy that is trusted. */
  trustProxy: boolean;
  /** Whether a contract's notices go on where whoever reads them asked to get no more. */
  contractLeave: ContractLeave;
  /** Within what time an objection is to be answered, as it was promised. */
  answerWithin: Period | undefined;
  /** Bearer token of `POST hooks/published`. */
  hookToken: string;
  /** Bearer token with which `GET health` tells details. */
  healthToken: string;
  /** Bearer token of every address that is the operator's or the privacy team's. */
  operatorToken: string;
  /** Where the inbox is, ending in `/inbox/`: its sessions hold for this origin alone. */
  inboxAddress: string;
  /** By whose word people sign in; absent: by mailed links. */
  oidc?: OidcSettings | undefined;
  /** The folder of its page's script. */
  inboxScript: string;
  /** Who may sign in to it. Nobody: there is none. */
  people: People;
  mailServer: MailServer;
  receiptStamps: ReceiptStamps;
  rates: Rates;
  log: Logger;
  /** Something was written that must be worked off: requests taken in, mails queued. */
  onWork(): void;
  /** Where webhooks may go. */
  webhookTargets: WebhookTargets;
  /** Webhooks were put in the outbox. */
  onWebhook(): void;
  /** Looks at the feed now. */
  checkFeed(): Promise<void>;
}
