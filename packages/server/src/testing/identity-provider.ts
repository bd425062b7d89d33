import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { OidcSettings } from "../inbox/oidc.ts";

/** A real provider of OpenID Connect on a free port, that takes every name for an account. */
export interface IdentityProvider extends Required<OidcSettings> {
  /** Whether it vouches for addresses. */
  verifies: boolean;
  /**
   * Signs in there as a browser does.
   *
   * @param url Where the service sent the browser.
   * @param login An e-mail address.
   * @returns where the browser is sent back to
   */
  signIn(url: string, login: string): Promise<string>;
  close(): Promise<void>;
}

type ProviderClass = new (
  issuer: string,
  configuration: object,
) => { callback(): Parameters<typeof createServer>[1]; on(event: string, listener: () => void): void };

/** @param redirect Where it may send browsers back to. */
export async function openIdentityProvider(redirect: string): Promise<IdentityProvider> {
  // It brings no types.
  const { default: Provider } = (await import("oidc-provider" as string)) as { default: ProviderClass };
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [clientId, clientSecret] = ["inbox", "a secret of the inbox's own"];
  const own = { client_id: clientId, client_secret: clientSecret, redirect_uris: [redirect] };
  const provider: IdentityProvider = {
    ...{ issuer, clientId, clientSecret, verifies: true },
    signIn: (url, login) => signIn(url, { login, redirect }),
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  const engine = new Provider(issuer, {
    clients: [own],
    // It warns of each that is not given.
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: provider.verifies }),
    }),
  });
  server.on("request", engine.callback() as never);
  return provider;
}

/** Follows the provider's pages, and presses their buttons. */
async function signIn(url: string, { login, redirect }: { login: string; redirect: string }): Promise<string> {
  const cookies = new Map<string, string>();
  let [at, body]: [string, URLSearchParams | undefined] = [url, undefined];
  for (let steps = 0; steps < 20; steps++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer: Response = await fetch(at, {
      redirect: "manual",
      headers: { cookie },
      ...(body && { method: "POST", body }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    body = undefined;
    const location = answer.headers.get("location");
    if (location?.startsWith(redirect)) return location;
    if (location) {
      at = new URL(location, at).href;
      continue;
    }
    const page: string = await answer.text();
    const prompt: string | undefined = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    const action: string | undefined = /action="([^"]+)"/.exec(page)?.[1];
    if (!prompt || !action) throw new Error(`Expected a form of the provider, found ${answer.status}: ${page}`);
    at = new URL(action, at).href;
    body = new URLSearchParams({ prompt, ...(prompt === "login" && { login, password: "any" }) });
  }
  throw new Error("The provider never led back.");
}
