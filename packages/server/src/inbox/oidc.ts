import type { Configuration } from "openid-client";
import type { Keyed } from "../secret/keyed.ts";
import { second } from "../time.ts";

/** A provider of OpenID Connect whose word is taken for who somebody is. */
export interface OidcSettings {
  /** Its address, as its discovery document has it. */
  issuer: string;
  clientId: string;
  /** Absent for a client that has none. */
  clientSecret?: string;
}

/** Why nobody was signed in, for a log: a code of the protocol, never what the provider wrote. */
export class OidcError extends Error {
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(`The provider of sign-in: ${code}`, { cause });
    this.code = code;
  }
}

/** What one attempt is bound to: all of it follows from the secret and from a token that the browser alone has. */
interface Attempt {
  state: string;
  nonce: string;
  /** RFC 7636. */
  verifier: string;
}

const attemptOf = (keyed: Keyed, flow: string): Attempt => ({
  state: keyed.hash("oidc-state", flow),
  nonce: keyed.hash("oidc-nonce", flow),
  verifier: keyed.token("sign-in", `oidc ${flow}`),
});

/** How people come in by the provider. */
export interface OidcClient {
  /**
   * Where a browser goes to sign in.
   *
   * @param flow The attempt's token, which the browser keeps.
   * @throws {OidcError} where the provider cannot be reached
   */
  begin(flow: string): Promise<URL>;
  /**
   * Whose address the provider vouches for.
   *
   * @param search Of the address that the browser came back to.
   * @throws {OidcError} where it vouches for none, or for another attempt
   */
  end(flow: string, search: string): Promise<string>;
}

/** @param redirect Where the provider sends browsers back to. */
export function createOidcClient(settings: OidcSettings, keyed: Keyed, redirect: string): OidcClient {
  let found: Promise<Configuration> | undefined;
  /** Asked for when it is wanted first, and again after it failed: a provider that is down keeps no service from starting. */
  const configuration = () => {
    found ??= discover(settings);
    found.catch(() => {
      found = undefined;
    });
    return found;
  };
  return {
    begin: async (flow) => {
      const { buildAuthorizationUrl, calculatePKCECodeChallenge } = await import("openid-client");
      const { state, nonce, verifier } = attemptOf(keyed, flow);
      return buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirect,
        scope: "openid email",
        ...{ state, nonce },
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
      });
    },
    end: async (flow, search) => {
      const { authorizationCodeGrant, fetchUserInfo } = await import("openid-client");
      const { state: expectedState, nonce: expectedNonce, verifier } = attemptOf(keyed, flow);
      const at = await configuration();
      const checks = { expectedState, expectedNonce, pkceCodeVerifier: verifier };
      const tokens = await authorizationCodeGrant(at, new URL(search, redirect), checks).catch(refused);
      const claims = tokens.claims();
      if (!claims) throw new OidcError("no-id-token");
      const told =
        claims.email === undefined ? await fetchUserInfo(at, tokens.access_token, claims.sub).catch(refused) : claims;
      // An address that its holder wrote into a profile is nobody's.
      if (told.email_verified !== true || typeof told.email !== "string") throw new OidcError("email-not-verified");
      return told.email;
    },
  };
}

function refused(error: unknown): never {
  const { code, error: told } = error as { code?: unknown; error?: unknown };
  // Of `error` RFC 6749 has a list; what else a provider writes is not repeated.
  const known = [told, code].find((one) => typeof one === "string" && /^[\w-]{1,60}$/.test(one));
  throw new OidcError(typeof known === "string" ? known : "refused", error);
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<Configuration> {
  const { discovery, None, ClientSecretBasic, customFetch, allowInsecureRequests } = await import("openid-client");
  const authentication = clientSecret === undefined ? None() : ClientSecretBasic(clientSecret);
  return discovery(new URL(issuer), clientId, undefined, authentication, {
    [customFetch]: cappedFetch,
    // The settings take `http:` for this machine alone.
    execute: issuer.startsWith("http:") ? [allowInsecureRequests] : [],
    timeout: patience / second,
  }).catch((error: unknown) => {
    throw new OidcError("unreachable", error);
  });
}

/** Milliseconds that an answer of the provider may take. */
const patience = 10 * second;

/** Bytes of an answer: metadata and keys have a few thousand. */
const answerLimit = 256_000;

async function cappedFetch(url: string, options: object): Promise<Response> {
  const given = options as RequestInit;
  const signal = AbortSignal.any([AbortSignal.timeout(patience), ...(given.signal ? [given.signal] : [])]);
  const response = await fetch(url, { ...given, redirect: "error", signal });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > answerLimit) throw new OidcError("too-large");
    chunks.push(chunk);
  }
  const body = length > 0 ? Buffer.concat(chunks) : null;
  return new Response(body, { status: response.status, headers: response.headers });
}
