import type { MiddlewareHandler } from "hono";

/**
 * CORS for an allow list of origins, without credentials. Any other origin gets no header, and a browser keeps the
 * answer from it (https://fetch.spec.whatwg.org/#http-cors-protocol).
 */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler {
  const allowed = new Set(origins);
  return async (context, next) => {
    const origin = context.req.header("origin");
    const known = origin !== undefined && allowed.has(origin);
    if (known && context.req.method === "OPTIONS" && context.req.header("access-control-request-method")) {
      return new Response(null, {
        status: 204,
        headers: {
          "access-control-allow-origin": origin,
          "access-control-allow-methods": "GET, POST",
          "access-control-allow-headers": "content-type",
          "access-control-max-age": "7200",
          vary: "Origin",
        },
      });
    }
    await next();
    context.res.headers.append("vary", "Origin");
    if (!known) return;
    context.res.headers.set("access-control-allow-origin", origin);
    context.res.headers.set("access-control-expose-headers", "retry-after");
  };
}
