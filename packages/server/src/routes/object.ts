import { randomUUID } from "node:crypto";
import { type Receipt, sha256Hex, signReceipt, toInstant } from "@trust-center/feed";
import { type ObjectionRequest, objectionAnswerSchema, objectionRequestSchema, objectionText } from "@trust-center/sdk";
import { partyOf } from "../cases/party.ts";
import { Refusal } from "../http/problem.ts";
import { type CheckedProof, checkProof, costAfter, refused } from "../proof/challenge.ts";
import { emailHash, mailboxHash } from "../secret/keyed.ts";
import type { FeedState } from "../store/feed-state.ts";
import { fileObjection, findByRequest, type StoredObjection, takeRequest } from "../store/objections.ts";
import { useProofs } from "../store/proofs.ts";
import { clock } from "../store/query.ts";
import { count } from "../store/rates.ts";
import { statedDeadline } from "../store/told.ts";
import { second } from "../time.ts";
import type { AppDeps } from "./deps.ts";
import { type Declared, endpoint } from "./endpoint.ts";
import { objectionsFrom, proofRefusal } from "./limit.ts";
import { type OpenWindow, openWindow } from "./window.ts";

/** Milliseconds that an answer waits for the time stamp of its receipt. */
const answerPatience = 3 * second;

const object = endpoint({
  method: "POST",
  path: "/objections",
  summary: "Objects to a change",
  who: "anyone",
  body: objectionRequestSchema,
  answer: "Filed; the same answer to the same request again",
  status: 201,
  gives: objectionAnswerSchema,
  refusals: [403, 404, 409, 429, 503],
  handle: async ({ deps, context, body: request }) => {
    const { store, keyed } = deps;
    const content = await sha256Hex(new TextEncoder().encode(objectionText(request)));
    const before = await store.read((db) => findByRequest(db, request.request));
    if (before) return answer(deps, repeated(before, request, content));
    // The one moment that counts: what comes after it, signing and writing, is the service's own time.
    const now = await store.now();
    const proof = await checkProof(keyed, { proof: request.proof, purpose: "objection" });
    const state = await feedReaching(deps, request.feed.version);
    const window = await store.read(async (db) => {
      const stated = await statedDeadline(db, emailHash(keyed, request.email), request.change);
      return openWindow(db, state, request, { now, stated });
    });
    const objection = await prepare(deps, { state, request, content, window, now });
    const filed = await file(deps, {
      ...{ objection, proof, network: objectionsFrom(deps, context), feed: state.address },
    });
    deps.onWork();
    return answer(deps, filed === objection ? objection : repeated(filed, request, content));
  },
});

/** Files an objection and gives its signed receipt. */
export const objectEndpoints: readonly Declared[] = [object];

/** It is filed by now: an authority that is slow or down costs the answer a short wait, and the time stamp. */
async function answer({ receiptStamps }: AppDeps, objection: StoredObjection) {
  const { receipt } = objection;
  const timeStamp = await receiptStamps.of(objection, answerPatience);
  return { receipt, ...(timeStamp && { timeStamp }) };
}

/** The first receipt again, for whoever knows all that was sent the first time. */
function repeated(before: StoredObjection, request: ObjectionRequest, content: string): StoredObjection {
  if (before.content_sha256 === content && before.segment === (request.segment ?? null)) return before;
  throw new Refusal(409, "invalid", "This request was sent before with another content. Name a new one.", {
    errors: { request: "a name not used before" },
  });
}

async function feedReaching(deps: AppDeps, version: number): Promise<FeedState> {
  const { receiptSigner, log } = deps;
  const state = await deps.feedReaching(version);
  if (state?.receiptKids.includes(receiptSigner.kid)) return state;
  // A receipt under another key would prove nothing.
  if (state) log.error("receipt-key-refused", { kid: receiptSigner.kid });
  throw new Refusal(503, "unavailable", "The service cannot sign receipts of this feed yet. Try again.", {
    retryAfter: 30,
  });
}

/** What is filed. */
interface Filing {
  state: FeedState;
  request: ObjectionRequest;
  /** SHA-256 of what the request says, in hexadecimal digits. */
  content: string;
  window: OpenWindow;
  /** Milliseconds since 1970. */
  now: number;
}

async function prepare({ receiptSigner }: AppDeps, filing: Filing): Promise<StoredObjection> {
  const { state, request, content, now } = filing;
  const { deadline, subject, announced } = filing.window;
  const { change, feed, name, email, organisation, grounds, segment, language } = request;
  const receipt: Receipt = {
    type: "receipt",
    feed: state.address,
    pin: state.pin,
    id: randomUUID(),
    action: "objection-filed",
    change,
    ...(subject !== undefined && { subject }),
    announced,
    version: feed.version,
    sha256: feed.sha256,
    log: state.log,
    filed: toInstant(now),
    deadline,
    objection: content,
  };
  return {
    id: receipt.id,
    request: request.request,
    change,
    feed_version: feed.version,
    feed_sha256: feed.sha256,
    name,
    email,
    organisation,
    grounds,
    segment: segment ?? null,
    language: language ?? null,
    filed_at: now,
    deadline,
    content_sha256: content,
    receipt: await signReceipt(receipt, receiptSigner),
    time_stamp: null,
    case_id: null,
  };
}

interface Filed {
  objection: StoredObjection;
  proof: CheckedProof;
  /** The key that its network is counted under. */
  network: string;
  /** The feed's address. */
  feed: string;
}

/**
 * One transaction: proof, objection, receipt and mails. Gives the one before where a twin was faster.
 *
 * Nothing is refused for its number, for others can send it in somebody's name: to object is a right with a deadline. Many
 * from one network cost it more work each; of many in one hour for one mailbox, the last receipts are not mailed.
 */
function file({ store, keyed, rates }: AppDeps, { objection, proof, network, feed }: Filed): Promise<StoredObjection> {
  return store.write(async (tx) => {
    const before = await takeRequest(tx, objection.request);
    if (before) return before;
    const now = await clock(tx);
    const { objectionsPerNetwork: perNetwork, objectionsPerAddress: perAddress } = rates;
    const sent = await count(tx, network, perNetwork, now);
    // One step less: others of the network may have filed since the challenge was asked for.
    if (proof.cost < costAfter(sent - perNetwork.most, perNetwork.most))
      throw refused("Expected a proof of more work.");
    const [fault] = await useProofs(tx, [proof], now);
    if (fault) throw proofRefusal(fault);
    const named = await count(tx, `objection ${mailboxHash(keyed, objection.email)}`, perAddress, now);
    const party = partyOf(keyed, feed, objection.email);
    await fileObjection(tx, objection, { mailsReceipt: named < perAddress.most, party });
    return objection;
  });
}
