import { Hono } from "hono";
import { allowOrigins } from "./http/cors.ts";
import { problemResponse, Refusal } from "./http/problem.ts";
import { describeError, type Logger } from "./log/logger.ts";
import type { AppDeps } from "./routes/deps.ts";
import { handlerOf, routeOf } from "./routes/endpoint.ts";
import { endpointsOf } from "./routes/endpoints.ts";
import { createLook } from "./routes/health.ts";
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
  const all = { ...deps, look: createLook(deps) };
  const methods: Methods = {};
  for (const declared of endpointsOf(all)) {
    const path = routeOf(declared);
    app.on(declared.method, path, handlerOf(all, declared));
    methods[path] = [...(methods[path] ?? []), declared.method];
  }
  app.notFound((context) => {
    const allowed = allowedAt(methods, context.req.path);
    if (allowed.length === 0)
      return problemResponse(new Refusal(404, "not-found", "Expected an address of the service."));
    const allow = allowed.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
    return problemResponse(new Refusal(405, "method", `Expected one of: ${allow}.`, { headers: { allow } }));
  });
  app.onError((error) => problemResponse(error instanceof Refusal ? error : toRefusal(error, deps.log)));
  return app;
}

/** The methods that each route takes. */
type Methods = Record<string, readonly string[]>;

/** The methods that an address takes. */
function allowedAt(methods: Methods, path: string): readonly string[] {
  const parts = path.split("/");
  const fits = (route: string) => {
    const own = route.split("/");
    return own.length === parts.length && own.every((part, at) => part === parts[at] || part.startsWith(":"));
  };
  return methods[path] ?? methods[Object.keys(methods).find(fits) ?? ""] ?? [];
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
