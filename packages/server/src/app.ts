import { type Handler, Hono } from "hono";
import { allowOrigins } from "./http/cors.ts";
import { problemResponse, Refusal } from "./http/problem.ts";
import { inboxPath, oidcPath } from "./inbox/address.ts";
import { describeError, type Logger } from "./log/logger.ts";
import { bouncesRoute } from "./routes/bounces.ts";
import { actOnCase, showCase } from "./routes/case-page.ts";
import { challengeRoute } from "./routes/challenge.ts";
import type { AppDeps } from "./routes/deps.ts";
import { handlerOf, routeOf } from "./routes/endpoint.ts";
import { createLook, healthRoute, livenessRoute } from "./routes/health.ts";
import { inboxPageRoutes } from "./routes/inbox-page.ts";
import { metricsRoute } from "./routes/metrics.ts";
import { objectRoute } from "./routes/object.ts";
import { oidcRoutes } from "./routes/oidc.ts";
import { endpoints, openApi } from "./routes/openapi.ts";
import { publishedHook } from "./routes/published-hook.ts";
import { askRoute, showSignIn, signIn } from "./routes/sign-in.ts";
import { standingRoute } from "./routes/standing.ts";
import { subscribeRoute } from "./routes/subscribe.ts";
import { actOnPage, showPage } from "./routes/subscription-pages.ts";
import { StoreError } from "./store/judge.ts";

/** The service's HTTP side as a Fetch handler: `app.fetch(request)`. */
export function createApp(deps: AppDeps): Hono {
  const prefixes = [deps.publicAddress, deps.inboxAddress.replace(/inbox\/$/, "")].map((address) =>
    new URL(address).pathname.replace(/\/$/, ""),
  );
  const app = new Hono({ getPath: (request) => pathBelow(prefixes, request.url) });
  app.use(allowOrigins(deps.origins));
  app.use(async (context, next) => {
    await next();
    context.res.headers.set("x-content-type-options", "nosniff");
  });
  const routes = table(deps);
  for (const [path, methods] of Object.entries(routes)) {
    for (const [method, handler] of Object.entries(methods)) app.on(method, path, handler);
  }
  app.notFound((context) => {
    const allowed = allowedAt(routes, context.req.path);
    if (allowed.length === 0)
      return problemResponse(new Refusal(404, "not-found", "Expected an address of the service."));
    const allow = allowed.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
    return problemResponse(new Refusal(405, "method", `Expected one of: ${allow}.`, { headers: { allow } }));
  });
  app.onError((error) => problemResponse(error instanceof Refusal ? error : toRefusal(error, deps.log)));
  return app;
}

type Table = Record<string, Record<string, Handler>>;

/** The whole of the service's addresses. */
function table(deps: AppDeps): Table {
  const description = openApi(deps.publicAddress);
  const look = createLook(deps);
  const routes: Table = {
    "/challenge": { GET: challengeRoute(deps) },
    "/subscriptions": { POST: subscribeRoute(deps) },
    "/subscriptions/confirm": { GET: showPage(deps, "confirm"), POST: actOnPage(deps, "confirm") },
    "/subscriptions/leave": { GET: showPage(deps, "leave"), POST: actOnPage(deps, "leave") },
    "/objections": { POST: objectRoute(deps) },
    "/objections/standing": { POST: standingRoute(deps) },
    "/objections/case": { GET: showCase(deps), POST: actOnCase(deps) },
    "/bounces": { POST: bouncesRoute(deps) },
    "/hooks/published": { POST: publishedHook(deps) },
    "/health": { GET: healthRoute(deps, look) },
    "/metrics": { GET: metricsRoute(deps, look) },
    "/health/live": { GET: livenessRoute(deps) },
    "/openapi.json": { GET: (context) => context.json(description) },
  };
  for (const declared of endpoints) {
    const path = routeOf(declared);
    routes[path] = { ...routes[path], [declared.method]: handlerOf({ ...deps, look }, declared) };
  }
  if (deps.people.size > 0) {
    const { page, script } = inboxPageRoutes(deps);
    routes["/inbox"] = { GET: (context) => context.redirect("inbox/", 308) };
    routes["/inbox/"] = { GET: page };
    // One way in: links would lead past what the provider asks for beside a password.
    if (deps.oidc) {
      const { begin, end } = oidcRoutes(deps, deps.oidc);
      routes["/inbox/oidc"] = { GET: begin };
      routes[`/${inboxPath}${oidcPath}`] = { GET: end };
    } else {
      routes["/inbox/links"] = { POST: askRoute(deps) };
      routes["/inbox/sign-in"] = { GET: showSignIn(deps), POST: signIn(deps) };
    }
    // The last: whatever else is there goes first.
    routes["/inbox/:script"] = { GET: script };
  }
  return routes;
}

/** The methods that an address takes. */
function allowedAt(routes: Table, path: string): string[] {
  const parts = path.split("/");
  const fits = (route: string) => {
    const own = route.split("/");
    return own.length === parts.length && own.every((part, at) => part === parts[at] || part.startsWith(":"));
  };
  return Object.keys(routes[path] ?? routes[Object.keys(routes).find(fits) ?? ""] ?? {});
}

/** Proxies differ in whether they cut the own path of the public address, or of the inbox's, off. */
function pathBelow(prefixes: readonly string[], url: string): string {
  const { pathname } = new URL(url);
  const prefix = prefixes.find((one) => one !== "" && pathname.startsWith(`${one}/`)) ?? "";
  return pathname.slice(prefix.length);
}

/** What nobody foresaw: a full disk, a bug. Nothing was written, so trying again is safe. */
function toRefusal(error: Error, log: Logger): Refusal {
  log.error("request-failed", describeError(error));
  return new Refusal(
    error instanceof StoreError ? 503 : 500,
    "unavailable",
    "The service could not do this. Nothing was kept: try again.",
    {
      retryAfter: 30,
    },
  );
}
